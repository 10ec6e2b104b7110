#ifndef WEB_HTML_PLACE_H
#define WEB_HTML_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Where in a page a tag of a template stands: what the texts before it mean for
 * a parser of HTML (WHATWG HTML, section 13.2.5).  What parsers only tolerate
 * is refused, so that there is one reading.
 */

/* What makes a value safe there. */
enum html_escaping {
	HTML_ESCAPE_TEXT,
	HTML_ESCAPE_URL, /* a whole URL, or its beginning */
	HTML_ESCAPE_COMPONENT, /* a part of a URL */
	HTML_ESCAPE_ADDRESS, /* what follows "mailto:" or "tel:" */
	HTML_ESCAPE_NOTHING, /* the template asks for that */
};

enum html_state {
	HTML_TEXT,
	HTML_LESS, /* after "<" */
	HTML_DECLARATION, /* after "<!" */
	HTML_COMMENT,
	HTML_DOCTYPE,
	HTML_END, /* after "</" */
	HTML_TAG_NAME,
	HTML_IN_TAG, /* where an attribute may begin */
	HTML_ATTRIBUTE,
	HTML_AFTER_ATTRIBUTE,
	HTML_BEFORE_VALUE,
	HTML_UNQUOTED,
	HTML_QUOTED,
	HTML_AFTER_VALUE, /* only a space or the end of the tag may follow */
	HTML_ONLY_TEXT, /* in <title> and <textarea> */
	HTML_SCRIPT, /* in <script>, <style> and the like */
};

/* Where in a URL. */
enum html_url {
	HTML_URL_BEGIN,
	HTML_URL_SCHEME, /* in what may be a scheme */
	HTML_URL_OPEN, /* a value may be the scheme, or a part of it */
	HTML_URL_EITHER, /* a section before it may have written nothing */
	HTML_URL_REST,
	HTML_URL_ADDRESS,
	HTML_URL_OTHER, /* after another scheme */
};

enum html_attribute {
	HTML_ATTRIBUTE_TEXT,
	HTML_ATTRIBUTE_URL,
	HTML_ATTRIBUTE_REFUSED,
};

struct html_place {
	enum html_state state;
	char quote;
	bool is_end_tag;
	char element[16]; /* in lower case; cut if it is longer */
	size_t element_length;
	char name[32]; /* of the attribute, or scheme of the URL */
	size_t name_length;
	enum html_attribute attribute;
	enum html_url url;
	unsigned matched; /* of what ends a comment or an element of text */
	unsigned values; /* how many "=" there were */
	const char *problem; /* why it is refused */
};

/* Each returns 0, or -1 with PLACE->problem set. */

/* Read LENGTH bytes; *LINES becomes how many lines end before the problem. */
int html_place_read(
    struct html_place *place, const char *text, size_t length, unsigned *lines);

/* A value stands here: *ESCAPING is what it needs, unless it needs nothing. */
int html_place_value(struct html_place *place, enum html_escaping *escaping);

/* A section begins here, and ends, after it began at BEGIN. */
int html_place_begin(struct html_place *place);
int html_place_end(struct html_place *place, const struct html_place *begin);

#endif
