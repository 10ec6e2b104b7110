#ifndef WEB_HTML_TEMPLATE_H
#define WEB_HTML_TEMPLATE_H

#include <gantry/html.h>

#include "base/arena.h"
#include "web/html/html_place.h"

/*
 * Compiled templates.  All nodes and texts are in the arena of the set.
 */

enum html_node_kind {
	HTML_NODE_TEXT,
	HTML_NODE_VARIABLE,
	HTML_NODE_SECTION,
	HTML_NODE_INVERTED,
	HTML_NODE_PARTIAL,
	HTML_NODE_NOTHING, /* a tag that writes nothing, at a line's beginning
			    */
};

/* A name such as "a.b": its parts, or none for ".". */
struct html_path {
	const char **parts;
	size_t count;
};

struct html_node {
	enum html_node_kind kind;
	enum html_escaping escaping; /* of a variable */
	bool begins_line; /* of the template, so indentation comes before it */
	bool is_alone; /* a partial in a line of its own */
	unsigned line;
	const char *text; /* or the name of a partial */
	size_t length;
	const char *indentation; /* of a partial */
	struct html_path path;
	struct html_node *below; /* of a section */
	const struct html_template *partial;
	struct html_node *next;
};

struct html_template {
	const char *name;
	const char *file; /* for messages */
	struct html_node *nodes;
	struct html_template *next;
};

struct gantry_html_templates {
	struct arena arena;
	struct html_template *first;
};

/* The template NAME, or NULL. */
const struct html_template *html_template_find(
    const struct gantry_html_templates *templates, const char *name);

/*
 * Compile LENGTH bytes at TEXT into the nodes of TEMPLATE, whose partials are
 * not yet resolved.  Returns 0 or -1.
 */
int mustache_compile(struct arena *arena, struct html_template *template,
    const char *text, size_t length, struct gantry_error *error);

/* Append LENGTH bytes of TEXT as gantry_html_escape does; a NUL is U+FFFD. */
void html_escape_bytes(
    struct gantry_buffer *buffer, const char *text, size_t length);

/*
 * Append them percent-encoded, except unreserved characters (RFC 3986 section
 * 2.3) and those in KEPT.
 */
void html_escape_component(struct gantry_buffer *buffer, const char *text,
    size_t length, const char *kept);

#endif
