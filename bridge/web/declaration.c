/*
 * What routes say of their parameters and answers.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <gantry/openapi.h>
#include <gantry/request.h>

#include "base/text/header.h"
#include "web/table_check.h"
#include "web/types/datetime.h"
#include "web/types/json_scalar.h"

static bool
has_field(const struct template *template, const char *name)
{
	const struct template_field *field;
	size_t i;

	for (i = 0; (field = template_get_field(template, i)) != NULL; i++)
		if (strcmp(field->name, name) == 0)
			return true;
	return false;
}

/* Is A the same parameter as B?  Names of headers have no case. */
static bool
is_same(const struct gantry_param *a, const struct gantry_param *b)
{
	return a->place == b->place &&
	    (a->place == GANTRY_IN_HEADER ? strcasecmp(a->name, b->name)
					  : strcmp(a->name, b->name)) == 0;
}

/* Does ROUTE declare the field NAME as one? */
static bool
declares_field(const struct gantry_route *route, const char *name)
{
	const struct gantry_param *const *param = route->params;

	for (; *param != NULL; param++)
		if ((*param)->place == GANTRY_IN_PATH &&
		    strcmp((*param)->name, name) == 0)
			return true;
	return false;
}

/* Can a request have PARAM in its place? */
static int
check_place(const struct gantry_param *param, const struct gantry_route *route,
    const struct template *template, struct gantry_error *error)
{
	const char *name = param->name;

	switch (param->place) {
	case GANTRY_IN_PATH:
		return has_field(template, name)
		    ? 0
		    : gantry_error_set(error, GANTRY_ERROR_INPUT,
			  "the template has no such field");
	case GANTRY_IN_HEADER:
	case GANTRY_IN_COOKIE:
		return header_is_token(name)
		    ? 0
		    : gantry_error_set(error, GANTRY_ERROR_INPUT,
			  "a %s cannot have this name (RFC 9110 section 5.6.2)",
			  param->place == GANTRY_IN_COOKIE ? "cookie"
							   : "header");
	case GANTRY_IN_QUERY:
	case GANTRY_IN_FORM:
		return !has_field(template, name) || declares_field(route, name)
		    ? 0
		    : gantry_error_set(error, GANTRY_ERROR_INPUT,
			  "it is a field of the template; set .place = "
			  "GANTRY_IN_PATH, or declare the field as well");
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    ".place is %d, not a place", (int)param->place);
}

/* Can PARAM have a value? */
static int
check_values(const struct gantry_param *param, struct gantry_error *error)
{
	if ((unsigned)param->type > GANTRY_LIST)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    ".type is %d, not a type", (int)param->type);
	if (param->type == GANTRY_INTEGER && param->minimum > param->maximum)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    ".minimum is greater than .maximum; without a bound, "
		    "write INT64_MIN or INT64_MAX");
	if (param->type == GANTRY_NUMBER && param->least > param->most)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, ".least is greater than .most");
	if ((param->type == GANTRY_TEXT || param->type == GANTRY_LIST) &&
	    param->choices != NULL && param->choices[0] == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, ".choices has no choice");
	if (param->type == GANTRY_TIME && param->format != NULL &&
	    datetime_check(param->format, error) == -1)
		return gantry_error_prefix(error, ".format");
	return 0;
}

static int
check_param(const struct gantry_route *route, size_t index,
    const struct template *template, struct gantry_error *error)
{
	const struct gantry_param *param = route->params[index];
	size_t i;

	for (i = 0; i < index; i++)
		if (is_same(route->params[i], param))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the parameter '%s' is declared twice",
			    param->name);
	return check_place(param, route, template, error) == -1 ||
		check_values(param, error) == -1
	    ? gantry_error_prefix(error, "the parameter '%s'", param->name)
	    : 0;
}

/* Names first, since the checks of one parameter look at the others. */
static int
check_params(const struct gantry_route *route, const struct template *template,
    struct gantry_error *error)
{
	size_t count = 0, i;

	while (route->params != NULL && route->params[count] != NULL) {
		if (route->params[count]->name == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the parameter %zu has no name", count + 1);
		count++;
	}
	for (i = 0; i < count; i++)
		if (check_param(route, i, template, error) == -1)
			return -1;
	return 0;
}

static bool
ends_answers(const struct gantry_answer *answer)
{
	return answer->status == NULL && answer->help == NULL &&
	    answer->type == NULL && answer->schema == NULL &&
	    answer->example == NULL;
}

/* Three digits, alone or before a blank and a reason. */
static bool
is_status(const char *status)
{
	return *status >= '1' && *status <= '5' &&
	    strspn(status, "0123456789") == 3 &&
	    (status[3] == '\0' || status[3] == ' ');
}

/* "text/html; charset=utf-8", or a range, "image" and a star. */
static bool
is_type(const char *type)
{
	const char *end = type + strcspn(type, "; \t"), *p;
	const char *slash = memchr(type, '/', (size_t)(end - type));

	if (slash == NULL || slash == type || slash + 1 == end)
		return false;
	for (p = type; p < end; p++)
		if (p != slash && !isalnum((unsigned char)*p) &&
		    strchr("!#$%&'*+-.^_`|~", *p) == NULL)
			return false;
	end += strspn(end, " \t");
	return *end == '\0' || *end == ';';
}

/* A schema is an object, or true or false (JSON Schema 2020-12 section 4.3). */
static int
check_schema(const char *schema, struct gantry_error *error)
{
	const char *first = schema + strspn(schema, " \t\r\n");

	if (json_grammar_check(schema, error) == -1)
		return gantry_error_prefix(error, "the schema is not JSON");
	if (*first == '{' || *first == 't' || *first == 'f')
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the schema is neither an object nor a boolean");
}

static int
check_answer(const struct gantry_answer *all,
    const struct gantry_answer *answer, struct gantry_error *error)
{
	const struct gantry_answer *other = all;

	if (answer->type == NULL)
		return answer->schema == NULL && answer->example == NULL
		    ? 0
		    : gantry_error_set(error, GANTRY_ERROR_INPUT,
			  "it has %s but no type",
			  answer->schema != NULL ? "a schema" : "an example");
	if (!is_type(answer->type))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a media type", answer->type);
	for (; other != answer; other++)
		if (other->type != NULL &&
		    strncmp(other->status, answer->status, 3) == 0 &&
		    strcmp(other->type, answer->type) == 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "'%s' is declared twice", answer->type);
	if (answer->example != NULL &&
	    json_grammar_check(answer->example, error) == -1)
		return gantry_error_prefix(error, "the example is not JSON");
	return answer->schema != NULL ? check_schema(answer->schema, error) : 0;
}

static int
check_answers(const struct gantry_answer *answers, struct gantry_error *error)
{
	const struct gantry_answer *answer = answers;

	for (; answer != NULL && !ends_answers(answer); answer++) {
		if (answer->status == NULL || !is_status(answer->status))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the answer %zu has the status '%s', not one such "
			    "as '200 OK'",
			    (size_t)(answer - answers) + 1,
			    answer->status != NULL ? answer->status : "");
		if (check_answer(answers, answer, error) == -1)
			return gantry_error_prefix(
			    error, "the answer '%s'", answer->status);
	}
	return 0;
}

/* What SECURITY needs; NULL: it has it. */
static const char *
find_lack(const struct gantry_security *security)
{
	if (security->name == NULL || *security->name == '\0' ||
	    security->name[strspn(security->name,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789.-_")] != '\0')
		return "a .name of letters, digits, '.', '-' and '_'";
	switch (security->kind) {
	case GANTRY_SECURITY_BASIC:
	case GANTRY_SECURITY_BEARER:
		return NULL;
	case GANTRY_SECURITY_API_KEY:
		if (security->place == GANTRY_IN_PATH ||
		    security->place == GANTRY_IN_FORM)
			return "a .place: the query, a header or a cookie";
		return security->key != NULL ? NULL : "a .key";
	case GANTRY_SECURITY_OAUTH2:
		return security->token_url != NULL ? NULL : "a .token_url";
	case GANTRY_SECURITY_OPENID_CONNECT:
		return security->url != NULL ? NULL : "a .url";
	}
	return "a .kind";
}

int
table_check_security(
    const struct gantry_security *const *security, struct gantry_error *error)
{
	const char *lack;

	for (; security != NULL && *security != NULL; security++) {
		lack = find_lack(*security);
		if (lack != NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the security scheme '%s' needs %s",
			    (*security)->name != NULL ? (*security)->name : "",
			    lack);
	}
	return 0;
}

/* What is not for declared_body_compile: types and rows. */
static int
check_bodies(const struct gantry_content *bodies, struct gantry_error *error)
{
	const struct gantry_content *body = bodies, *other;

	if (bodies == NULL)
		return 0;
	if (bodies->type == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    ".bodies has no body; the first one has no .type");
	for (; body->type != NULL; body++) {
		if (!is_type(body->type))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the body's type '%s' is not a media type",
			    body->type);
		for (other = bodies; other != body; other++)
			if (strcasecmp(other->type, body->type) == 0)
				return gantry_error_set(error,
				    GANTRY_ERROR_INPUT,
				    "the body '%s' is declared twice",
				    body->type);
	}
	return body->schema == NULL && body->example == NULL
	    ? 0
	    : gantry_error_set(error, GANTRY_ERROR_INPUT,
		  "the body %zu has no .type", (size_t)(body - bodies) + 1);
}

int
table_check_declarations(const struct gantry_route *route,
    const struct template *template, struct gantry_error *error)
{
	if (check_params(route, template, error) == -1)
		return -1;
	return check_answers(route->answers, error) == -1 ||
		check_bodies(route->bodies, error) == -1
	    ? -1
	    : table_check_security(route->security, error);
}
