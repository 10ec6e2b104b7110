/*
 * The problem document as XML (RFC 9457 appendix B, with the elements of RFC
 * 7807 appendix A).
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text/utf8.h"
#include "web/error_document.h"

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
put_escaped(struct gantry_buffer *to, const char *text, size_t left)
{
	size_t length;

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
	put_escaped(to, text, strlen(text));
	gantry_buffer_printf(to, "</%s>", name);
}

/*
 * Can NAME be that of an element?  Only ASCII, so that nobody needs a table of
 * Unicode; names that begin with "xml" are reserved (XML 1.0 section 2.3).
 */
static bool
is_name(const char *name)
{
	const char *p;

	if (!isalpha((unsigned char)*name) && *name != '_')
		return false;
	if (strncasecmp(name, "xml", 3) == 0)
		return false;
	for (p = name; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && strchr("_-.", *p) == NULL)
			return false;
	return true;
}

static void
put_scalar(struct gantry_buffer *to, const struct gantry_json_value *value)
{
	struct gantry_json_writer json;

	if (value->kind == GANTRY_JSON_STRING) {
		put_escaped(to, value->string, value->length);
		return;
	}
	if (value->kind == GANTRY_JSON_NULL)
		return;
	gantry_json_writer_init(&json, to);
	gantry_json_put_value(&json, NULL, value);
}

/* An element NAME, with an element for each member, or "i" for each item. */
static void
put_value(struct gantry_buffer *to, const char *name,
    const struct gantry_json_value *value)
{
	const struct gantry_json_value *item = value->items;

	if (!is_name(name))
		return;
	gantry_buffer_printf(to, "<%s>", name);
	for (; item != NULL; item = item->next)
		put_value(to, item->name != NULL ? item->name : "i", item);
	if (value->kind != GANTRY_JSON_OBJECT &&
	    value->kind != GANTRY_JSON_ARRAY)
		put_scalar(to, value);
	gantry_buffer_printf(to, "</%s>", name);
}

void
problem_xml_put(struct gantry_buffer *to, const struct gantry_problem *problem,
    const struct gantry_json_value *members)
{
	const struct gantry_json_value *member;

	gantry_buffer_puts(to,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<problem xmlns=\"urn:ietf:rfc:7807\">");
	put_element(to, "type", problem->type);
	put_element(to, "title", problem->title);
	gantry_buffer_printf(to, "<status>%.3s</status>", problem->status);
	put_element(to, "detail", problem->detail);
	put_element(to, "code", problem->code);
	put_element(to, "request_id", problem->request_id);
	for (member = members != NULL ? members->items : NULL; member != NULL;
	     member = member->next)
		put_value(to, member->name, member);
	gantry_buffer_puts(to, "</problem>\n");
}
