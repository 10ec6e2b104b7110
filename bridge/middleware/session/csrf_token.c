/*
 * A token is a random value, signed for what the client has: the id of its
 * session or the value of a cookie.  Another site knows neither.  Since the
 * value differs each time, compression of a page reveals nothing about it.
 */
#include <string.h>
#include <time.h>

#include <gantry/secrets.h>
#include <gantry/web.h>

#include "base/null.h"
#include "middleware/session/csrf.h"
#include "middleware/session/session.h"
#include "web/types/sign.h"

#define NAME	   "gantry.csrf"
#define TOKEN_NAME "gantry.csrf_token"
#define NONCE_SIZE 16
#define TOKEN_MAX  1024
#define BASE64URL_CHARACTERS                                   \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" \
	"0123456789-_"

/* A token that the response has, and what it is bound to. */
struct made {
	const char *token, *binding;
};

int
csrf_put(struct gantry_request *request, struct csrf *csrf)
{
	return gantry_request_set(request, NAME, csrf);
}

int
csrf_fail(struct gantry_request *request, const char *code, const char *detail)
{
	const struct gantry_http_error error = {
		.status = GANTRY_403,
		.detail = detail,
		.code = code,
	};

	return gantry_response_raise(gantry_request_response(request), &error);
}

static int
fail_with(struct gantry_request *request, struct gantry_error *error)
{
	return gantry_response_fail_with(
	    gantry_request_response(request), error);
}

static int
fail_memory(struct gantry_request *request)
{
	struct gantry_error error;

	gantry_error_memory(&error);
	return fail_with(request, &error);
}

/* A random value in the request's memory; NULL: the response has failed. */
static const char *
make_random(struct gantry_request *request, size_t size)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;
	const char *text = NULL;

	if (gantry_random_token(&buffer, size, &error) == -1) {
		fail_with(request, &error);
	} else {
		text = gantry_environ_format(gantry_request_environ(request),
		    "%.*s", (int)buffer.length, buffer.data);
		if (text == NULL)
			fail_memory(request);
	}
	gantry_buffer_clear(&buffer);
	return text;
}

/* What the client sends with requests to this site only; NULL: nothing yet. */
static const char *
find_secret_of_client(
    struct gantry_request *request, const struct csrf *csrf, const char **kind)
{
	const struct session *session = session_find(request);
	const char *value;

	*kind = "session";
	if (session != NULL && session->user != NULL)
		return session->id;
	*kind = "cookie";
	value = gantry_request_cookie(request, csrf->name);
	if (value == NULL || strlen(value) != SESSION_ID_SIZE ||
	    strspn(value, BASE64URL_CHARACTERS) != SESSION_ID_SIZE)
		return NULL;
	return value;
}

/* The name that tokens are signed with; NULL: memory ran out. */
static const char *
make_binding(
    struct gantry_request *request, const char *kind, const char *value)
{
	return gantry_environ_format(
	    gantry_request_environ(request), "csrf-%s-%s", kind, value);
}

/* Give the client a cookie.  Returns its value, or NULL: it has failed. */
static const char *
make_cookie(struct gantry_request *request, const struct csrf *csrf)
{
	const struct gantry_cookie cookie = {
		.name = csrf->name,
		.value = make_random(request, 0),
		.is_insecure = csrf->options->is_insecure,
	};

	if (cookie.value == NULL ||
	    gantry_response_cookie(gantry_request_response(request), &cookie) ==
		-1)
		return NULL;
	return cookie.value;
}

static const char *
make_token(struct gantry_request *request, const struct csrf *csrf,
    const char *binding)
{
	const struct signed_value value = {
		.name = binding,
		.value = make_random(request, NONCE_SIZE),
		.signed_at = time(NULL),
	};
	struct gantry_error error;
	const char *token;

	if (value.value == NULL)
		return NULL;
	token = sign_value(
	    gantry_request_environ(request), &value, csrf->secret, &error);
	if (token == NULL)
		fail_with(request, &error);
	return token;
}

/* What the token of this response is bound to. */
static const char *
find_binding(struct gantry_request *request, const struct csrf *csrf)
{
	const struct made *made = gantry_request_get(request, TOKEN_NAME);
	const char *kind, *binding;
	const char *value = find_secret_of_client(request, csrf, &kind);

	/* The cookie was made in this request. */
	if (value == NULL && made != NULL)
		return made->binding;
	if (value == NULL)
		value = make_cookie(request, csrf);
	if (value == NULL)
		return NULL;
	binding = make_binding(request, kind, value);
	if (binding == NULL)
		fail_memory(request);
	return binding;
}

static int
set_headers(struct gantry_response *response)
{
	if (gantry_response_get_header(response, "Cache-Control") == NULL &&
	    gantry_response_cache_control(response, "no-store") == -1)
		return -1;
	return gantry_response_vary(response, "Cookie");
}

const char *
gantry_csrf_token(struct gantry_request *request)
{
	const struct csrf *csrf;
	struct made *made;
	const char *binding;
	struct gantry_error error;

	if (null_given(request, __func__, "request"))
		return NULL;
	csrf = gantry_request_get(request, NAME);
	if (csrf == NULL) {
		gantry_error_set(&error, GANTRY_ERROR_SYSTEM,
		    "there is no CSRF token: use the middleware GANTRY_CSRF "
		    "for the site, or the group of this route");
		fail_with(request, &error);
		return NULL;
	}
	binding = find_binding(request, csrf);
	if (binding == NULL)
		return NULL;
	made = gantry_request_get(request, TOKEN_NAME);
	if (made != NULL && strcmp(made->binding, binding) == 0)
		return made->token;
	made = gantry_environ_alloc(
	    gantry_request_environ(request), sizeof(*made));
	if (made == NULL) {
		fail_memory(request);
		return NULL;
	}
	*made = (struct made){ make_token(request, csrf, binding), binding };
	if (made->token == NULL ||
	    set_headers(gantry_request_response(request)) == -1 ||
	    gantry_request_set(request, TOKEN_NAME, made) == -1)
		return NULL;
	return made->token;
}

/* A field of a multipart form, while it is read. */
struct field {
	char text[TOKEN_MAX + 1];
	size_t length;
	int count;
	bool is_here;
};

static int
begin_part(void *argument, const struct gantry_part *part)
{
	struct field *field = argument;

	field->is_here = strcmp(part->name, CSRF_FIELD) == 0;
	field->count += field->is_here;
	return 0;
}

static int
take_part(void *argument, const char *data, size_t length)
{
	struct field *field = argument;

	if (!field->is_here)
		return 0;
	if (length > TOKEN_MAX - field->length)
		length = TOKEN_MAX - field->length;
	memcpy(field->text + field->length, data, length);
	field->length += length;
	return 0;
}

static int
read_multipart(struct gantry_request *request, const char **token)
{
	struct field field = { .count = 0 };
	const struct gantry_multipart multipart = {
		.argument = &field,
		.begin = begin_part,
		.data = take_part,
		.parts_max = SIZE_MAX,
		.part_size_max = -1,
	};

	if (gantry_request_multipart(request, &multipart) == -1)
		return -1;
	if (field.count != 1)
		return 0;
	*token = gantry_environ_format(
	    gantry_request_environ(request), "%s", field.text);
	return *token != NULL ? 0 : fail_memory(request);
}

/* The token that the client sent, or NULL; -1: the response has failed. */
static int
read_token(
    struct gantry_request *request, const struct csrf *csrf, const char **token)
{
	static const struct gantry_param param = {
		.name = CSRF_FIELD,
		.place = GANTRY_IN_FORM,
	};
	const char *type, *data;
	bool is_form, is_multipart;
	size_t length;

	*token = gantry_request_header(request, CSRF_HEADER);
	if (*token != NULL)
		return 0;
	type = gantry_request_content_type(request);
	is_form = type != NULL &&
	    strcmp(type, "application/x-www-form-urlencoded") == 0;
	is_multipart = type != NULL && strcmp(type, "multipart/form-data") == 0;
	if (!is_form && !is_multipart)
		return 0;
	if (gantry_request_body(
		request, csrf->options->form_size_max, &data, &length) == -1)
		return -1;
	return is_form ? gantry_param_text(request, &param, token)
		       : read_multipart(request, token);
}

int
csrf_check_token(struct gantry_request *request, const struct csrf *csrf)
{
	const char *token, *value, *kind, *binding;

	if (read_token(request, csrf, &token) == -1)
		return -1;
	if (token == NULL)
		return csrf_fail(request, "csrf_token_missing",
		    "The request needs a CSRF token, in the header "
		    "X-CSRF-Token or in the field csrf_token of a form.");
	value = find_secret_of_client(request, csrf, &kind);
	if (value == NULL)
		return csrf_fail(request, "csrf_cookie_missing",
		    "The request has a CSRF token, but not the cookie that it "
		    "belongs to; allow cookies, and load the page again.");
	binding = make_binding(request, kind, value);
	if (binding == NULL)
		return fail_memory(request);
	if (sign_open(gantry_request_environ(request), binding, token,
		csrf->secret, time(NULL)) != NULL)
		return 0;
	return csrf_fail(request, "csrf_token_invalid",
	    "The CSRF token is not valid for this session; load the page "
	    "again.");
}
