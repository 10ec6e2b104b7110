/*
 * Content negotiation (RFC 9110 section 12.5).  The most specific range that
 * matches decides the weight of a type.  Malformed elements of a list are
 * skipped; a list with nothing else counts as absent.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "gantry/web.h"
#include "web/request/request.h"

/* A weight of 1, in millionths. */
#define WHOLE 1000000

struct slice {
	const char *text;
	size_t length;
};

/* An element of a list, such as "text/html;level=1;q=0.5". */
struct element {
	struct slice name; /* "text/html", or "gzip" */
	struct slice parameters; /* "level=1;q=0.5" */
	int weight;
};

/* How much the client wants what is offered. */
struct preference {
	int weight; /* 0: not acceptable */
	int specificity; /* -1: nothing matched */
};

static struct slice
trim(const char *text, const char *end)
{
	while (text < end && (*text == ' ' || *text == '\t'))
		text++;
	while (text < end && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return (struct slice){ text, (size_t)(end - text) };
}

static struct slice
slice_of(const char *text)
{
	return (struct slice){ text, strlen(text) };
}

/* The next CHARACTER before END that is not in quotes, or END. */
static const char *
find(const char *text, const char *end, char character)
{
	bool is_quoted = false;

	for (; text < end; text++) {
		if (is_quoted && *text == '\\' && text + 1 < end)
			text++;
		else if (*text == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && *text == character)
			break;
	}
	return text;
}

static bool
is_equal(const struct slice *slice, const struct slice *other)
{
	return slice->length == other->length &&
	    strncasecmp(slice->text, other->text, slice->length) == 0;
}

static bool
is_text(const struct slice *slice, const char *text)
{
	const struct slice other = slice_of(text);

	return is_equal(slice, &other);
}

/* Remove the first "name=value" of PARAMETERS; false when none is left. */
static bool
next_parameter(
    struct slice *parameters, struct slice *name, struct slice *value)
{
	const char *text = parameters->text, *end = text + parameters->length;
	const char *part, *equals;

	if (text == end)
		return false;
	part = find(text, end, ';');
	equals = find(text, part, '=');
	*name = trim(text, equals);
	*value = trim(equals < part ? equals + 1 : part, part);
	if (value->length >= 2 && *value->text == '"') {
		value->text++;
		value->length -= 2;
	}
	text = part < end ? part + 1 : part;
	*parameters = (struct slice){ text, (size_t)(end - text) };
	return true;
}

/* "0.5"; an invalid weight is 1, as if it were absent. */
static int
parse_weight(const struct slice *text)
{
	int weight = 0, unit = WHOLE;
	size_t i;

	if (text->length == 0 || (text->text[0] != '0' && text->text[0] != '1'))
		return WHOLE;
	for (i = 0; i < text->length; i++) {
		if (i == 1 && text->text[i] == '.')
			continue;
		if (i == 1 || !isdigit((unsigned char)text->text[i]))
			return WHOLE;
		weight += (text->text[i] - '0') * unit;
		unit /= 10;
	}
	return weight < WHOLE ? weight : WHOLE;
}

/* Remove the first element of LIST; false when none is left. */
static bool
next_element(struct slice *list, struct element *element)
{
	const char *text = list->text, *end = text + list->length;
	const char *part = find(text, end, ',');
	const char *semicolon = find(text, part, ';');
	struct slice rest, name, value;

	if (text == end)
		return false;
	element->name = trim(text, semicolon);
	element->parameters =
	    trim(semicolon < part ? semicolon + 1 : part, part);
	element->weight = WHOLE;
	rest = element->parameters;
	while (next_parameter(&rest, &name, &value))
		if (is_text(&name, "q"))
			element->weight = parse_weight(&value);
	text = part < end ? part + 1 : part;
	*list = (struct slice){ text, (size_t)(end - text) };
	return true;
}

static bool
has_parameter(struct slice parameters, const struct slice *wanted_name,
    const struct slice *wanted)
{
	struct slice name, value;

	while (next_parameter(&parameters, &name, &value))
		if (is_equal(&name, wanted_name) && is_equal(&value, wanted))
			return true;
	return false;
}

/*
 * The number of parameters of a range, or -1 unless OFFERED has all of them.
 * Parameters after the weight were once extensions (RFC 7231 section 5.3.2) and
 * do not count.
 */
static int
match_parameters(struct slice range, const struct slice *offered)
{
	struct slice name, value;
	int count = 0;

	while (next_parameter(&range, &name, &value)) {
		if (is_text(&name, "q"))
			break;
		if (name.length == 0)
			continue;
		if (!has_parameter(*offered, &name, &value))
			return -1;
		count++;
	}
	return count;
}

/* How specifically a media range matches OFFERED; -1: it does not. */
static int
match_type(const struct element *range, const struct element *offered)
{
	const char *slash = memchr(range->name.text, '/', range->name.length);
	size_t type_length;
	int parameters;

	/* Java clients send "*" alone. */
	if (is_text(&range->name, "*/*") || is_text(&range->name, "*"))
		return 0;
	if (slash == NULL)
		return -1;
	type_length = (size_t)(slash + 1 - range->name.text);
	if (range->name.length == type_length + 1 && slash[1] == '*')
		return offered->name.length > type_length &&
			strncasecmp(range->name.text, offered->name.text,
			    type_length) == 0
		    ? 1
		    : -1;
	if (!is_equal(&range->name, &offered->name))
		return -1;
	parameters = match_parameters(range->parameters, &offered->parameters);
	return parameters == -1 ? -1 : 2 + parameters;
}

/* The same for a content coding (RFC 9110 section 8.4.1). */
static int
match_coding(const struct element *element, const struct element *offered)
{
	struct slice name = element->name;

	if (is_text(&name, "*"))
		return 0;
	if (is_text(&name, "x-gzip") || is_text(&name, "x-compress")) {
		name.text += 2;
		name.length -= 2;
	}
	return is_equal(&name, &offered->name) ? 1 : -1;
}

typedef int match_function(
    const struct element *element, const struct element *offered);

static struct preference
find_quality(struct slice list, const char *text, match_function *match)
{
	struct preference preference = { .weight = 0, .specificity = -1 };
	struct slice offered = slice_of(text);
	struct element element, offer;
	int specificity;

	if (!next_element(&offered, &offer))
		return preference;
	while (next_element(&list, &element)) {
		specificity = match(&element, &offer);
		if (specificity == -1)
			continue;
		if (specificity > preference.specificity ||
		    (specificity == preference.specificity &&
			element.weight > preference.weight))
			preference =
			    (struct preference){ element.weight, specificity };
	}
	return preference;
}

static bool
is_better(const struct preference *preference, const struct preference *than)
{
	if (preference->weight != than->weight)
		return preference->weight > than->weight;
	return preference->weight > 0 &&
	    preference->specificity > than->specificity;
}

/* The header NAME; empty when the client did not send it. */
static struct slice
get_list(const struct gantry_request *request, const char *name)
{
	const char *text = gantry_environ_get(request->environ, name);

	return slice_of(text != NULL ? text : "");
}

/* Does LIST contain a media range? */
static bool
has_ranges(struct slice list)
{
	struct element element;

	while (next_element(&list, &element))
		if (is_text(&element.name, "*") ||
		    memchr(element.name.text, '/', element.name.length) != NULL)
			return true;
	return false;
}

const char *
gantry_request_prefers(
    const struct gantry_request *request, const char *const *types)
{
	struct preference best = { 0, -1 }, preference;
	const char *type = NULL;
	struct slice list;

	if (request_lacks(request, types, __func__, "types"))
		return NULL;
	list = get_list(request, "HTTP_ACCEPT");
	if (!has_ranges(list))
		return *types;
	for (; *types != NULL; types++) {
		preference = find_quality(list, *types, match_type);
		if (is_better(&preference, &best)) {
			best = preference;
			type = *types;
		}
	}
	return type;
}

bool
gantry_request_accepts(const struct gantry_request *request, const char *type)
{
	const char *const types[] = { type, NULL };

	return !request_lacks(request, type, __func__, "type") &&
	    gantry_request_prefers(request, types) != NULL;
}

const char *
gantry_request_prefers_encoding(
    const struct gantry_request *request, const char *const *encodings)
{
	struct preference best = { 0, -1 }, preference;
	const char *encoding = NULL;
	struct slice list;

	if (request_lacks(request, encodings, __func__, "encodings"))
		return NULL;
	list = get_list(request, "HTTP_ACCEPT_ENCODING");
	for (; *encodings != NULL; encodings++) {
		preference = find_quality(list, *encodings, match_coding);
		/* Acceptable, but less than anything that the client names. */
		if (preference.specificity == -1 &&
		    strcasecmp(*encodings, "identity") == 0)
			preference.weight = 1;
		if (is_better(&preference, &best)) {
			best = preference;
			encoding = *encodings;
		}
	}
	return encoding;
}
