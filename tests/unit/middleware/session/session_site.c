/*
 * A site with a session, and a client that keeps cookies.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "middleware/session/session_site.h"

#define COOKIES 4

void (*session_site_meanwhile)(void);
static struct gantry_middleware session, csrf;
static const struct gantry_middleware *used[3];
static struct gantry_client *client;
static struct {
	char name[32], value[8192];
} cookies[COOKIES];

static const char *
parameter(struct gantry_request *request, const char *name)
{
	const char *value = NULL;

	gantry_query_get(gantry_request_environ(request), name, &value, NULL);
	return value;
}

static int
show(struct gantry_request *request, struct gantry_response *response)
{
	static const char *const keys[] = { "a", "b", "c", "d", NULL };
	const char *const *key;
	const char *user;

	for (key = keys; *key != NULL; key++)
		if (parameter(request, *key) != NULL &&
		    gantry_session_set(request, *key,
			*parameter(request, *key) != '\0'
			    ? parameter(request, *key)
			    : NULL) == -1)
			return -1;
	if (session_site_meanwhile != NULL)
		session_site_meanwhile();
	if (parameter(request, "fail") != NULL)
		return gantry_response_fail(response, GANTRY_500, "it fails");
	if (parameter(request, "token") != NULL)
		return gantry_response_text(
		    response, gantry_csrf_token(request));
	user = gantry_request_user(request);
	return gantry_response_text(response,
	    gantry_environ_format(gantry_request_environ(request), "%s %s %s",
		user != NULL ? user : "-",
		gantry_session_get(request, "a") != NULL
		    ? gantry_session_get(request, "a")
		    : "-",
		gantry_session_get(request, "b") != NULL
		    ? gantry_session_get(request, "b")
		    : "-"));
}

static int
login(struct gantry_request *request, struct gantry_response *response)
{
	if (gantry_session_login(request, parameter(request, "user")) == -1)
		return -1;
	if (parameter(request, "token") != NULL)
		return gantry_response_text(
		    response, gantry_csrf_token(request));
	return show(request, response);
}

static int
logout(struct gantry_request *request, struct gantry_response *response)
{
	if (gantry_session_logout(request) == -1)
		return -1;
	return show(request, response);
}

static const struct gantry_route routes[] = {
	{ .uri_template = "/", .on_get = GANTRY_RESPONDER(show) },
	{ .uri_template = "/act", .on_post = GANTRY_RESPONDER(show) },
	{ .uri_template = "/login", .on_post = GANTRY_RESPONDER(login) },
	{ .uri_template = "/logout", .on_post = GANTRY_RESPONDER(logout) },
	{ 0 },
};
static const struct gantry_site site = { .routes = routes, .middleware = used };

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *why)
{
	*state = gantry_web_open(&site, settings, NULL, why);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "session",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

void
session_site_open(const struct gantry_session_options *session_options,
    const struct gantry_csrf_options *csrf_options)
{
	const struct gantry_middleware first = GANTRY_SESSION(session_options);
	const struct gantry_middleware second = GANTRY_CSRF(csrf_options);
	struct gantry_error error;

	session = first;
	csrf = second;
	used[0] = &session;
	used[1] = csrf_options != NULL ? &csrf : NULL;
	client = gantry_client_open(&application, NULL, &error);
	ck_assert_msg(client != NULL, "%s", error.text);
}

void
session_site_close(void)
{
	gantry_client_close(client);
}

void
session_site_forget(void)
{
	memset(cookies, 0, sizeof(cookies));
}

const char *
session_site_cookie(const char *name)
{
	size_t i;

	for (i = 0; i < COOKIES; i++)
		if (strcmp(cookies[i].name, name) == 0)
			return cookies[i].value;
	return NULL;
}

void
session_site_set_cookie(const char *name, const char *value)
{
	size_t i = 0;

	while (cookies[i].name[0] != '\0' && strcmp(cookies[i].name, name) != 0)
		i++;
	ck_assert_uint_lt(i, COOKIES);
	snprintf(cookies[i].name, sizeof(cookies[i].name), "%s", name);
	snprintf(cookies[i].value, sizeof(cookies[i].value), "%s", value);
}

static void
keep_cookies(struct gantry_result *result)
{
	static const char *const names[] = { "__Host-session", "session",
		"__Host-csrf", NULL };
	const char *value, *age;
	size_t i;

	for (i = 0; names[i] != NULL; i++) {
		value = gantry_result_cookie(result, names[i]);
		if (value == NULL)
			continue;
		age =
		    gantry_result_cookie_attribute(result, names[i], "Max-Age");
		session_site_set_cookie(
		    names[i], age != NULL && atoi(age) <= 0 ? "" : value);
	}
}

static struct gantry_result *
simulate(const char *method, const char *target, const char *const *headers,
    const char *body)
{
	struct gantry_url_field fields[COOKIES + 1] = { { NULL, NULL } };
	struct gantry_simulation simulation = {
		.headers = headers,
		.cookies = fields,
		.body = body,
		.is_https = true,
	};
	struct gantry_result *result;
	size_t i, count = 0;

	for (i = 0; i < COOKIES; i++)
		if (cookies[i].value[0] != '\0')
			fields[count++] =
			    (struct gantry_url_field){ cookies[i].name,
				    cookies[i].value };
	fields[count] = (struct gantry_url_field){ NULL, NULL };
	result = gantry_simulate(client, method, target, &simulation);
	keep_cookies(result);
	return result;
}

struct gantry_result *
session_site_ask(
    const char *method, const char *target, const char *const *headers)
{
	return simulate(method, target, headers, NULL);
}

struct gantry_result *
session_site_send(
    const char *target, const char *const *headers, const char *body)
{
	return simulate("POST", target, headers, body);
}

const char *
session_site_text(const char *method, const char *target)
{
	static char text[40000];
	struct gantry_result *result = session_site_ask(method, target, NULL);

	ck_assert_int_eq(gantry_result_status(result), 200);
	snprintf(text, sizeof(text), "%s", gantry_result_text(result));
	gantry_result_free(result);
	return text;
}
