/*
 * The OpenAPI document: a path for each template, an operation for each method.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "openapi/document.h"
#include "openapi/outline.h"
#include "openapi/parameter.h"

#define PROBLEM "application/problem+json"

static const char problem_schema[] =
    "{\"type\":\"object\",\"description\":\"RFC 9457\",\"properties\":{"
    "\"status\":{\"type\":\"integer\"},"
    "\"type\":{\"type\":\"string\"},"
    "\"title\":{\"type\":\"string\"},"
    "\"detail\":{\"type\":\"string\"},"
    "\"code\":{\"type\":\"string\"},"
    "\"request_id\":{\"type\":\"string\"}},"
    "\"required\":[\"status\",\"title\"]}";

bool
document_has(const struct operation *operation)
{
	static const char *const methods[] = { "GET", "PUT", "POST", "DELETE",
		"OPTIONS", "HEAD", "PATCH", "TRACE" };
	size_t i;

	if (operation->route == NULL || operation->route->summary == NULL ||
	    operation->method == NULL)
		return false;
	for (i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (strcmp(methods[i], operation->method) == 0)
			return true;
	return false;
}

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

/* One answer: its status, what it means, its content. */
static void
put_answer(struct gantry_json_writer *json, const struct gantry_answer *answer)
{
	const char *reason = strchr(answer->status, ' ');
	char status[4];

	snprintf(status, sizeof(status), "%.3s", answer->status);
	gantry_json_begin_object(json, status);
	gantry_json_put_text(json, "description",
	    answer->help != NULL ? answer->help
		: reason != NULL ? reason + 1
				 : answer->status);
	if (answer->type != NULL) {
		gantry_json_begin_object(json, "content");
		gantry_json_begin_object(json, answer->type);
		if (answer->schema != NULL)
			gantry_json_put_raw(json, "schema", answer->schema);
		gantry_json_end(json);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

static void
put_answers(struct gantry_json_writer *json, const struct gantry_answer *answer)
{
	static const struct gantry_answer unknown = { .status = "200 OK" };

	gantry_json_begin_object(json, "responses");
	if (answer == NULL)
		put_answer(json, &unknown);
	for (; answer != NULL && answer->status != NULL; answer++)
		put_answer(json, answer);
	gantry_json_begin_object(json, "default");
	gantry_json_put_text(json, "description", "why it failed");
	gantry_json_begin_object(json, "content");
	gantry_json_begin_object(json, PROBLEM);
	gantry_json_put_raw(
	    json, "schema", "{\"$ref\":\"#/components/schemas/Problem\"}");
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
}

/* METHOD in small letters, in TEXT. */
static const char *
lower(char *text, size_t size, const char *method)
{
	size_t i;

	for (i = 0; i + 1 < size && method[i] != '\0'; i++)
		text[i] = (char)tolower((unsigned char)method[i]);
	text[i] = '\0';
	return text;
}

static void
put_operation(struct gantry_json_writer *json, const char *template,
    const struct operation *operation)
{
	const struct gantry_route *route = operation->route;
	struct gantry_buffer id = { 0 };
	char method[16];

	gantry_json_begin_object(
	    json, lower(method, sizeof(method), operation->method));
	outline_put_id(&id, operation->method, template);
	gantry_json_put_string(json, "operationId", id.data, id.length);
	gantry_buffer_clear(&id);
	gantry_json_put_text(json, "summary", route->summary);
	parameter_put_all(json, template, route);
	parameter_put_form(json, route);
	put_answers(json, route->answers);
	gantry_json_end(json);
}

static void
put_entry(struct gantry_json_writer *json, const struct entry *entry)
{
	const struct operation *operation = entry->operations;
	struct gantry_buffer path = { 0 };
	bool is_begun = false;

	outline_put(&path, entry->template);
	gantry_buffer_putc(&path, '\0');
	for (; operation != NULL && !gantry_buffer_failed(&path);
	     operation = operation->next) {
		if (!document_has(operation))
			continue;
		if (!is_begun)
			gantry_json_begin_object(json, path.data);
		is_begun = true;
		put_operation(json, entry->template, operation);
	}
	if (is_begun)
		gantry_json_end(json);
	gantry_buffer_clear(&path);
}

void
document_put(struct gantry_json_writer *json, const struct site *site,
    const char *prefix)
{
	const struct entry *entry;

	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "openapi", "3.1.0");
	put_info(json, site->source);
	gantry_json_begin_array(json, "servers");
	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "url", *prefix != '\0' ? prefix : "/");
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_begin_object(json, "paths");
	for (entry = site->entries; entry != NULL; entry = entry->next)
		put_entry(json, entry);
	gantry_json_end(json);
	gantry_json_begin_object(json, "components");
	gantry_json_begin_object(json, "schemas");
	gantry_json_put_raw(json, "Problem", problem_schema);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
}
