/*
 * Headers that go with every answer: Access-Control-Allow-Origin always, ETag
 * and Cache-Control with data.  The ETag is the generation of the data, with
 * the setting that also shows in the answers.
 */
#include <string.h>

#include <gantry/problem.h>
#include <gantry/web.h>

#include "cache/hash.h"
#include "entities/answer.h"

#define METHODS "GET, HEAD, OPTIONS"

static const char *
make_etag(struct entities *self, struct gantry_environ *environ)
{
	const char *prefix = self->image_prefix;
	uint64_t hash =
	    hash_finish(hash_add(HASH_START, prefix, strlen(prefix)));

	return gantry_environ_format(environ, "\"%s-%04x\"",
	    self->store->generation(self->store), (unsigned)(hash & 0xffff));
}

int
answer_json(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response)
{
	const struct gantry_header headers[] = {
		{ "Content-Type", "application/json" },
		{ "Access-Control-Allow-Origin", self->allowed_origin },
		{ "Cache-Control", "no-cache" },
		{ "ETag", make_etag(self, environ) },
		{ NULL, NULL },
	};
	const char *etag = headers[3].value;
	struct gantry_body *body;

	if (etag == NULL || gantry_buffer_failed(&self->text))
		return -1;
	self->last_error[0] = '\0';
	if (gantry_etag_matches(environ, etag))
		/* A 304 has no content, and so no type. */
		return start_response(
			   environ, "304 Not Modified", headers + 1) == NULL
		    ? -1
		    : 0;
	body = start_response(environ, "200 OK", headers);
	return gantry_write(body, self->text.data, self->text.length);
}

static int
answer_document(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const char *status,
    const struct gantry_header *headers, const char *title, const char *detail)
{
	gantry_buffer_reset(&self->text);
	gantry_problem_document(&self->text, status, title, detail);
	if (gantry_buffer_failed(&self->text))
		return -1;
	return gantry_write(start_response(environ, status, headers),
	    self->text.data, self->text.length);
}

int
answer_problem(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const char *status,
    const char *detail)
{
	const struct gantry_header headers[] = {
		{ "Content-Type", "application/problem+json" },
		{ "Access-Control-Allow-Origin", self->allowed_origin },
		{ NULL, NULL },
	};

	return answer_document(
	    self, environ, start_response, status, headers, NULL, detail);
}

/* 503; TITLE may be NULL. */
static int
answer_later(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const char *title,
    const char *detail)
{
	const struct gantry_header headers[] = {
		{ "Content-Type", "application/problem+json" },
		{ "Access-Control-Allow-Origin", self->allowed_origin },
		{ "Retry-After", "30" },
		{ NULL, NULL },
	};

	return answer_document(self, environ, start_response,
	    "503 Service Unavailable", headers, title, detail);
}

static int
answer_outage(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const struct gantry_error *error)
{
	if (strcmp(self->last_error, error->text) != 0)
		gantry_errors_printf(
		    gantry_environ_wsgi(environ)->errors, "%s", error->text);
	memcpy(self->last_error, error->text, sizeof(self->last_error));
	return answer_later(self, environ, start_response, "Service Outage",
	    "The data is not available at the moment; try again later.");
}

int
answer_error(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const struct gantry_error *error)
{
	switch (error->code) {
	case GANTRY_ERROR_INPUT:
		return answer_problem(self, environ, start_response,
		    "400 Bad Request", error->text);
	case GANTRY_ERROR_BUSY:
		gantry_errors_printf(
		    gantry_environ_wsgi(environ)->errors, "%s", error->text);
		return answer_later(self, environ, start_response, NULL,
		    "The answer took too long to find; try again later.");
	case GANTRY_ERROR_UNAVAILABLE:
		return answer_outage(self, environ, start_response, error);
	default:
		gantry_errors_printf(
		    gantry_environ_wsgi(environ)->errors, "%s", error->text);
		return -1;
	}
}

int
answer_options(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response)
{
	const struct gantry_header headers[] = {
		{ "Access-Control-Allow-Origin", self->allowed_origin },
		{ "Access-Control-Allow-Methods", METHODS },
		{ "Access-Control-Allow-Headers",
		    "Authorization, Content-Type, If-None-Match" },
		{ "Access-Control-Max-Age", "86400" },
		{ "Allow", METHODS },
		{ NULL, NULL },
	};

	return start_response(environ, "204 No Content", headers) == NULL ? -1
									  : 0;
}

int
answer_not_allowed(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response)
{
	const struct gantry_header headers[] = {
		{ "Content-Type", "application/problem+json" },
		{ "Access-Control-Allow-Origin", self->allowed_origin },
		{ "Allow", METHODS },
		{ NULL, NULL },
	};

	return answer_document(self, environ, start_response,
	    "405 Method Not Allowed", headers, NULL,
	    "This resource can only be read.");
}
