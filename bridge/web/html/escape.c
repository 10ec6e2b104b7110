/*
 * Text, URLs and JSON within HTML.
 */
#include <string.h>
#include <strings.h>

#include "base/null.h"
#include "base/text/utf8.h"
#include "gantry/html.h"
#include "web/html/html_template.h"

/* U+FFFD. */
#define REPLACEMENT "\xef\xbf\xbd"

/* The character reference of C, or NULL: it stands for itself. */
static const char *
reference(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* Append one character of *TEXT, which has LEFT bytes, as it is. */
static size_t
add_character(struct gantry_buffer *buffer, const char *text, size_t left)
{
	size_t length = utf8_length(text, left);

	if (length == 0) {
		gantry_buffer_puts(buffer, REPLACEMENT);
		return 1;
	}
	gantry_buffer_add(buffer, text, length);
	return length;
}

void
html_escape_bytes(struct gantry_buffer *buffer, const char *text, size_t left)
{
	size_t plain;
	const char *escaped;

	for (; left > 0; text += plain, left -= plain) {
		/* What needs nothing is most of a text. */
		plain = 0;
		while (plain < left && (unsigned char)text[plain] < 0x80 &&
		    text[plain] != '\0' && reference(text[plain]) == NULL)
			plain++;
		if (plain > 0) {
			gantry_buffer_add(buffer, text, plain);
			continue;
		}
		plain = 1;
		escaped = *text == '\0' ? REPLACEMENT : reference(*text);
		if (escaped != NULL)
			gantry_buffer_puts(buffer, escaped);
		else
			plain = add_character(buffer, text, left);
	}
}

int
gantry_html_escape(struct gantry_buffer *buffer, const char *text)
{
	if (buffer_lacks(buffer, text, __func__, "text"))
		return -1;
	html_escape_bytes(buffer, text, strlen(text));
	return gantry_buffer_failed(buffer) ? -1 : 0;
}

void
html_escape_component(struct gantry_buffer *buffer, const char *text,
    size_t length, const char *kept)
{
	static const char unreserved[] = "abcdefghijklmnopqrstuvwxyz"
					 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "0123456789-._~";
	size_t i;

	for (i = 0; i < length; i++) {
		const char c = text[i];

		if (c != '\0' &&
		    (strchr(unreserved, c) != NULL || strchr(kept, c) != NULL))
			gantry_buffer_putc(buffer, c);
		else
			gantry_buffer_printf(
			    buffer, "%%%02X", (unsigned char)c);
	}
}

/* May a link have this URL? */
static bool
is_harmless(const char *url)
{
	static const char *const schemes[] = { "http", "https", "mailto", "tel",
		NULL };
	size_t length = strcspn(url, ":/?#"), i;
	const char *at;

	/* Browsers strip blanks, and read backslashes as slashes. */
	for (at = url; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f || *at == '\\')
			return false;
	if (*url == ' ')
		return false;
	if (url[length] != ':')
		return true;
	for (i = 0; schemes[i] != NULL; i++)
		if (strlen(schemes[i]) == length &&
		    strncasecmp(url, schemes[i], length) == 0)
			return true;
	return false;
}

/* Append a byte of a URL. */
static void
add_url_byte(struct gantry_buffer *buffer, char c)
{
	const char *escaped = reference(c);

	if (escaped != NULL && c != '<' && c != '>' && c != '"')
		gantry_buffer_puts(buffer, escaped);
	else if (c > ' ' && c < 0x7f && strchr("\"<>^`{|}", c) == NULL)
		gantry_buffer_putc(buffer, c);
	else
		gantry_buffer_printf(buffer, "%%%02X", (unsigned char)c);
}

int
gantry_html_url(struct gantry_buffer *buffer, const char *url)
{
	if (buffer_lacks(buffer, url, __func__, "url"))
		return -1;
	if (!is_harmless(url))
		return gantry_buffer_puts(buffer, "about:invalid");
	for (; *url != '\0'; url++)
		add_url_byte(buffer, *url);
	return gantry_buffer_failed(buffer) ? -1 : 0;
}

/* Append what begins at JSON, which has LEFT bytes.  Returns how many. */
static size_t
add_json(struct gantry_buffer *buffer, const char *json, size_t left)
{
	if (*json == '<' || *json == '>' || *json == '&') {
		gantry_buffer_printf(buffer, "\\u%04x", (unsigned)*json);
		return 1;
	}
	/* They end a line in scripts that are older than ECMAScript 2019. */
	if (left >= 3 && memcmp(json, "\xe2\x80", 2) == 0 &&
	    (json[2] == '\xa8' || json[2] == '\xa9')) {
		gantry_buffer_puts(
		    buffer, json[2] == '\xa8' ? "\\u2028" : "\\u2029");
		return 3;
	}
	return add_character(buffer, json, left);
}

int
gantry_html_json(struct gantry_buffer *buffer, const char *json, size_t length)
{
	size_t done;

	if (buffer_lacks(buffer, json, __func__, "json"))
		return -1;
	for (; length > 0; json += done, length -= done)
		done = add_json(buffer, json, length);
	return gantry_buffer_failed(buffer) ? -1 : 0;
}
