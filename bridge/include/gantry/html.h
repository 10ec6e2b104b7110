#ifndef GANTRY_HTML_H
#define GANTRY_HTML_H

#include <stddef.h>

#include <gantry/buffer.h>
#include <gantry/error.h>
#include <gantry/request.h>
#include <gantry/response.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Text in HTML (OWASP Cross Site Scripting Prevention Cheat Sheet).  Each
 * function appends to a buffer, for example that of gantry_response_buffer, and
 * returns 0 or -1 as gantry_buffer_add does.  Bytes that are not UTF-8 become
 * U+FFFD.
 */

/*
 * Append TEXT for the content of an element, or for the value of an attribute
 * between quotes of either kind: & < > " ' become character references.  It
 * does not make text safe in an attribute without quotes, in one whose value is
 * a script or a style (onclick, style), in <script> or <style>, or in a
 * comment.
 */
int gantry_html_escape(struct gantry_buffer *buffer, const char *text);

/*
 * Append URL for href, src or action, between quotes.  Only a relative URL, and
 * one with the scheme http, https, mailto or tel, is appended, percent-encoded
 * where necessary; "about:invalid" is appended in the place of others, such as
 * "javascript:...", and of those that browsers read differently, with a
 * backslash or a control character.  A URL that begins with "//" names another
 * host.
 */
int gantry_html_url(struct gantry_buffer *buffer, const char *url);

/*
 * Append LENGTH bytes of JSON for <script> or <script type="application/json">:
 * < > & U+2028 and U+2029 become "\u003c" and the like, which is the same JSON.
 * Outside of strings, JSON has none of these; other text does not become safe.
 */
int gantry_html_json(
    struct gantry_buffer *buffer, const char *json, size_t length);

/* --- Templates --- */

/*
 * Pages with the values of a JSON document, in the language of Mustache
 * (mustache(5)): {{name}}, {{a.b}} and {{.}} are values; {{#name}} ...
 * {{/name}} is written for each item of an array, once for another value, and
 * not for false, null, 0, "", [] and what is absent; {{^name}} ... {{/name}} is
 * written then; {{>name}} is another template; {{! ... }} is a comment; {{=<%
 * %>=}} sets the delimiters.  An array or an object as a value is its JSON.
 *
 * Values are escaped for the place where they stand (OWASP Cross Site Scripting
 * Prevention Cheat Sheet), which is found when the template is compiled:
 *
 * - in text, and in an attribute with quotes: as by gantry_html_escape;
 * - at the beginning of an attribute for a URL, such as href, src or action: as
 *   by gantry_html_url;
 * - later in it: percent-encoded, "/" and ":" included;
 * - in an attribute without quotes, in a tag, in <script>, <style> or a
 *   comment, and in attributes such as onclick, style, srcdoc and srcset: the
 *   template is refused.
 *
 * A template is refused as well if it is not a part of a page that begins and
 * ends in text, or if its HTML has errors after which parsers guess, for
 * example no space between attributes.  A section must end where it began.
 *
 * {{{name}}} and {{&name}} write a value as it is.  Only a value that is HTML
 * and comes from nobody else is safe there: it can contain scripts.
 */

/* Compiled templates.  They do not change: several threads may use them. */
struct gantry_html_templates;

/* The text of a template, UTF-8, at most 1 MiB.  An array ends with { NULL }.
 */
struct gantry_html_source {
	const char *name; /* for {{>name}} and gantry_html_render */
	const char *text;
};

/*
 * Compile SOURCES, or all files *.html in FOLDER, without its folders and
 * without hidden files; the name of "page.html" is "page".  Call this when the
 * application opens.  Returns NULL with ERROR, which names file and line:
 * GANTRY_ERROR_INPUT if a template is refused, or a partial or a name is
 * missing or given twice; GANTRY_ERROR_LIMIT if a text is too long;
 * GANTRY_ERROR_SYSTEM if a file cannot be read; GANTRY_ERROR_MEMORY.
 */
struct gantry_html_templates *gantry_html_templates_new(
    const struct gantry_html_source *sources, struct gantry_error *error);
struct gantry_html_templates *gantry_html_templates_open(
    const char *folder, struct gantry_error *error);
void gantry_html_templates_free(struct gantry_html_templates *templates);

/*
 * Append the page of the template NAME with VALUES, which may be NULL.  Returns
 * 0, or -1 with nothing appended and ERROR filled: GANTRY_ERROR_INPUT if there
 * is no such template; GANTRY_ERROR_LIMIT if the page has more than 16 MiB,
 * sections and partials are more than 100 deep, or it takes more than some five
 * million steps; GANTRY_ERROR_MEMORY.
 */
int gantry_html_render(const struct gantry_html_templates *templates,
    const char *name, const struct gantry_json_value *values,
    struct gantry_buffer *buffer, struct gantry_error *error);

/*
 * Make the page the body of RESPONSE, text/html unless a type is set.  JSON is
 * a document, for example of a struct gantry_json_writer, or NULL for no
 * values; it is not needed afterwards.  Returns 0, or -1 with the response
 * failed: 500, and the log says why.
 */
int gantry_response_html(struct gantry_response *response,
    const struct gantry_html_templates *templates, const char *name,
    const struct gantry_buffer *json);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
