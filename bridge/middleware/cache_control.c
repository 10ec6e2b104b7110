/*
 * Reads Cache-Control.  Its arguments are tokens or quoted strings, and both
 * forms mean the same (RFC 9111 section 5.2).
 */
#include <string.h>
#include <strings.h>

#include "base/text/token_list.h"
#include "middleware/cache_control.h"

#define BLANKS	  " \t"
#define NAME_SIZE 256 /* the longest name of a field in an argument */

struct text {
	const char *at;
	size_t length;
};

struct directive {
	struct text name;
	struct text argument; /* AT is NULL without one */
	bool is_valid; /* nothing else stands before the comma */
};

/* RFC 9110 section 5.6.2; what is not ASCII does not end a name. */
static size_t
token_length(const char *text)
{
	return strcspn(text, BLANKS ",;=\"()<>@:\\/[]?{}");
}

/* Read the quoted string at AT.  Returns what follows; NULL: it has no end. */
static const char *
read_quoted(const char *at, struct text *content)
{
	const char *end = at + 1;

	while (*end != '"' && *end != '\0')
		end += *end == '\\' && end[1] != '\0' ? 2 : 1;
	*content = (struct text){ at + 1, (size_t)(end - at - 1) };
	return *end == '"' ? end + 1 : NULL;
}

/* The comma that ends the directive, or the end of the text. */
static const char *
skip_rest(const char *at)
{
	struct text ignored;

	while (at != NULL && *at != ',' && *at != '\0')
		at = *at == '"' ? read_quoted(at, &ignored) : at + 1;
	return at != NULL ? at : "";
}

/* Read the directive at *AT, which moves past it; false at the end. */
static bool
next_directive(const char **at, struct directive *directive)
{
	const char *text = *at + strspn(*at, BLANKS ",");

	if (*text == '\0')
		return false;
	*directive = (struct directive){ .name = { text, token_length(text) } };
	text += directive->name.length;
	if (*text == '=' && text[1] == '"') {
		text = read_quoted(text + 1, &directive->argument);
	} else if (*text == '=') {
		directive->argument =
		    (struct text){ text + 1, token_length(text + 1) };
		text += 1 + directive->argument.length;
	}
	if (text != NULL)
		text += strspn(text, BLANKS);
	directive->is_valid = text != NULL && (*text == ',' || *text == '\0');
	*at = skip_rest(text);
	return true;
}

static bool
is_named(const struct directive *directive, const char *name)
{
	return directive->name.length == strlen(name) &&
	    strncasecmp(directive->name.at, name, directive->name.length) == 0;
}

const char *
cache_control_seconds(const char *text, int64_t *seconds)
{
	const char *at = text;

	*seconds = 0;
	for (; *at >= '0' && *at <= '9'; at++) {
		*seconds = *seconds * 10 + (*at - '0');
		if (*seconds > CACHE_CONTROL_SECONDS_MAX)
			*seconds = CACHE_CONTROL_SECONDS_MAX;
	}
	return at > text ? at : NULL;
}

/* The number of DIRECTIVE, or STRICTEST if it is not one. */
static int64_t
seconds_of(const struct directive *directive, int64_t strictest)
{
	const struct text *argument = &directive->argument;
	const char *end;
	int64_t seconds;

	if (!directive->is_valid || argument->at == NULL)
		return strictest;
	end = cache_control_seconds(argument->at, &seconds);
	return end == argument->at + argument->length ? seconds : strictest;
}

/* Does it have an argument that can be a list of fields? */
static bool
has_fields(const struct directive *directive)
{
	return directive->is_valid && directive->argument.length > 0 &&
	    directive->argument.length < NAME_SIZE;
}

static void
read_flag(struct cache_control *control, const struct directive *directive)
{
	if (is_named(directive, "no-store"))
		control->no_store = true;
	else if (is_named(directive, "no-cache"))
		control->no_cache |= !has_fields(directive);
	else if (is_named(directive, "private"))
		control->is_private |= !has_fields(directive);
	else if (is_named(directive, "public"))
		control->is_public |= directive->is_valid;
	else if (is_named(directive, "no-transform"))
		control->no_transform = true;
	else if (is_named(directive, "must-revalidate") ||
	    is_named(directive, "proxy-revalidate"))
		control->must_revalidate = true;
	else if (is_named(directive, "must-understand"))
		control->must_understand = true;
	else if (is_named(directive, "only-if-cached"))
		control->only_if_cached = true;
}

static void
read_number(struct cache_control *control, const struct directive *directive)
{
	int64_t *to = NULL, strictest = 0;

	if (is_named(directive, "max-age"))
		to = &control->max_age;
	else if (is_named(directive, "s-maxage"))
		to = &control->s_maxage;
	else if (is_named(directive, "max-stale"))
		to = &control->max_stale;
	else if (is_named(directive, "min-fresh"))
		to = &control->min_fresh;
	/* Without an argument, a response of any age will do. */
	if (to == &control->min_fresh ||
	    (to == &control->max_stale && directive->is_valid &&
		directive->argument.at == NULL))
		strictest = CACHE_CONTROL_SECONDS_MAX;
	if (to != NULL && *to == CACHE_CONTROL_NONE)
		*to = seconds_of(directive, strictest);
}

void
cache_control_parse(struct cache_control *control, const char *value)
{
	struct directive directive;

	*control = (struct cache_control){
		.max_age = CACHE_CONTROL_NONE,
		.s_maxage = CACHE_CONTROL_NONE,
		.min_fresh = CACHE_CONTROL_NONE,
		.max_stale = CACHE_CONTROL_NONE,
	};
	while (value != NULL && next_directive(&value, &directive)) {
		read_flag(control, &directive);
		read_number(control, &directive);
	}
}

bool
cache_control_omits(const char *value, const char *name)
{
	struct directive directive;
	char fields[NAME_SIZE];

	while (value != NULL && next_directive(&value, &directive)) {
		if ((!is_named(&directive, "no-cache") &&
			!is_named(&directive, "private")) ||
		    !has_fields(&directive))
			continue;
		memcpy(
		    fields, directive.argument.at, directive.argument.length);
		fields[directive.argument.length] = '\0';
		if (token_list_has_name(fields, name))
			return true;
	}
	return false;
}
