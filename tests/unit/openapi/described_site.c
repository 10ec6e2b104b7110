/*
 * A site that is hard to describe.  Its routes read what their tables declare,
 * so that the documentation can be checked against what is read.
 */
#include <string.h>

#include <gantry/openapi.h>
#include <gantry/web.h>

#include "openapi/described_site.h"

#define HOSTILE "</small><script>alert(1)</script> \"'&amp; \xe2\x98\x83"

#define QUERY(NAME, ...)                                                   \
	static const struct gantry_param query_##NAME = {                  \
		.name = #NAME, .help = "in the query", .type = __VA_ARGS__ \
	}

static const char *const colours[] = { "red", "<i>green</i>", NULL };

QUERY(text, GANTRY_TEXT, .is_required = true, .size_max = 8);
QUERY(colour, GANTRY_TEXT, .choices = colours, .fallback = "red");
QUERY(integer, GANTRY_INTEGER, .minimum = -5, .maximum = 5, .fallback = "+05");
QUERY(large, GANTRY_INTEGER, .minimum = 1, .maximum = INT64_MAX);
QUERY(number, GANTRY_NUMBER, .least = -0.5, .most = 1e3, .fallback = ".5");
QUERY(boolean, GANTRY_BOOLEAN, .fallback = "yes");
QUERY(uuid, GANTRY_UUID);
QUERY(time, GANTRY_TIME);
QUERY(day, GANTRY_TIME, .format = "%Y-%m-%d");
QUERY(repeated, GANTRY_LIST);
QUERY(commas, GANTRY_LIST, .delimiter = ',', .fallback = "a,,b");
QUERY(pipes, GANTRY_LIST, .delimiter = '|', .choices = colours);
QUERY(blanks, GANTRY_LIST, .delimiter = ' ');
QUERY(semicolons, GANTRY_LIST, .delimiter = ';');
static const struct gantry_param header_number = {
	.name = "X-Number",
	.type = GANTRY_INTEGER,
	.place = GANTRY_IN_HEADER,
};
static const struct gantry_param header_date = {
	.name = "X-Date",
	.type = GANTRY_TIME,
	.place = GANTRY_IN_HEADER,
};
static const struct gantry_param header_list = {
	.name = "X-List",
	.type = GANTRY_LIST,
	.place = GANTRY_IN_HEADER,
	.delimiter = ',',
};
static const struct gantry_param cookie = {
	.name = "crumb",
	.help = HOSTILE,
	.place = GANTRY_IN_COOKIE,
};
static const struct gantry_param *const query_params[] = {
	&query_text,
	&query_colour,
	&query_integer,
	&query_large,
	&query_number,
	&query_boolean,
	&query_uuid,
	&query_time,
	&query_day,
	&query_repeated,
	&query_commas,
	&query_pipes,
	&query_blanks,
	&query_semicolons,
	&header_number,
	&header_date,
	&header_list,
	&cookie,
	NULL,
};

static const struct gantry_param form_name = {
	.name = "name",
	.place = GANTRY_IN_FORM,
	.is_required = true,
};
static const struct gantry_param form_age = {
	.name = "age",
	.place = GANTRY_IN_FORM,
	.type = GANTRY_INTEGER,
	.minimum = 0,
	.maximum = 150,
};
static const struct gantry_param form_tags = {
	.name = "tags",
	.place = GANTRY_IN_FORM,
	.type = GANTRY_LIST,
	.delimiter = ',',
};
static const struct gantry_param *const form_params[] = {
	&form_name,
	&form_age,
	&form_tags,
	NULL,
};

static const struct gantry_param field_number = {
	.name = "number",
	.help = HOSTILE,
	.place = GANTRY_IN_PATH,
	.type = GANTRY_INTEGER,
};
static const struct gantry_param *const field_params[] = {
	&field_number,
	NULL,
};

static int
put_text(struct gantry_request *request, const struct gantry_param *param,
    struct gantry_json_writer *json)
{
	const char *value = NULL;

	if ((param->type == GANTRY_UUID
		    ? gantry_param_uuid(request, param, &value)
		    : gantry_param_text(request, param, &value)) == -1)
		return -1;
	if (value != NULL)
		gantry_json_put_text(json, param->name, value);
	return 0;
}

static int
put_integer(struct gantry_request *request, const struct gantry_param *param,
    struct gantry_json_writer *json)
{
	int64_t value = INT64_MIN;

	if ((param->type == GANTRY_TIME
		    ? gantry_param_time(request, param, &value)
		    : gantry_param_integer(request, param, &value)) == -1)
		return -1;
	if (value != INT64_MIN)
		gantry_json_put_integer(json, param->name, value);
	return 0;
}

static int
put_number(struct gantry_request *request, const struct gantry_param *param,
    struct gantry_json_writer *json)
{
	double value = 0;

	if (gantry_param_number(request, param, &value) == -1)
		return -1;
	gantry_json_put_number(json, param->name, value);
	return 0;
}

static int
put_boolean(struct gantry_request *request, const struct gantry_param *param,
    struct gantry_json_writer *json)
{
	bool value = false;

	if (gantry_param_boolean(request, param, &value) == -1)
		return -1;
	gantry_json_put_boolean(json, param->name, value);
	return 0;
}

static int
put_list(struct gantry_request *request, const struct gantry_param *param,
    struct gantry_json_writer *json)
{
	const char *const none[] = { NULL };
	const char *const *items = none;

	if (gantry_param_list(request, param, &items, NULL) == -1)
		return -1;
	gantry_json_begin_array(json, param->name);
	for (; *items != NULL; items++)
		gantry_json_put_text(json, NULL, *items);
	gantry_json_end(json);
	return 0;
}

/* Answer with the parameters of the route's table, as they were read. */
static int
tell(struct gantry_request *request, struct gantry_response *response)
{
	static int (*const put[])(struct gantry_request *,
	    const struct gantry_param *, struct gantry_json_writer *) = {
		[GANTRY_TEXT] = put_text,
		[GANTRY_INTEGER] = put_integer,
		[GANTRY_NUMBER] = put_number,
		[GANTRY_BOOLEAN] = put_boolean,
		[GANTRY_UUID] = put_text,
		[GANTRY_TIME] = put_integer,
		[GANTRY_LIST] = put_list,
	};
	const struct gantry_param *const *param =
	    gantry_request_route(request)->params;
	struct gantry_json_writer *json = gantry_response_json(response);

	gantry_json_begin_object(json, NULL);
	for (; param != NULL && *param != NULL; param++)
		if (put[(*param)->type](request, *param, json) == -1)
			return -1;
	gantry_json_end(json);
	return 0;
}

/* Text or JSON. */
static int
choose(struct gantry_request *request, struct gantry_response *response)
{
	static const char *const types[] = { "application/json", "text/plain",
		NULL };
	const char *type = gantry_request_prefers(request, types);

	if (type == NULL)
		return gantry_response_fail(
		    response, GANTRY_406, "There is JSON, and text.");
	if (strcmp(type, "text/plain") == 0)
		return gantry_response_text(response, "chosen");
	return tell(request, response);
}

#define OBJECT "{\"type\":\"object\"}"

static const struct gantry_answer told[] = {
	{ .status = GANTRY_200,
	    .help = HOSTILE,
	    .type = "application/json",
	    .schema = OBJECT },
	{ .status = GANTRY_400, .type = "application/problem+json" },
	{ 0 },
};
static const struct gantry_answer chosen[] = {
	{ .status = GANTRY_200, .type = "application/json", .schema = OBJECT },
	{ .status = GANTRY_406, .type = "application/problem+json" },
	{ .status = GANTRY_200,
	    .type = "text/plain",
	    .schema = "{\"type\":\"string\"}" },
	{ 0 },
};

/* References that lead within the schema, to be read within the document. */
#define TREE                                                                \
	"{\"$ref\":\"#/$defs/node\",\"$defs\":{\"node\":{\"$anchor\":"      \
	"\"node\",\"type\":\"object\",\"required\":[\"name\"],"             \
	"\"additionalProperties\":false,\"properties\":{\"name\":{"         \
	"\"type\":\"string\",\"pattern\":\"^\\\\p{L}+$\",\"maxLength\":8}," \
	"\"count\":{\"type\":\"integer\",\"minimum\":0},\"time\":{"         \
	"\"type\":\"string\",\"format\":\"date-time\"},\"children\":{"      \
	"\"type\":\"array\",\"uniqueItems\":true,\"items\":{\"$ref\":"      \
	"\"#node\"}}}}}}"

static const struct gantry_encoding encodings[] = {
	{ "photo", "image/png, image/jpeg" },
	{ 0 },
};
static const struct gantry_example tree_examples[] = {
	{ "leaf", "A leaf", "{\"name\":\"leaf\"}" },
	{ "tree", NULL, "{\"name\":\"a\",\"children\":[{\"name\":\"b\"}]}" },
	{ 0 },
};
static const struct gantry_content bodies[] = {
	{ .type = "application/json",
	    .help = HOSTILE,
	    .schema = TREE,
	    .example = "{\"name\":\"default\"}",
	    .examples = tree_examples },
	{ .type = "multipart/form-data",
	    .schema = "{\"type\":\"object\",\"properties\":{\"photo\":{"
		      "\"maxLength\":1000},\"title\":{\"type\":\"string\"}},"
		      "\"required\":[\"photo\"]}",
	    .encodings = encodings },
	{ .type = "image/*" },
	{ 0 },
};
static const struct gantry_content optional_bodies[] = {
	{ .type = "application/json", .schema = OBJECT, .example = "{}" },
	{ 0 },
};
static const struct gantry_answer trees[] = {
	{ .status = GANTRY_200,
	    .type = "application/json",
	    .schema = "{\"anyOf\":[{\"$ref\":\"#/$defs/a\"},{\"type\":"
		      "\"null\"}],\"$defs\":{\"a\":{\"type\":\"object\"}}}",
	    .example = "{}" },
	{ 0 },
};

static const struct gantry_scope scopes[] = {
	{ "write", "to change things" },
	{ "read", NULL },
	{ 0 },
};
static const struct gantry_security basic = { .name = "basic",
	.help = HOSTILE };
static const struct gantry_security bearer = {
	.name = "bearer",
	.kind = GANTRY_SECURITY_BEARER,
	.format = "JWT",
};
static const struct gantry_security key = {
	.name = "key",
	.kind = GANTRY_SECURITY_API_KEY,
	.place = GANTRY_IN_HEADER,
	.key = "X-Key",
};
static const struct gantry_security oauth = {
	.name = "oauth",
	.kind = GANTRY_SECURITY_OAUTH2,
	.authorization_url = "https://example.org/authorize",
	.token_url = "https://example.org/token",
	.scopes = scopes,
};
static const struct gantry_security machine = {
	.name = "machine",
	.kind = GANTRY_SECURITY_OAUTH2,
	.token_url = "https://example.org/token",
};
static const struct gantry_security openid = {
	.name = "openid",
	.kind = GANTRY_SECURITY_OPENID_CONNECT,
	.url = "https://example.org/.well-known/openid-configuration",
};
static const struct gantry_security *const secured[] = { &oauth, &machine,
	&openid, NULL };
static const struct gantry_security *const usual[] = { &basic, &bearer, &key,
	NULL };
static const struct gantry_security *const nobody[] = { NULL };
static const struct gantry_tag tags[] = {
	{ "bodies", HOSTILE },
	{ "others", NULL },
	{ 0 },
};

static const struct gantry_route routes[] = {
	{
	    .uri_template = "/query",
	    .on_get = GANTRY_RESPONDER(tell),
	    .on_delete = GANTRY_RESPONDER(tell),
	    .summary = "Each type in a query. " HOSTILE,
	    .params = query_params,
	    .answers = told,
	},
	{
	    .uri_template = "/form",
	    .on_post = GANTRY_RESPONDER(tell),
	    .summary = "Types in a form.",
	    .params = form_params,
	    .answers = told,
	},
	{
	    .uri_template = "/fields/{number}/{id:int(min=1)}-{part:float}/"
			    "{uuid:uuid}/{day:dt('%Y-%m-%d, %H')}/{time:dt}/"
			    "{rest:path}",
	    .on_get = GANTRY_RESPONDER(tell),
	    .summary = "Each converter.",
	    .params = field_params,
	    .answers = told,
	},
	{
	    .uri_template = "/chosen",
	    .on_get = GANTRY_RESPONDER(choose),
	    .summary = "Two types of one status.",
	    .answers = chosen,
	},
	/* Their ids would be the same, and one needs encoding. */
	{
	    .uri_template = "/same/path",
	    .on_get = GANTRY_RESPONDER(tell),
	    .summary = "One.",
	},
	{
	    .uri_template = "/same/{path}",
	    .on_get = GANTRY_RESPONDER(tell),
	    .summary = "Two.",
	},
	{
	    .uri_template = "/same-path",
	    .on_get = GANTRY_RESPONDER(tell),
	    .summary = "Three.",
	},
	{
	    .uri_template = "/caf\xc3\xa9?100%#",
	    .on_get = GANTRY_RESPONDER(tell),
	    .summary = "Four.",
	},
	{
	    .uri_template = "/unsaid",
	    .on_get = GANTRY_RESPONDER(tell),
	},
	{
	    .uri_template = "/every",
	    .on_get = GANTRY_RESPONDER(tell),
	    .on_request = GANTRY_RESPONDER(tell),
	    .summary = "All methods.",
	    .params = form_params,
	},
	{
	    .uri_template = "/bodies/{id}",
	    .on_get = GANTRY_RESPONDER(tell),
	    .on_put = GANTRY_RESPONDER(tell),
	    .summary = "Bodies that are checked.",
	    .description = HOSTILE,
	    .bodies = bodies,
	    .tags = (const char *const[]){ "bodies", NULL },
	    .security = secured,
	    .scopes = (const char *const[]){ "write", NULL },
	    .is_deprecated = true,
	    .answers = trees,
	},
	{
	    .uri_template = "/open",
	    .on_post = GANTRY_RESPONDER(tell),
	    .summary = "A body that may be missing, or a form.",
	    .bodies = optional_bodies,
	    .body_is_optional = true,
	    .params = form_params,
	    .security = nobody,
	},
	{
	    .uri_template = "/ranges/{digits:int(2)}/{small:int(min=1, max=9)}"
			    "/{real:float(0.5, 1.5)}/{date:dt('%Y-%m-%d')}",
	    .on_get = GANTRY_RESPONDER(tell),
	    .summary = "Converters with arguments.",
	},
	{ 0 },
};

static const struct gantry_group groups[] = {
	{ .prefix = "/about", .routes = gantry_openapi_routes },
	{ 0 },
};

const struct gantry_site described_site = {
	.title = HOSTILE,
	.version = "2.0",
	.description = HOSTILE,
	.routes = routes,
	.groups = groups,
	.strips_trailing_slash = true,
	.tags = tags,
	.security = usual,
};

static int
open_described(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&described_site, settings, NULL, error);
	return *state == NULL ? -1 : 0;
}

const struct gantry_application described_application = {
	.name = "described",
	.help = "documents itself",
	.open = open_described,
	.call = gantry_web_call,
	.close = gantry_web_close,
};
