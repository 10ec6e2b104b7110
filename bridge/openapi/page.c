/*
 * The page that describes a site: an article for each operation, with a form to
 * try it.  The page's script sends the form.
 */
#include <string.h>

#include "base/text/percent.h"
#include "openapi/html.h"
#include "openapi/operation_id.h"
#include "openapi/page.h"
#include "openapi/parameter.h"
#include "openapi/path_template.h"
#include "openapi/schema.h"

/* The article that is being written. */
struct article {
	struct gantry_buffer *html;
	const char *id; /* of the operation */
	unsigned number; /* of the inputs so far */
};

static void
put_bounds(struct gantry_buffer *html, const struct gantry_param *param)
{
	const char *const *choice = param->choices;
	const char *separator = ": ";

	schema_put_range(html, param);
	for (; choice != NULL && *choice != NULL; choice++) {
		gantry_buffer_puts(html, separator);
		html_put(html, *choice, strlen(*choice));
		separator = ", ";
	}
}

/* The help after the input of PARAM. */
static void
put_help(struct article *article, const struct gantry_param *param)
{
	struct gantry_buffer *html = article->html, note = { 0 };

	html_putf(html, "<small id=\"%s", article->id);
	gantry_buffer_printf(html, ".%u.help\">", article->number);
	schema_put_note(&note, param);
	html_put(html, note.data, note.length);
	if (note.length > 0)
		gantry_buffer_puts(html, ". ");
	gantry_buffer_clear(&note);
	html_putf(html, "%s in %s", schema_type(param), parameter_place(param));
	put_bounds(html, param);
	gantry_buffer_puts(html, "</small></p>\n");
}

/* A page cannot choose the cookies that are sent. */
static void
put_input(struct article *article, const struct gantry_param *param)
{
	struct gantry_buffer *html = article->html;
	bool is_required = param->is_required || param->place == GANTRY_IN_PATH;

	article->number++;
	if (param->place == GANTRY_IN_COOKIE) {
		html_putf(html,
		    "<p><span>%s</span><span>as stored in the "
		    "browser</span>",
		    param->name);
		put_help(article, param);
		return;
	}
	html_putf(html, "<p><label for=\"%s", article->id);
	gantry_buffer_printf(html, ".%u\">", article->number);
	html_put(html, param->name, strlen(param->name));
	if (is_required)
		gantry_buffer_puts(html, " <em>(required)</em>");
	html_putf(html, "</label><input id=\"%s", article->id);
	gantry_buffer_printf(html, ".%u\"", article->number);
	html_putf(html, " name=\"%s\" data-in=\"%s\"", param->name,
	    parameter_place(param));
	if (param->fallback != NULL)
		html_putf(html, " placeholder=\"%s\"", param->fallback);
	if (is_required)
		gantry_buffer_puts(html, " required");
	html_putf(html, " aria-describedby=\"%s", article->id);
	gantry_buffer_printf(html, ".%u.help\">", article->number);
	put_help(article, param);
}

static void
put_inputs(struct article *article, const struct template *template,
    const struct gantry_route *route)
{
	const struct gantry_param *const *param = route->params;
	const struct template_field *field;
	struct gantry_param own;
	size_t i;

	for (i = 0; (field = template_get_field(template, i)) != NULL; i++) {
		own = parameter_of_field(route, field);
		put_input(article, &own);
	}
	for (; param != NULL && *param != NULL; param++)
		if ((*param)->place != GANTRY_IN_PATH)
			put_input(article, *param);
}

/* The first body that is JSON or another text; forms have inputs. */
static void
put_body(struct article *article, const struct gantry_route *route)
{
	const struct gantry_content *content = route->bodies;
	struct gantry_buffer *html = article->html;

	while (content != NULL && content->type != NULL &&
	    strchr(content->type, '*') == NULL &&
	    strstr(content->type, "form") != NULL)
		content++;
	if (content == NULL || content->type == NULL)
		return;
	article->number++;
	html_putf(html, "<p><label for=\"%s", article->id);
	gantry_buffer_printf(html, ".%u\">body", article->number);
	if (!route->body_is_optional)
		gantry_buffer_puts(html, " <em>(required)</em>");
	html_putf(html, "</label><textarea id=\"%s", article->id);
	gantry_buffer_printf(html, ".%u\" rows=\"6\"", article->number);
	html_putf(html,
	    " data-in=\"body\" data-type=\"%s\" aria-describedby=\"%s",
	    content->type, article->id);
	gantry_buffer_printf(html, ".%u.help\">", article->number);
	html_putf(html, "%s</textarea><small id=\"%s",
	    content->example != NULL ? content->example : "", article->id);
	gantry_buffer_printf(html, ".%u.help\">", article->number);
	if (content->help != NULL)
		html_putf(html, "%s. ", content->help);
	html_putf(html, "%s</small></p>\n", content->type);
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
put_operation(struct gantry_buffer *html, const struct site *site,
    const char *path, const struct described *described)
{
	const struct entry *entry = described->entry;
	const struct gantry_route *route = described->operation->route;
	struct gantry_buffer id = { 0 };
	struct article article = { .html = html };

	operation_id_put(&id, site, described);
	gantry_buffer_putc(&id, '\0');
	if (gantry_buffer_failed(&id)) {
		gantry_buffer_clear(&id);
		return;
	}
	article.id = id.data;
	html_putf(html,
	    "<article aria-labelledby=\"%s\"><h2 id=\"%s\"><span "
	    "class=\"method\">%s</span> <code>%s</code></h2><p>%s</p>\n",
	    id.data, id.data, described->method, path, route->summary);
	if (route->is_deprecated)
		gantry_buffer_puts(html, "<p><em>Deprecated.</em></p>\n");
	if (route->description != NULL)
		html_putf(html, "<p>%s</p>\n", route->description);
	html_putf(html, "<form data-method=\"%s\" data-path=\"%s\">\n",
	    described->method, path);
	put_inputs(
	    &article, router_template(site->router, entry->template), route);
	if (described->operation->body != NULL)
		put_body(&article, route);
	gantry_buffer_puts(html,
	    "<p><button>Try it</button></p><pre tabindex=\"0\" "
	    "aria-live=\"polite\" hidden></pre></form>\n");
	put_answers(html, route->answers);
	gantry_buffer_puts(html, "</article>\n");
	gantry_buffer_clear(&id);
}

static void
put_entry(struct gantry_buffer *html, const struct site *site,
    const struct entry *entry)
{
	struct described described = { .entry = entry };
	struct gantry_buffer path = { 0 };

	path_template_put(
	    &path, router_template(site->router, entry->template));
	gantry_buffer_putc(&path, '\0');
	while (!gantry_buffer_failed(&path) && described_next(&described))
		put_operation(html, site, path.data, &described);
	gantry_buffer_clear(&path);
}

/* IS_FOLDER: the page was requested as "docs/", so relative links differ. */
static void
put_head(struct gantry_buffer *html, const struct gantry_site *site,
    const char *prefix, bool is_folder)
{
	const char *title = site->title != NULL ? site->title : "gantry";
	const char *folder = is_folder ? "" : "docs/";

	html_putf(html,
	    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
	    "charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<title>%s: the interface</title>\n"
	    "<link rel=\"stylesheet\" href=\"%sdocs.css\">\n"
	    "<script src=\"%sdocs.js\" defer></script></head>\n"
	    "<body data-base=\"",
	    title, folder, folder);
	percent_encode(html, prefix, PERCENT_PATH);
	html_putf(html,
	    "\"><header><h1>%s</h1><p>%s</p><p><a "
	    "href=\"%sopenapi.json\">openapi.json</a></p></header>\n<main>\n",
	    title, site->description != NULL ? site->description : "",
	    is_folder ? "../" : "");
}

void
page_put(struct gantry_buffer *html, const struct site *site,
    const char *prefix, const char *path)
{
	const struct entry *entry;
	size_t length = strlen(path);

	put_head(
	    html, site->source, prefix, length > 0 && path[length - 1] == '/');
	for (entry = site->entries; entry != NULL; entry = entry->next)
		put_entry(html, site, entry);
	gantry_buffer_puts(html, "</main></body></html>\n");
}
