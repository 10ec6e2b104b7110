/*
 * A sample log entry.
 */
#include <check.h>
#include <stddef.h>
#include <string.h>

#include "serve/entry.h"

void
made_set(struct made *made, const char *name, const char *value)
{
	ck_assert_int_eq(
	    environ_set(&made->request.environ, name, value, NULL), 0);
}

void
made_init(struct made *made)
{
	static const char head[] = "Status: 200 OK\r\n"
				   "Content-Type: text/plain\r\n"
				   "X-Cache: a \"hit\"\r\n";

	request_init(&made->request, NULL, NULL);
	made_set(made, "REMOTE_ADDR", "192.0.2.7");
	made_set(made, "REQUEST_METHOD", "GET");
	made_set(made, "REQUEST_URI", "/a?q");
	made_set(made, "SCRIPT_NAME", "");
	made_set(made, "PATH_INFO", "/a");
	made_set(made, "QUERY_STRING", "q");
	made_set(made, "SERVER_PROTOCOL", "HTTP/1.1");
	made_set(made, "HTTP_X_REQUEST_ID", "the-id");
	gantry_buffer_puts(&made->request.body.head, head);
	made->entry = (struct log_entry){
		.environ = &made->request.environ,
		.body = &made->request.body,
		.status = 200,
		.bytes = 1234,
		.microseconds = 1002003,
		.now = { .tv_sec = 1795370643, .tv_nsec = 4000000 },
	};
}

void
made_clear(struct made *made)
{
	request_clear(&made->request);
}
