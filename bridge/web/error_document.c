/*
 * Error documents: JSON (RFC 9457), XML (its appendix B, with the elements of
 * RFC 7807), or plain text.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/problem.h>

#include "base/text/utf8.h"
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

/*
 * Append the character of LENGTH bytes at TEXT to an XML element, unless XML
 * 1.0 has no such character (section 2.2).
 */
static void
put_character(struct gantry_buffer *to, const char *text, size_t length)
{
	if (*text == '&')
		gantry_buffer_puts(to, "&amp;");
	else if (*text == '<')
		gantry_buffer_puts(to, "&lt;");
	else if (*text == '>')
		gantry_buffer_puts(to, "&gt;");
	else if (((unsigned char)*text >= ' ' || *text == '\t' ||
		     *text == '\n') &&
	    strncmp(text, "\xef\xbf\xbe", 3) != 0 &&
	    strncmp(text, "\xef\xbf\xbf", 3) != 0)
		gantry_buffer_add(to, text, length);
}

/*
 * Append TEXT as the content of an XML element.  A client may have sent a part
 * of it, so it may not be UTF-8.
 */
static void
put_escaped(struct gantry_buffer *to, const char *text)
{
	size_t left = strlen(text), length;

	for (; left > 0; left -= length, text += length) {
		length = utf8_length(text, left);
		if (length > 0) {
			put_character(to, text, length);
		} else {
			gantry_buffer_puts(to, "\xef\xbf\xbd");
			length = 1;
		}
	}
}

static void
put_element(struct gantry_buffer *to, const char *name, const char *text)
{
	if (text == NULL)
		return;
	gantry_buffer_printf(to, "<%s>", name);
	put_escaped(to, text);
	gantry_buffer_printf(to, "</%s>", name);
}

static void
put_xml(struct gantry_buffer *to, const struct gantry_problem *problem)
{
	gantry_buffer_puts(to,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<problem xmlns=\"urn:ietf:rfc:7807\">");
	put_element(to, "type", problem->type);
	put_element(to, "title", problem->title);
	gantry_buffer_printf(to, "<status>%.3s</status>", problem->status);
	put_element(to, "detail", problem->detail);
	put_element(to, "code", problem->code);
	put_element(to, "request_id", problem->request_id);
	gantry_buffer_puts(to, "</problem>\n");
}

static void
put_text(struct gantry_buffer *to, const struct gantry_problem *problem)
{
	gantry_buffer_printf(to, "%.3s %s\n", problem->status, problem->title);
	if (problem->detail != NULL)
		gantry_buffer_printf(to, "%s\n", problem->detail);
	if (problem->code != NULL)
		gantry_buffer_printf(to, "Code: %s\n", problem->code);
	if (problem->type != NULL)
		gantry_buffer_printf(to, "More: %s\n", problem->type);
	gantry_buffer_printf(to, "Request: %s\n", problem->request_id);
}

static void
write_form(struct gantry_response *response, size_t index)
{
	const struct gantry_http_error *failure = &response->failure;
	struct gantry_buffer *to = gantry_response_buffer(response);
	const struct gantry_problem problem = {
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

	if (forms[index].form == FORM_JSON)
		gantry_problem_put(to, &problem);
	else if (forms[index].form == FORM_XML)
		put_xml(to, &problem);
	else
		put_text(to, &problem);
	gantry_response_type(response, forms[index].type);
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
