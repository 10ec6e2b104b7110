/*
 * The OpenAPI document: a path for each template, an operation for each method.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <gantry/openapi.h>

#include "base/text/percent.h"
#include "openapi/document.h"
#include "openapi/operation_id.h"
#include "openapi/parameter.h"
#include "openapi/path_template.h"
#include "openapi/schema.h"

#define PROBLEM		  "application/problem+json"
#define PROBLEM_REFERENCE "{\"$ref\":\"#/components/schemas/Problem\"}"

static const char problem_schema[] =
    "{\"type\":\"object\",\"description\":\"RFC 9457\",\"properties\":{"
    "\"status\":{\"type\":\"integer\"},"
    "\"type\":{\"type\":\"string\"},"
    "\"title\":{\"type\":\"string\"},"
    "\"detail\":{\"type\":\"string\"},"
    "\"code\":{\"type\":\"string\"},"
    "\"request_id\":{\"type\":\"string\"},"
    "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
    "\"properties\":{\"pointer\":{\"type\":\"string\"},"
    "\"keyword\":{\"type\":\"string\"},"
    "\"detail\":{\"type\":\"string\"}}}}},"
    "\"required\":[\"status\",\"title\"]}";

static void
put_info(struct gantry_json_writer *json, const struct gantry_site *site)
{
	gantry_json_begin_object(json, "info");
	gantry_json_put_text(
	    json, "title", site->title != NULL ? site->title : "gantry");
	gantry_json_put_text(
	    json, "version", site->version != NULL ? site->version : "1");
	if (site->description != NULL)
		gantry_json_put_text(json, "description", site->description);
	gantry_json_end(json);
}

/* Is STATUS, or its number, ANSWER's? */
static bool
has_status(const struct gantry_answer *answer, const char *status)
{
	return strncmp(answer->status, status, 3) == 0;
}

/*
 * The type of ANSWER, its schema and its example; the schema of problem+json is
 * known.  POINTER is that of the operation.
 */
static void
put_content(struct gantry_json_writer *json, const struct gantry_answer *answer,
    const char *pointer)
{
	struct gantry_buffer place = { 0 };

	gantry_json_begin_object(json, answer->type);
	if (answer->schema != NULL) {
		gantry_buffer_printf(&place, "%s/responses/%.3s/content",
		    pointer, answer->status);
		schema_put_token(&place, answer->type);
		gantry_buffer_puts(&place, "/schema");
		gantry_buffer_putc(&place, '\0');
		schema_put_text(json, "schema", answer->schema,
		    gantry_buffer_failed(&place) ? "#" : place.data);
		gantry_buffer_clear(&place);
	} else if (strcmp(answer->type, PROBLEM) == 0) {
		gantry_json_put_raw(json, "schema", PROBLEM_REFERENCE);
	}
	if (answer->example != NULL)
		gantry_json_put_raw(json, "example", answer->example);
	gantry_json_end(json);
}

/* ANSWER, and those after it that have the same status and another type. */
static void
put_answer(struct gantry_json_writer *json, const struct gantry_answer *answer,
    const char *pointer)
{
	const char *wanted = answer->status, *reason = strchr(wanted, ' ');
	char status[4];
	bool has_content = false;

	snprintf(status, sizeof(status), "%.3s", wanted);
	gantry_json_begin_object(json, status);
	gantry_json_put_text(json, "description",
	    answer->help != NULL ? answer->help
		: reason != NULL ? reason + 1
				 : wanted);
	for (; answer->status != NULL; answer++) {
		if (answer->type == NULL || !has_status(answer, wanted))
			continue;
		if (!has_content)
			gantry_json_begin_object(json, "content");
		has_content = true;
		put_content(json, answer, pointer);
	}
	if (has_content)
		gantry_json_end(json);
	gantry_json_end(json);
}

/* Is ANSWER the first of its status? */
static bool
is_first(const struct gantry_answer *all, const struct gantry_answer *answer)
{
	while (all != answer && !has_status(all, answer->status))
		all++;
	return all == answer;
}

static void
put_answers(struct gantry_json_writer *json,
    const struct gantry_answer *answers, const char *pointer)
{
	static const struct gantry_answer unknown[] = {
		{ .status = "200 OK" },
		{ 0 },
	};
	const struct gantry_answer *answer;

	if (answers == NULL)
		answers = unknown;
	gantry_json_begin_object(json, "responses");
	for (answer = answers; answer->status != NULL; answer++)
		if (is_first(answers, answer))
			put_answer(json, answer, pointer);
	gantry_json_begin_object(json, "default");
	gantry_json_put_text(json, "description", "the reason of the failure");
	gantry_json_begin_object(json, "content");
	gantry_json_begin_object(json, PROBLEM);
	gantry_json_put_raw(json, "schema", PROBLEM_REFERENCE);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
}

/* METHOD in lower case, in TEXT. */
static const char *
lower(char *text, size_t size, const char *method)
{
	size_t i;

	for (i = 0; i + 1 < size && method[i] != '\0'; i++)
		text[i] = (char)tolower((unsigned char)method[i]);
	text[i] = '\0';
	return text;
}

/*
 * Where a route reads a body: in the methods that have one, and, since it may
 * be a form, in its others, if none is declared.
 */
static bool
has_body(const struct described *described)
{
	if (described->operation->route->bodies != NULL)
		return described->operation->body != NULL &&
		    strcmp(described->method, "GET") != 0 &&
		    strcmp(described->method, "HEAD") != 0 &&
		    strcmp(described->method, "DELETE") != 0 &&
		    strcmp(described->method, "OPTIONS") != 0;
	return described->operation->method != NULL ||
	    strcmp(described->method, "POST") == 0 ||
	    strcmp(described->method, "PUT") == 0 ||
	    strcmp(described->method, "PATCH") == 0;
}

static void
put_tags(struct gantry_json_writer *json, const char *const *tag)
{
	if (tag == NULL)
		return;
	gantry_json_begin_array(json, "tags");
	for (; *tag != NULL; tag++)
		gantry_json_put_text(json, NULL, *tag);
	gantry_json_end(json);
}

/* What the route says of all its methods. */
static void
put_about(struct gantry_json_writer *json, const struct gantry_route *route)
{
	put_tags(json, route->tags);
	gantry_json_put_text(json, "summary", route->summary);
	if (route->description != NULL)
		gantry_json_put_text(json, "description", route->description);
	if (route->is_deprecated)
		gantry_json_put_boolean(json, "deprecated", true);
	security_put(json, route->security, route->scopes);
}

/* The operation of METHOD, in lower case, at PATH. */
static void
put_operation(struct gantry_json_writer *json, const struct site *site,
    const struct described *described, const char *path)
{
	const struct entry *entry = described->entry;
	const struct gantry_route *route = described->operation->route;
	struct gantry_buffer id = { 0 }, place = { 0 };
	const char *pointer;
	char method[16];

	lower(method, sizeof(method), described->method);
	gantry_buffer_puts(&place, "#/paths");
	schema_put_token(&place, path);
	schema_put_token(&place, method);
	gantry_buffer_putc(&place, '\0');
	pointer = gantry_buffer_failed(&place) ? "#" : place.data;
	gantry_json_begin_object(json, method);
	operation_id_put(&id, site, described);
	gantry_json_put_string(json, "operationId", id.data, id.length);
	gantry_buffer_clear(&id);
	put_about(json, route);
	parameter_put_all(
	    json, router_template(site->router, entry->template), route);
	if (has_body(described))
		body_put(json, route, pointer);
	put_answers(json, route->answers, pointer);
	gantry_json_end(json);
	gantry_buffer_clear(&place);
}

static void
put_entry(struct gantry_json_writer *json, const struct site *site,
    const struct entry *entry)
{
	struct described described = { .entry = entry };
	struct gantry_buffer path = { 0 };
	bool is_begun = false;

	path_template_put(
	    &path, router_template(site->router, entry->template));
	gantry_buffer_putc(&path, '\0');
	while (!gantry_buffer_failed(&path) && described_next(&described)) {
		if (!is_begun)
			gantry_json_begin_object(json, path.data);
		is_begun = true;
		put_operation(json, site, &described, path.data);
	}
	if (is_begun)
		gantry_json_end(json);
	gantry_buffer_clear(&path);
}

/* PREFIX is decoded, but URLs in the document are encoded. */
static void
put_servers(struct gantry_json_writer *json, const char *prefix)
{
	struct gantry_buffer url = { 0 };

	percent_encode(&url, prefix, PERCENT_PATH);
	if (url.length == 0)
		gantry_buffer_putc(&url, '/');
	gantry_json_begin_array(json, "servers");
	gantry_json_begin_object(json, NULL);
	gantry_json_put_string(json, "url", url.data, url.length);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_buffer_clear(&url);
}

/* Tags with a description (section 4.8.22). */
static void
put_tag_table(struct gantry_json_writer *json, const struct gantry_tag *tag)
{
	if (tag == NULL)
		return;
	gantry_json_begin_array(json, "tags");
	for (; tag->name != NULL; tag++) {
		gantry_json_begin_object(json, NULL);
		gantry_json_put_text(json, "name", tag->name);
		if (tag->help != NULL)
			gantry_json_put_text(json, "description", tag->help);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

void
document_put(struct gantry_json_writer *json, const struct site *site,
    const char *prefix)
{
	const struct entry *entry;

	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "openapi", "3.1.0");
	put_info(json, site->source);
	put_servers(json, prefix);
	put_tag_table(json, site->source->tags);
	security_put(json, site->source->security, NULL);
	gantry_json_begin_object(json, "paths");
	for (entry = site->entries; entry != NULL; entry = entry->next)
		put_entry(json, site, entry);
	gantry_json_end(json);
	gantry_json_begin_object(json, "components");
	gantry_json_begin_object(json, "schemas");
	gantry_json_put_raw(json, "Problem", problem_schema);
	gantry_json_end(json);
	security_put_schemes(json, site);
	gantry_json_end(json);
	gantry_json_end(json);
}
