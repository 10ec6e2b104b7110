/*
 * Nothing is kept of an answer: what it may hold of the buffer of the gate is
 * sent as soon as that is full.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/buffer.h>
#include <gantry/json.h>

#include "firestore/rest/rest_answer.h"
#include "firestore/rest/rest_cors.h"

#define HEADERS_MAX (CORS_HEADERS_MAX + 5)

static void
fill_headers(
    const struct rest_answer *answer, struct gantry_header headers[HEADERS_MAX])
{
	size_t count = cors_answer(answer->origins, answer->environ, headers);

	headers[count++] = (struct gantry_header){ "Content-Type",
		"application/json; charset=UTF-8" };
	headers[count++] = (struct gantry_header){ "Cache-Control", "private" };
	headers[count++] =
	    (struct gantry_header){ "X-Content-Type-Options", "nosniff" };
	headers[count] = (struct gantry_header){ NULL, NULL };
}

static int
begin(struct rest_answer *answer)
{
	struct gantry_header headers[HEADERS_MAX];

	fill_headers(answer, headers);
	answer->body =
	    answer->start_response(answer->environ, "200 OK", headers);
	return answer->body != NULL ? 0 : -1;
}

int
rest_answer_send(void *argument, struct bytes message)
{
	struct rest_answer *answer = argument;
	const char *before = answer->body == NULL ? "[" : ",\n";

	if (answer->body == NULL && begin(answer) == -1)
		return -1;
	if (answer->is_stream &&
	    gantry_write(answer->body, before, strlen(before)) == -1)
		return -1;
	return gantry_write(answer->body, message.data, message.length);
}

int
rest_answer_end(struct rest_answer *answer)
{
	if (answer->body == NULL) {
		if (begin(answer) == -1)
			return -1;
		return gantry_write(answer->body, "[]\n", 3);
	}
	return answer->is_stream ? gantry_write(answer->body, "]\n", 2)
				 : gantry_write(answer->body, "\n", 1);
}

static const char *
reason_of(int status)
{
	switch (status) {
	case 400:
		return "400 Bad Request";
	case 401:
		return "401 Unauthorized";
	case 403:
		return "403 Forbidden";
	case 404:
		return "404 Not Found";
	case 409:
		return "409 Conflict";
	case 429:
		return "429 Too Many Requests";
	case 499:
		return "499 Client Closed Request";
	case 501:
		return "501 Not Implemented";
	case 503:
		return "503 Service Unavailable";
	case 504:
		return "504 Gateway Timeout";
	default:
		return "500 Internal Server Error";
	}
}

/* Begin the answer anew; NULL when it was sent. */
static struct gantry_body *
restart(struct rest_answer *answer, enum rpc_code code, struct bytes message)
{
	const char *status = reason_of(rpc_code_status(code));
	struct gantry_header headers[HEADERS_MAX];
	struct gantry_error error;

	fill_headers(answer, headers);
	if (answer->body == NULL)
		return answer->start_response(answer->environ, status, headers);
	gantry_error_set(&error, GANTRY_ERROR_LIMIT, "%s: %.*s",
	    rpc_code_name(code), (int)message.length, message.data);
	return gantry_restart_response(
	    answer->environ, &error, status, headers);
}

int
rest_answer_fail(
    struct rest_answer *answer, enum rpc_code code, struct bytes message)
{
	struct gantry_body *body = restart(answer, code, message);
	struct gantry_buffer json = { 0 };
	int result = -1;

	if (body == NULL)
		return -1;
	gantry_buffer_printf(&json,
	    "{\"error\":{\"code\":%d,\"message\":", rpc_code_status(code));
	gantry_json_string(&json, message.data, message.length);
	gantry_buffer_printf(
	    &json, ",\"status\":\"%s\"}}\n", rpc_code_name(code));
	if (!gantry_buffer_failed(&json))
		result = gantry_write(body, json.data, json.length);
	gantry_buffer_clear(&json);
	return result;
}

int
rest_answer_options(struct rest_answer *answer)
{
	struct gantry_header headers[HEADERS_MAX];
	size_t count =
	    cors_preflight(answer->origins, answer->environ, headers);

	headers[count++] =
	    (struct gantry_header){ "Allow", "GET, HEAD, POST, OPTIONS" };
	headers[count] = (struct gantry_header){ NULL, NULL };
	answer->body =
	    answer->start_response(answer->environ, "204 No Content", headers);
	return answer->body != NULL ? 0 : -1;
}
