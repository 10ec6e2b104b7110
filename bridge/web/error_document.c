/*
 * Error documents: JSON (RFC 9457), XML (its appendix B, with the elements of
 * RFC 7807), or plain text.  The extension members are parsed first, so that
 * each form leaves out the same.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/problem.h>

#include "web/error_document.h"
#include "web/web.h"

enum form {
	FORM_JSON,
	FORM_XML,
	FORM_TEXT,
};

static const struct {
	const char *accepted; /* what the client accepts */
	const char *type; /* what it gets */
	enum form form;
} forms[] = {
	{ "application/problem+json", "application/problem+json", FORM_JSON },
	{ "application/json", "application/problem+json", FORM_JSON },
	/* Browsers accept XML, too, but people read text. */
	{ "text/html", "text/plain; charset=utf-8", FORM_TEXT },
	{ "text/plain", "text/plain; charset=utf-8", FORM_TEXT },
	{ "application/problem+xml", "application/problem+xml", FORM_XML },
	{ "application/xml", "application/problem+xml", FORM_XML },
	{ "text/xml", "application/problem+xml", FORM_XML },
};
#define FORM_COUNT (sizeof(forms) / sizeof(*forms))

int
error_document_status(const struct gantry_response *response)
{
	return atoi(response->failure.status);
}

void
error_document_fail(struct gantry_response *response)
{
	const char *shown = gantry_environ_debug(response->request->environ);

	gantry_response_raise(response,
	    &(struct gantry_http_error){
		.status = GANTRY_500,
		.detail = shown != NULL
		    ? shown
		    : "The application failed; the server's log says why.",
	    });
}

/* The index in FORMS of what the client prefers. */
static size_t
choose_form(const struct gantry_request *request)
{
	const char *types[FORM_COUNT + 1] = { NULL }, *chosen;
	size_t i;

	for (i = 0; i < FORM_COUNT; i++)
		types[i] = forms[i].accepted;
	chosen = gantry_request_prefers(request, types);
	for (i = 0; i < FORM_COUNT; i++)
		if (chosen == types[i])
			return i;
	return 0;
}

/* Is NAME a member that the document has anyway? */
static bool
is_standard(const char *name)
{
	static const char *const names[] = { "type", "status", "title",
		"detail", "code", "request_id" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/*
 * Write the extension members of TEXT into JSON, as an object, without those
 * that the document has anyway.
 */
static void
filter_members(struct gantry_response *response, const char *text,
    struct gantry_buffer *json)
{
	struct gantry_environ *environ = response->request->environ;
	const struct gantry_json_value *object, *member;
	struct gantry_json_writer writer;

	object = gantry_json_parse(environ, text, strlen(text), NULL);
	gantry_json_writer_init(&writer, json);
	gantry_json_begin_object(&writer, NULL);
	for (member = object != NULL ? object->items : NULL; member != NULL;
	     member = member->next) {
		if (!is_standard(member->name))
			gantry_json_put_value(&writer, member->name, member);
		else
			gantry_errors_printf(
			    gantry_environ_wsgi(environ)->errors,
			    "the extension member '%s' of a failure is left "
			    "out: each problem document has one of this name",
			    member->name);
	}
	gantry_json_end(&writer);
	gantry_buffer_putc(json, '\0');
}

/* A line of text for VALUE, "NAME: JSON", or for each item of an array. */
static void
put_member_lines(struct gantry_buffer *to, const char *name,
    const struct gantry_json_value *value)
{
	const bool is_array = value->kind == GANTRY_JSON_ARRAY;
	const struct gantry_json_value *item = is_array ? value->items : value;
	struct gantry_json_writer writer;

	for (; item != NULL; item = is_array ? item->next : NULL) {
		gantry_json_string(to, name, strlen(name));
		gantry_buffer_puts(to, ": ");
		gantry_json_writer_init(&writer, to);
		gantry_json_put_value(&writer, NULL, item);
		gantry_buffer_putc(to, '\n');
	}
}

static void
put_text(struct gantry_buffer *to, const struct gantry_problem *problem,
    const struct gantry_json_value *members)
{
	const struct gantry_json_value *member;

	gantry_buffer_printf(to, "%.3s %s\n", problem->status, problem->title);
	if (problem->detail != NULL)
		gantry_buffer_printf(to, "%s\n", problem->detail);
	if (problem->code != NULL)
		gantry_buffer_printf(to, "Code: %s\n", problem->code);
	if (problem->type != NULL)
		gantry_buffer_printf(to, "More: %s\n", problem->type);
	for (member = members != NULL ? members->items : NULL; member != NULL;
	     member = member->next)
		put_member_lines(to, member->name, member);
	gantry_buffer_printf(to, "Request: %s\n", problem->request_id);
}

/* Write PROBLEM, whose MEMBERS are checked, in the form INDEX. */
static void
put_form(struct gantry_response *response, size_t index,
    const struct gantry_problem *problem)
{
	struct gantry_buffer *to = gantry_response_buffer(response);
	const struct gantry_json_value *members = NULL;

	if (problem->members != NULL)
		members = gantry_json_parse(response->request->environ,
		    problem->members, strlen(problem->members), NULL);
	if (forms[index].form == FORM_JSON)
		gantry_problem_put(to, problem);
	else if (forms[index].form == FORM_XML)
		problem_xml_put(to, problem, members);
	else
		put_text(to, problem, members);
	gantry_response_type(response, forms[index].type);
}

static void
write_form(struct gantry_response *response, size_t index)
{
	const struct gantry_http_error *failure = &response->failure;
	struct gantry_buffer members = { 0 };
	struct gantry_problem problem = {
		.type = failure->link,
		.status = failure->status,
		.title = failure->title != NULL
		    ? failure->title
		    : failure->status + strlen("404 "),
		.detail = failure->detail,
		.code = failure->code,
		.request_id =
		    gantry_environ_request_id(response->request->environ),
	};

	if (failure->members != NULL) {
		filter_members(response, failure->members, &members);
		problem.members =
		    gantry_buffer_failed(&members) ? NULL : members.data;
	}
	put_form(response, index, &problem);
	gantry_buffer_clear(&members);
}

void
error_document_write(struct gantry_response *response)
{
	struct gantry_request *request = response->request;
	const struct gantry_site *site = request->web->site.source;

	response_forget_content(response);
	response->status = response->failure.status;
	if (site->write_error != NULL &&
	    site->write_error(request, response) == 0 &&
	    response_check(response) == 0)
		return;
	/* Discard what write_error began; it may have failed itself. */
	response_forget_content(response);
	response->status = response->failure.status;
	write_form(response, choose_form(request));
	gantry_response_vary(response, "Accept");
}
