/*
 * The page that describes a site: an article for each operation, with a form to
 * try it, which the page's script sends.
 */
#include <stdio.h>
#include <string.h>

#include "openapi/document.h"
#include "openapi/html.h"
#include "openapi/outline.h"
#include "openapi/page.h"
#include "openapi/parameter.h"

static void
put_input(struct gantry_buffer *html, const char *id, const char *name,
    const struct gantry_param *param, bool is_required)
{
	html_putf(html, "<p><label for=\"%s-%s\">%s", id, name, name);
	if (is_required)
		gantry_buffer_puts(html, " <em>(required)</em>");
	html_putf(html,
	    "</label><input id=\"%s-%s\" name=\"%s\" data-in=\"%s\"", id, name,
	    name, param != NULL ? parameter_place(param) : "path");
	if (param != NULL && param->fallback != NULL)
		html_putf(html, " placeholder=\"%s\"", param->fallback);
	if (is_required)
		gantry_buffer_puts(html, " required");
	html_putf(html, " aria-describedby=\"%s-%s-help\">", id, name);
	html_putf(html, "<small id=\"%s-%s-help\">", id, name);
	if (param != NULL && param->help != NULL)
		html_putf(html, "%s. ", param->help);
	html_putf(html, "%s in %s",
	    param != NULL ? parameter_type(param) : "text",
	    param != NULL ? parameter_place(param) : "path");
	if (param != NULL && (param->minimum != 0 || param->maximum != 0))
		gantry_buffer_printf(html, ", %lld to %lld",
		    (long long)param->minimum, (long long)param->maximum);
	gantry_buffer_puts(html, "</small></p>\n");
}

static void
put_inputs(struct gantry_buffer *html, const char *id, const char *template,
    const struct gantry_route *route)
{
	const struct gantry_param *const *param = route->params;
	struct outline_field field;
	char name[128];

	while (outline_next(&template, &field)) {
		snprintf(name, sizeof(name), "%.*s", (int)field.name_length,
		    field.name);
		put_input(html, id, name,
		    parameter_of_field(route, field.name, field.name_length),
		    true);
	}
	for (; param != NULL && *param != NULL; param++)
		if ((*param)->place != GANTRY_IN_PATH)
			put_input(html, id, (*param)->name, *param,
			    (*param)->is_required);
}

static void
put_answers(struct gantry_buffer *html, const struct gantry_answer *answer)
{
	if (answer == NULL || answer->status == NULL)
		return;
	gantry_buffer_puts(html,
	    "<table><caption>Answers</caption><thead><tr><th>Status</th>"
	    "<th>Meaning</th><th>Type</th></tr></thead><tbody>\n");
	for (; answer->status != NULL; answer++)
		html_putf(html,
		    "<tr><th scope=\"row\">%s</th><td>%s</td>"
		    "<td>%s</td></tr>\n",
		    answer->status, answer->help != NULL ? answer->help : "",
		    answer->type != NULL ? answer->type : "");
	gantry_buffer_puts(html, "</tbody></table>\n");
}

static void
put_operation(struct gantry_buffer *html, const char *path,
    const char *template, const struct operation *operation)
{
	struct gantry_buffer id = { 0 };

	outline_put_id(&id, operation->method, template);
	gantry_buffer_putc(&id, '\0');
	if (gantry_buffer_failed(&id))
		return;
	html_putf(html,
	    "<article aria-labelledby=\"%s\"><h2 id=\"%s\"><span "
	    "class=\"method\">%s</span> <code>%s</code></h2><p>%s</p>\n",
	    id.data, id.data, operation->method, path,
	    operation->route->summary);
	html_putf(html, "<form data-method=\"%s\" data-path=\"%s\">\n",
	    operation->method, path);
	put_inputs(html, id.data, template, operation->route);
	gantry_buffer_puts(html,
	    "<p><button>Try it</button></p><pre tabindex=\"0\" "
	    "aria-live=\"polite\" hidden></pre></form>\n");
	put_answers(html, operation->route->answers);
	gantry_buffer_puts(html, "</article>\n");
	gantry_buffer_clear(&id);
}

static void
put_entry(struct gantry_buffer *html, const struct entry *entry)
{
	const struct operation *operation;
	struct gantry_buffer path = { 0 };

	outline_put(&path, entry->template);
	gantry_buffer_putc(&path, '\0');
	for (operation = entry->operations;
	     operation != NULL && !gantry_buffer_failed(&path);
	     operation = operation->next)
		if (document_has(operation))
			put_operation(
			    html, path.data, entry->template, operation);
	gantry_buffer_clear(&path);
}

void
page_put(struct gantry_buffer *html, const struct site *site)
{
	const struct gantry_site *source = site->source;
	const char *title = source->title != NULL ? source->title : "gantry";
	const struct entry *entry;

	html_putf(html,
	    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
	    "charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<title>%s: the interface</title>\n"
	    "<link rel=\"stylesheet\" href=\"docs/docs.css\">\n"
	    "<script src=\"docs/docs.js\" defer></script></head>\n"
	    "<body><header><h1>%s</h1><p>%s</p><p><a "
	    "href=\"openapi.json\">openapi.json</a></p></header>\n<main>\n",
	    title, title,
	    source->description != NULL ? source->description : "");
	for (entry = site->entries; entry != NULL; entry = entry->next)
		put_entry(html, entry);
	gantry_buffer_puts(html, "</main></body></html>\n");
}
