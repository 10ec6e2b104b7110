/*
 * The failure of a request whose body is not valid by a schema: 422 with the
 * list of errors, in the form of the example of RFC 9457 section 3.
 */
#include <string.h>

#include <gantry/response.h>

#include "base/null.h"
#include "base/text/percent.h"
#include "web/schema/schema.h"

/* What a fragment may hold as it is (RFC 3986 section 3.5). */
#define FRAGMENT PERCENT_PATH "?"

/* POINTER as a fragment of a URI (RFC 6901 section 6). */
static void
put_pointer(struct gantry_json_writer *json, const char *pointer)
{
	struct gantry_buffer text = { 0 };

	gantry_buffer_putc(&text, '#');
	percent_encode(&text, pointer, FRAGMENT);
	gantry_json_put_string(json, "pointer", text.data, text.length);
	gantry_buffer_clear(&text);
}

static void
put_errors(
    struct gantry_json_writer *json, const struct gantry_schema_error *error)
{
	gantry_json_begin_array(json, "errors");
	for (; error != NULL; error = error->next) {
		gantry_json_begin_object(json, NULL);
		put_pointer(json, error->pointer);
		gantry_json_put_text(json, "keyword", error->keyword);
		gantry_json_put_text(json, "detail", error->text);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

int
gantry_request_check(struct gantry_request *request,
    const struct gantry_schema *schema, const struct gantry_json_value *value)
{
	const struct gantry_schema_error *errors;
	struct gantry_response *response;

	if (null_given(request, __func__, "request"))
		return -1;
	response = gantry_request_response(request);
	if (schema == NULL || value == NULL) {
		gantry_errors_printf(
		    gantry_environ_wsgi(gantry_request_environ(request))
			->errors,
		    "%s: %s is NULL", __func__,
		    schema == NULL ? "schema" : "value");
		return gantry_response_fail(response, GANTRY_500, "%s",
		    "The application failed; the server's log says why.");
	}
	if (gantry_schema_check(
		schema, gantry_request_environ(request), value, &errors) == 0)
		return 0;
	if (errors == NULL)
		return gantry_response_raise(response,
		    &(struct gantry_http_error){ .status = GANTRY_500 });
	gantry_response_fail(response, GANTRY_422,
	    errors->next == NULL && *errors->pointer == '\0'
		? "The body %s."
		: "The body is not valid; %s.",
	    errors->next == NULL && *errors->pointer == '\0'
		? errors->text
		: "\"errors\" lists what is wrong");
	put_errors(gantry_response_extension(response), errors);
	return -1;
}
