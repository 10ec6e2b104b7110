/*
 * The OpenAPI document: a path for each template, an operation for each method.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text/percent.h"
#include "openapi/document.h"
#include "openapi/operation_id.h"
#include "openapi/parameter.h"
#include "openapi/path_template.h"

#define PROBLEM		  "application/problem+json"
#define PROBLEM_REFERENCE "{\"$ref\":\"#/components/schemas/Problem\"}"

static const char problem_schema[] =
    "{\"type\":\"object\",\"description\":\"RFC 9457\",\"properties\":{"
    "\"status\":{\"type\":\"integer\"},"
    "\"type\":{\"type\":\"string\"},"
    "\"title\":{\"type\":\"string\"},"
    "\"detail\":{\"type\":\"string\"},"
    "\"code\":{\"type\":\"string\"},"
    "\"request_id\":{\"type\":\"string\"}},"
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

/* The type of ANSWER and its schema; that of problem+json is known. */
static void
put_content(struct gantry_json_writer *json, const struct gantry_answer *answer)
{
	gantry_json_begin_object(json, answer->type);
	if (answer->schema != NULL)
		gantry_json_put_raw(json, "schema", answer->schema);
	else if (strcmp(answer->type, PROBLEM) == 0)
		gantry_json_put_raw(json, "schema", PROBLEM_REFERENCE);
	gantry_json_end(json);
}

/* ANSWER, and those after it that have the same status and another type. */
static void
put_answer(struct gantry_json_writer *json, const struct gantry_answer *answer)
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
		put_content(json, answer);
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
put_answers(
    struct gantry_json_writer *json, const struct gantry_answer *answers)
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
			put_answer(json, answer);
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

/* on_request has the form of a route only where methods have a body. */
static bool
has_form(const struct described *described)
{
	return described->operation->method != NULL ||
	    strcmp(described->method, "POST") == 0 ||
	    strcmp(described->method, "PUT") == 0 ||
	    strcmp(described->method, "PATCH") == 0;
}

static void
put_operation(struct gantry_json_writer *json, const struct site *site,
    const struct described *described)
{
	const struct entry *entry = described->entry;
	const struct gantry_route *route = described->operation->route;
	struct gantry_buffer id = { 0 };
	char method[16];

	gantry_json_begin_object(
	    json, lower(method, sizeof(method), described->method));
	operation_id_put(&id, site, described);
	gantry_json_put_string(json, "operationId", id.data, id.length);
	gantry_buffer_clear(&id);
	gantry_json_put_text(json, "summary", route->summary);
	parameter_put_all(
	    json, router_template(site->router, entry->template), route);
	if (has_form(described))
		parameter_put_form(json, route);
	put_answers(json, route->answers);
	gantry_json_end(json);
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
		put_operation(json, site, &described);
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

void
document_put(struct gantry_json_writer *json, const struct site *site,
    const char *prefix)
{
	const struct entry *entry;

	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "openapi", "3.1.0");
	put_info(json, site->source);
	put_servers(json, prefix);
	gantry_json_begin_object(json, "paths");
	for (entry = site->entries; entry != NULL; entry = entry->next)
		put_entry(json, site, entry);
	gantry_json_end(json);
	gantry_json_begin_object(json, "components");
	gantry_json_begin_object(json, "schemas");
	gantry_json_put_raw(json, "Problem", problem_schema);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
}
