/*
 * Cuts a text where all its brackets can be closed, and parses what is before.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/buffer.h>

#include "data/firestore/formats/sample.h"
#include "data/firestore/json/json_parse.h"

#define VALUES_MAX 8
#define DEPTH_MAX  64
/* Enough for the first documents. */
#define SAMPLE_MAX ((size_t)128 << 10)

/* Where the walk through one value is. */
struct walk {
	const char *at, *end;
	char open[DEPTH_MAX]; /* the brackets that close what is open */
	size_t depth;
	const char *cut; /* after the last whole part ... */
	size_t cut_depth; /* ... with so many brackets open */
	bool is_name; /* the next string is the name of a member */
	bool is_whole, is_bad;
};

static void
note_cut(struct walk *walk)
{
	walk->cut = walk->at;
	walk->cut_depth = walk->depth;
	walk->is_whole = walk->depth == 0;
}

static void
walk_string(struct walk *walk)
{
	const char *p = walk->at + 1;

	while (p < walk->end && *p != '"')
		p += *p == '\\' ? 2 : 1;
	if (p >= walk->end) {
		walk->at = walk->end;
		return;
	}
	walk->at = p + 1;
	if (!walk->is_name)
		note_cut(walk);
}

static void
walk_scalar(struct walk *walk)
{
	while (walk->at < walk->end && *walk->at != '\0' &&
	    strchr(",:]}{[\" \t\r\n", *walk->at) == NULL)
		walk->at++;
	if (walk->at < walk->end)
		note_cut(walk);
}

static void
walk_open(struct walk *walk)
{
	if (walk->depth == DEPTH_MAX) {
		walk->is_bad = true;
		return;
	}
	walk->is_name = *walk->at == '{';
	walk->open[walk->depth++] = *walk->at == '{' ? '}' : ']';
	walk->at++;
	note_cut(walk);
}

static void
walk_close(struct walk *walk)
{
	if (walk->depth == 0 || walk->open[walk->depth - 1] != *walk->at) {
		walk->is_bad = true;
		return;
	}
	walk->depth--;
	walk->at++;
	note_cut(walk);
}

static void
walk_step(struct walk *walk)
{
	switch (*walk->at) {
	case '"':
		walk_string(walk);
		break;
	case '{':
	case '[':
		walk_open(walk);
		break;
	case '}':
	case ']':
		walk_close(walk);
		break;
	case ',':
		walk->is_name =
		    walk->depth > 0 && walk->open[walk->depth - 1] == '}';
		walk->at++;
		break;
	case ':':
		walk->is_name = false;
		walk->at++;
		break;
	case ' ':
	case '\t':
	case '\r':
	case '\n':
		walk->at++;
		break;
	case '\0':
		walk->is_bad = true;
		break;
	default:
		walk_scalar(walk);
		break;
	}
}

/* Parse from BEGIN to the cut, closing brackets.  Returns NULL if that fails.
 */
static json_t *
parse_cut(const struct walk *walk, const char *begin, bool *no_memory)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error unused;
	json_t *value = NULL;
	size_t i;

	gantry_buffer_add(&text, begin, (size_t)(walk->cut - begin));
	for (i = walk->cut_depth; i > 0; i--)
		gantry_buffer_putc(&text, walk->open[i - 1]);
	if (gantry_buffer_failed(&text))
		*no_memory = true;
	else
		value = json_parse(
		    (struct bytes){ text.data, text.length }, NULL, &unused);
	gantry_buffer_clear(&text);
	return value;
}

static const char *
skip_space(const char *p, const char *end)
{
	while (p < end && *p != '\0' && strchr(" \t\r\n", *p) != NULL)
		p++;
	return p;
}

/* Read the values of TEXT into VALUES. */
static bool
read_values(json_t *values, struct bytes text)
{
	const char *p = text.data, *end = text.data + text.length, *begin;
	bool no_memory = false;
	struct walk walk;
	json_t *value;

	while (json_array_size(values) < VALUES_MAX) {
		begin = skip_space(p, end);
		if (begin == end || (*begin != '{' && *begin != '['))
			break;
		walk = (struct walk){ .at = begin, .end = end };
		while (walk.at < end && !walk.is_bad && !walk.is_whole)
			walk_step(&walk);
		if (walk.is_bad || walk.cut == NULL)
			break;
		value = parse_cut(&walk, begin, &no_memory);
		if (value == NULL)
			break;
		if (json_array_append_new(values, value) == -1)
			no_memory = true;
		p = walk.at;
	}
	return !no_memory;
}

int
sample_read(
    struct sample *sample, struct bytes beginning, struct gantry_error *error)
{
	const json_t *first;

	if (beginning.length == 0)
		beginning.data = ""; /* not NULL */
	if (beginning.length > SAMPLE_MAX)
		beginning.length = SAMPLE_MAX;
	*sample =
	    (struct sample){ .beginning = beginning, .values = json_array() };
	if (sample->values == NULL || !read_values(sample->values, beginning))
		return gantry_error_memory(error);
	sample->count = json_array_size(sample->values);
	first = json_array_get(sample->values, 0);
	sample->is_array = json_is_array(first);
	if (sample->is_array)
		first = json_array_get(first, 0);
	sample->record = json_is_object(first) ? first : NULL;
	return 0;
}

void
sample_clear(struct sample *sample)
{
	json_decref(sample->values);
	*sample = (struct sample){ .values = NULL };
}
