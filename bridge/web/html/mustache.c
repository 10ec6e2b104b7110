/*
 * Compiles the language of Mustache (mustache(5)) to nodes.  A tag that stands
 * alone in a line takes the line with it.  Variables get the escaping of their
 * place in the page (web/html/html_place.h).
 */
#include <string.h>

#include "base/text/utf8.h"
#include "web/html/html_template.h"

#define TEXT_MAX  (1u << 20)
#define DEPTH_MAX 64

/* A section that is open. */
struct section {
	struct html_node *node;
	struct html_node **last; /* of the list that contains NODE */
	const char *name;
	size_t length;
	struct html_place begin;
};

struct compiler {
	struct arena *arena;
	const struct html_template *template;
	struct gantry_error *error;
	const char *at, *end;
	unsigned line; /* of AT */
	const char *open, *close; /* delimiters, not NUL-terminated */
	size_t open_length, close_length;
	struct html_node **last;
	struct html_place place;
	struct section sections[DEPTH_MAX];
	size_t depth;
};

/* A tag in the text. */
struct tag {
	const char *begin, *end;
	char kind; /* '\0': a variable */
	const char *name;
	size_t length;
	const char *line_begin; /* of the line that it begins in */
	bool is_alone; /* nothing else is in its lines */
};

static int
fail(struct compiler *compiler, const char *problem)
{
	return gantry_error_set(compiler->error, GANTRY_ERROR_INPUT,
	    "%s:%u: %s", compiler->template->file, compiler->line, problem);
}

/* The same for a tag that begins at BEGIN, after the current line. */
static int
fail_at(struct compiler *compiler, const char *begin, const char *problem)
{
	for (; compiler->at < begin; compiler->at++)
		compiler->line += *compiler->at == '\n';
	return fail(compiler, problem);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_white(char c)
{
	return is_blank(c) || c == '\n' || c == '\r';
}

static bool
begins_with(const char *at, const char *end, const char *text, size_t length)
{
	return (size_t)(end - at) >= length && memcmp(at, text, length) == 0;
}

static const char *
find(const char *at, const char *end, const char *text, size_t length)
{
	return memmem(at, (size_t)(end - at), text, length);
}

static struct html_node *
add_node(struct compiler *compiler, enum html_node_kind kind)
{
	struct html_node *node = arena_alloc(compiler->arena, sizeof(*node));

	if (node == NULL) {
		gantry_error_memory(compiler->error);
		return NULL;
	}
	memset(node, 0, sizeof(*node));
	node->kind = kind;
	node->line = compiler->line;
	*compiler->last = node;
	compiler->last = &node->next;
	return node;
}

static char *
copy(struct compiler *compiler, const char *text, size_t length)
{
	char *copied = arena_strndup(compiler->arena, text, length);

	if (copied == NULL)
		gantry_error_memory(compiler->error);
	return copied;
}

/* Add a node for what is before END in TEXT, the whole. */
static int
add_text(struct compiler *compiler, const char *text, const char *end)
{
	const bool begins_line =
	    compiler->at == text || compiler->at[-1] == '\n';
	const size_t length = (size_t)(end - compiler->at);
	struct html_node *node;
	unsigned lines;
	int result;

	if (length == 0)
		return 0;
	node = add_node(compiler, HTML_NODE_TEXT);
	if (node == NULL)
		return -1;
	node->text = copy(compiler, compiler->at, length);
	node->length = length;
	node->begins_line = begins_line;
	if (node->text == NULL)
		return -1;
	result = html_place_read(&compiler->place, node->text, length, &lines);
	compiler->line += lines;
	compiler->at = end;
	return result == 0 ? 0 : fail(compiler, compiler->place.problem);
}

/* Is what surrounds TAG, from its line's beginning to its end, blank? */
static void
find_lines(const struct compiler *compiler, const char *text, struct tag *tag)
{
	const char *at = tag->begin, *end = tag->end;

	while (at > text && at[-1] != '\n')
		at--;
	tag->line_begin = at;
	while (at < tag->begin && is_blank(*at))
		at++;
	while (end < compiler->end && is_blank(*end))
		end++;
	if (begins_with(end, compiler->end, "\r\n", 2))
		end += 2;
	else if (end < compiler->end && *end == '\n')
		end++;
	else if (end < compiler->end)
		return;
	tag->is_alone = at == tag->begin && tag->kind != '\0' &&
	    strchr("#^/!>=", tag->kind) != NULL;
	if (tag->is_alone)
		tag->end = end;
}

/* Find the tag that begins at TAG->begin: its kind and its name. */
static int
read_tag(struct compiler *compiler, struct tag *tag)
{
	const char *at = tag->begin + compiler->open_length, *close;
	const char *ending = compiler->close;
	size_t length = compiler->close_length;

	if (at < compiler->end && *at != '\0' &&
	    strchr("#^/!>&=<$", *at) != NULL)
		tag->kind = *at++;
	else if (at < compiler->end && *at == '{' &&
	    begins_with(compiler->open, compiler->open + 2, "{{", 2) &&
	    compiler->open_length == 2) {
		tag->kind = *at++;
		ending = "}}}";
		length = 3;
	}
	close = find(at, compiler->end, ending, length);
	if (close == NULL)
		return fail_at(compiler, tag->begin, "a tag does not end");
	tag->end = close + length;
	if (tag->kind == '=') {
		if (close == at || close[-1] != '=')
			return fail_at(compiler, tag->begin,
			    "a tag that sets delimiters must end with '='");
		close--;
	}
	while (at < close && is_white(*at))
		at++;
	while (at < close && is_white(close[-1]))
		close--;
	tag->name = at;
	tag->length = (size_t)(close - at);
	return 0;
}

/* Split the name of TAG at its dots. */
static int
split(struct compiler *compiler, const struct tag *tag, struct html_path *path)
{
	char *name, *dot;
	size_t i, count = 1;

	for (i = 0; i < tag->length; i++) {
		if (is_white(tag->name[i]))
			return fail(compiler, "a name must not have a space");
		count += tag->name[i] == '.';
	}
	if (tag->length == 1 && *tag->name == '.')
		return 0;
	name = copy(compiler, tag->name, tag->length);
	path->parts = arena_alloc(compiler->arena, count * sizeof(char *));
	if (name == NULL || path->parts == NULL)
		return gantry_error_memory(compiler->error);
	for (path->count = 0; path->count < count; name = dot + 1) {
		dot = name + strcspn(name, ".");
		if (dot == name)
			return fail(compiler,
			    "a name, or a part of it between dots, is missing");
		*dot = '\0';
		path->parts[path->count++] = name;
	}
	return 0;
}

static int
add_variable(struct compiler *compiler, const struct tag *tag)
{
	struct html_node *node = add_node(compiler, HTML_NODE_VARIABLE);

	if (node == NULL || split(compiler, tag, &node->path) == -1)
		return -1;
	if (tag->kind != '\0')
		node->escaping = HTML_ESCAPE_NOTHING;
	if (html_place_value(&compiler->place, &node->escaping) == -1)
		return fail(compiler, compiler->place.problem);
	return 0;
}

static int
begin_section(struct compiler *compiler, const struct tag *tag)
{
	struct html_node *node = add_node(compiler,
	    tag->kind == '#' ? HTML_NODE_SECTION : HTML_NODE_INVERTED);
	struct section *section;

	if (node == NULL || split(compiler, tag, &node->path) == -1)
		return -1;
	if (compiler->depth == DEPTH_MAX)
		return fail(compiler, "sections are more than 64 deep");
	if (html_place_begin(&compiler->place) == -1)
		return fail(compiler, compiler->place.problem);
	section = &compiler->sections[compiler->depth++];
	section->node = node;
	section->last = compiler->last;
	section->name = tag->name;
	section->length = tag->length;
	section->begin = compiler->place;
	compiler->last = &node->below;
	return 0;
}

static int
end_section(struct compiler *compiler, const struct tag *tag)
{
	const struct section *section;

	if (compiler->depth == 0)
		return fail(compiler, "a section ends that did not begin");
	section = &compiler->sections[--compiler->depth];
	if (section->length != tag->length ||
	    memcmp(section->name, tag->name, tag->length) != 0)
		return fail(compiler,
		    "a section ends that is not the one that began last");
	if (html_place_end(&compiler->place, &section->begin) == -1)
		return fail(compiler, compiler->place.problem);
	compiler->last = section->last;
	return 0;
}

static int
add_partial(struct compiler *compiler, const struct tag *tag)
{
	struct html_node *node = add_node(compiler, HTML_NODE_PARTIAL);

	if (node == NULL)
		return -1;
	if (tag->length == 0 || *tag->name == '*')
		return fail(compiler, "a partial needs a name that is fixed");
	if (compiler->place.state != HTML_TEXT)
		return fail(compiler,
		    "a partial must stand in text, not in a tag or script");
	node->is_alone = tag->is_alone;
	node->text = copy(compiler, tag->name, tag->length);
	node->indentation = tag->is_alone
	    ? copy(compiler, tag->line_begin,
		  (size_t)(tag->begin - tag->line_begin))
	    : "";
	return node->text != NULL && node->indentation != NULL ? 0 : -1;
}

static int
set_delimiters(struct compiler *compiler, const struct tag *tag)
{
	const char *at = tag->name, *end = tag->name + tag->length;

	while (at < end && !is_white(*at))
		at++;
	compiler->open = tag->name;
	compiler->open_length = (size_t)(at - tag->name);
	while (at < end && is_white(*at))
		at++;
	compiler->close = at;
	compiler->close_length = (size_t)(end - at);
	while (at < end && !is_white(*at))
		at++;
	if (compiler->open_length == 0 || compiler->close_length == 0 ||
	    at < end || memchr(tag->name, '=', tag->length) != NULL)
		return fail(
		    compiler, "delimiters must be two words without '='");
	return 0;
}

static int
add_tag(struct compiler *compiler, const struct tag *tag)
{
	switch (tag->kind) {
	case '!':
		return 0;
	case '=':
		return set_delimiters(compiler, tag);
	case '#':
	case '^':
		return begin_section(compiler, tag);
	case '/':
		return end_section(compiler, tag);
	case '>':
		return add_partial(compiler, tag);
	case '<':
	case '$':
		return fail(compiler, "inheritance and blocks are not known");
	default:
		return add_variable(compiler, tag);
	}
}

/* Add the tag that begins at BEGIN, and what is before it. */
static int
add_next(struct compiler *compiler, const char *text, const char *begin)
{
	struct tag tag = { .begin = begin };
	struct html_node *nothing;

	if (read_tag(compiler, &tag) == -1)
		return -1;
	find_lines(compiler, text, &tag);
	if (add_text(compiler, text, tag.is_alone ? tag.line_begin : begin) ==
	    -1)
		return -1;
	compiler->at = begin;
	if (!tag.is_alone && begin == tag.line_begin) {
		nothing = add_node(compiler, HTML_NODE_NOTHING);
		if (nothing == NULL)
			return -1;
		nothing->begins_line = true;
	}
	if (add_tag(compiler, &tag) == -1)
		return -1;
	for (; compiler->at < tag.end; compiler->at++)
		compiler->line += *compiler->at == '\n';
	return 0;
}

static int
compile(struct compiler *compiler, const char *text)
{
	const char *begin;

	for (;;) {
		begin = find(compiler->at, compiler->end, compiler->open,
		    compiler->open_length);
		if (begin == NULL)
			break;
		if (add_next(compiler, text, begin) == -1)
			return -1;
	}
	if (add_text(compiler, text, compiler->end) == -1)
		return -1;
	if (compiler->depth > 0) {
		compiler->line =
		    compiler->sections[compiler->depth - 1].node->line;
		return fail(
		    compiler, "a section that begins here does not end");
	}
	if (compiler->place.state != HTML_TEXT)
		return fail(compiler,
		    "the template ends within a tag, comment or script");
	return 0;
}

int
mustache_compile(struct arena *arena, struct html_template *template,
    const char *text, size_t length, struct gantry_error *error)
{
	struct compiler compiler = {
		.arena = arena,
		.template = template,
		.error = error,
		.at = text,
		.end = text + length,
		.line = 1,
		.open = "{{",
		.close = "}}",
		.open_length = 2,
		.close_length = 2,
		.last = &template->nodes,
	};

	if (length > TEXT_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "%s: a template has at most 1 MiB", template->file);
	if (!utf8_is_valid(text, length) || memchr(text, '\0', length) != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: a template must be UTF-8, without NUL",
		    template->file);
	return compile(&compiler, text);
}
