/*
 * A request without a site.
 */
#include <stdarg.h>
#include <string.h>

#include "unit.h"
#include "web/test_request.h"

void
test_request_begin(struct test_request *asked, ...)
{
	va_list arguments;
	const char *name;

	environ_init(&asked->environ);
	errors_init(&asked->errors, &asked->environ);
	asked->body = (struct gantry_body){ .errors = &asked->errors };
	asked->environ.body = &asked->body;
	asked->environ.wsgi.errors = &asked->errors;
	asked->environ.wsgi.url_scheme = "http";
	asked->response = (struct gantry_response){
		.request = &asked->request,
		.status = GANTRY_200,
	};
	request_begin(&asked->request, NULL, &asked->environ, &asked->response);
	va_start(arguments, asked);
	while ((name = va_arg(arguments, const char *)) != NULL)
		ck_assert_int_eq(
		    environ_add(&asked->environ, name, strlen(name),
			va_arg(arguments, const char *), NULL),
		    0);
	va_end(arguments);
}

void
test_request_field(struct test_request *asked, const char *name,
    const char *text, size_t length)
{
	struct match *match = &asked->request.match;

	match->fields[match->count++] = (struct match_field){
		.name = name,
		.text = text,
		.length = length,
	};
}

const char *
test_request_failure(struct test_request *asked)
{
	const struct gantry_http_error *error =
	    gantry_response_error(&asked->response);
	const char *text;

	if (error == NULL)
		return "";
	text = gantry_environ_format(&asked->environ, "%s%s%s", error->status,
	    error->detail != NULL ? ": " : "",
	    error->detail != NULL ? error->detail : "");
	ck_assert_ptr_nonnull(text);
	return text;
}

void
test_request_end(struct test_request *asked)
{
	errors_clear(&asked->errors);
	environ_clear(&asked->environ);
}
