/*
 * The smallest application: it answers every request with "hey!".
 */
#include "hello/hello.h"

static int
hello(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	struct gantry_body *body = start_response(environ, "200 OK", headers);

	return gantry_write(body, "hey!", 4);
}

const struct gantry_application hello_application = {
	.name = "hello",
	.help = "says \"hey!\"",
	.call = hello,
};
