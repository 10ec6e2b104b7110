/*
 * Regular expressions of ECMA-262 in the dialect of PCRE2.  Where PCRE2 would
 * read more than ECMA-262 has, the expression is refused: possessive
 * quantifiers, verbs, options, \A, \Q, classes of POSIX.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "web/schema/schema.h"

/* White space and ends of lines (ECMA-262 sections 12.2 and 12.3). */
#define SPACES                                                        \
	"\\t\\n\\x0b\\f\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029" \
	"\\u202f\\u205f\\u3000\\ufeff"
#define LINE_ENDS "\\n\\r\\u2028\\u2029"

struct translation {
	const char *at, *end;
	struct gantry_buffer *to;
	struct gantry_error *error;
	bool is_in_class;

	bool is_item; /* what was just read can be repeated */
};

static int
fail(struct translation *translation, const char *problem)
{
	return gantry_error_set(translation->error, GANTRY_ERROR_INPUT,
	    "is not a regular expression of ECMA-262: %s", problem);
}

/* \p{...}: PCRE2 knows short names of general categories, and of scripts. */
static int
put_property(struct translation *translation)
{
	static const struct {
		const char *name, *code;
	} names[] = {
		{ "Letter", "L" },
		{ "Lowercase_Letter", "Ll" },
		{ "Uppercase_Letter", "Lu" },
		{ "Titlecase_Letter", "Lt" },
		{ "Cased_Letter", "L&" },
		{ "Modifier_Letter", "Lm" },
		{ "Other_Letter", "Lo" },
		{ "Mark", "M" },
		{ "Number", "N" },
		{ "Decimal_Number", "Nd" },
		{ "digit", "Nd" },
		{ "Letter_Number", "Nl" },
		{ "Other_Number", "No" },
		{ "Punctuation", "P" },
		{ "punct", "P" },
		{ "Symbol", "S" },
		{ "Currency_Symbol", "Sc" },
		{ "Separator", "Z" },
		{ "Space_Separator", "Zs" },
		{ "Other", "C" },
		{ "Control", "Cc" },
	};
	static const char *const prefixes[] = { "General_Category=", "gc=",
		"Script=", "sc=", "Script_Extensions=", "scx=" };
	const char *name = translation->at + 2, *close;
	size_t length, i;

	close = memchr(name, '}', (size_t)(translation->end - name));
	if (name[-1] != '{' || close == NULL)
		return fail(translation, "\\p needs a name in braces");
	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		length = strlen(prefixes[i]);
		if ((size_t)(close - name) > length &&
		    strncmp(name, prefixes[i], length) == 0) {
			name += length;
			break;
		}
	}
	length = (size_t)(close - name);
	gantry_buffer_printf(translation->to, "\\%c{", *translation->at);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i].name) == length &&
		    strncmp(names[i].name, name, length) == 0)
			break;
	if (i < sizeof(names) / sizeof(names[0]))
		gantry_buffer_puts(translation->to, names[i].code);
	else
		gantry_buffer_add(translation->to, name, length);
	gantry_buffer_putc(translation->to, '}');
	translation->at = close + 1;
	return 0;
}

/* \uXXXX, two of them that are a pair, \u{X}. */
static int
put_unicode(struct translation *translation)
{
	const char *at = translation->at + 1;
	unsigned code = 0, low = 0;
	int used = 0;
	char text[16] = { 0 };

	memcpy(text, at,
	    (size_t)(translation->end - at) < 11
		? (size_t)(translation->end - at)
		: 11);
	if (*text == '{') {
		at = memchr(at, '}', (size_t)(translation->end - at));
		if (at == NULL)
			return fail(translation, "\\u{ has no }");
		gantry_buffer_add(translation->to, "\\", 1);
		gantry_buffer_add(translation->to, translation->at,
		    (size_t)(at + 1 - translation->at));
		translation->at = at + 1;
		return 0;
	}
	if (strspn(text, "0123456789abcdefABCDEF") < 4)
		return fail(translation, "\\u needs four digits");
	sscanf(text, "%4x", &code);
	used = 4;
	if (code >= 0xd800 && code < 0xdc00 &&
	    sscanf(text + 4, "\\u%4x", &low) == 1 && low >= 0xdc00 &&
	    low < 0xe000) {
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
		used = 10;
	}
	if (code >= 0xd800 && code < 0xe000)
		return fail(translation, "half of a pair is not a character");
	gantry_buffer_printf(translation->to, "\\u{%x}", code);
	translation->at = at + used;
	return 0;
}

static int
put_escape(struct translation *translation)
{
	const char c =
	    translation->at < translation->end ? *translation->at : '\0';
	const bool is_set = c == 's' || c == 'S';

	if (c == '\0')
		return fail(translation, "it ends in a backslash");
	if (c == 'p' || c == 'P')
		return translation->end - translation->at < 3
		    ? fail(translation, "\\p needs a name in braces")
		    : put_property(translation);
	if (c == 'u')
		return put_unicode(translation);
	if (is_set && translation->is_in_class && c == 'S')
		return fail(translation, "\\S in brackets is not supported");
	if (isalpha((unsigned char)c) &&
	    strchr(
		translation->is_in_class ? "dDwWsbfnrtvcx" : "dDwWsSbBfnrtvcxk",
		c) == NULL)
		return fail(translation,
		    "a backslash is before a letter for "
		    "which it has no meaning");
	translation->at++;
	if (is_set)
		gantry_buffer_printf(translation->to,
		    translation->is_in_class ? "%s"
			: c == 's'	     ? "[%s]"
					     : "[^%s]",
		    SPACES);
	else if (c == 'v')
		gantry_buffer_puts(translation->to, "\\x0b");
	else if (c == '0')
		gantry_buffer_puts(translation->to, "\\x00");
	else
		gantry_buffer_printf(translation->to, "\\%c", c);
	return 0;
}

/* What is within brackets, up to the last one. */
static int
put_class(struct translation *translation)
{
	struct gantry_buffer *to = translation->to;
	int result = 0;
	char c = '\0';

	translation->is_in_class = true;
	gantry_buffer_putc(to, '[');
	if (translation->at < translation->end && *translation->at == '^')
		gantry_buffer_putc(to, *translation->at++);
	while (result == 0 && translation->at < translation->end) {
		c = *translation->at++;
		if (c == ']')
			break;
		if (c == '\\') {
			result = put_escape(translation);
			c = '\0';
		} else if (c == '[')
			gantry_buffer_puts(to, "\\[");
		else
			gantry_buffer_putc(to, c);
	}
	if (result == -1)
		return -1;
	if (c != ']')
		return fail(translation, "a '[' has no ']'");
	translation->is_in_class = false;
	gantry_buffer_putc(to, ']');
	return 0;
}

/* "(?" must be one of ECMA-262's groups. */
static int
put_group(struct translation *translation)
{
	const char *at = translation->at;
	size_t left = (size_t)(translation->end - at);

	gantry_buffer_putc(translation->to, '(');
	if (left > 0 && *at == '*')
		return fail(translation, "there is nothing to repeat");
	if (left < 2 || *at != '?')
		return 0;
	if (strchr(":=!", at[1]) == NULL &&
	    (at[1] != '<' || left < 3 ||
		(strchr("=!", at[2]) == NULL &&
		    !isalpha((unsigned char)at[2]) && at[2] != '_')))
		return fail(translation, "'(?' begins no known group");
	gantry_buffer_puts(translation->to, "?");
	translation->at++;
	return 0;
}

/* Is a quantifier in braces here, "{1}", "{1,}" or "{1,2}"?  Its end, or NULL
 */
static const char *
find_braces(const struct translation *translation)
{
	const char *at = translation->at, *end = translation->end;

	if (at == end || !isdigit((unsigned char)*at))
		return NULL;
	while (at < end && isdigit((unsigned char)*at))
		at++;
	if (at < end && *at == ',')
		at++;
	while (at < end && isdigit((unsigned char)*at))
		at++;
	return at < end && *at == '}' ? at + 1 : NULL;
}

/* A quantifier, whose first character is C. */
static int
put_quantifier(struct translation *translation, char c)
{
	const char *braces;

	if (!translation->is_item)
		return fail(translation, "there is nothing to repeat");
	gantry_buffer_putc(translation->to, c);
	if (c == '{') {
		braces = find_braces(translation);
		if (braces == NULL)
			return fail(translation, "a '{' needs a backslash");
		gantry_buffer_add(translation->to, translation->at,
		    (size_t)(braces - translation->at));
		translation->at = braces;
	}
	if (translation->at < translation->end && *translation->at == '?')
		gantry_buffer_putc(translation->to, *translation->at++);
	translation->is_item = false;
	return 0;
}

static int
put_item(struct translation *translation)
{
	struct gantry_buffer *to = translation->to;
	const char c = *translation->at++;

	if (strchr("*+?{", c) != NULL && c != '\0')
		return put_quantifier(translation, c);
	translation->is_item = strchr("^|(", c) == NULL || c == '\0';
	switch (c) {
	case '\\':
		return put_escape(translation);
	case '[':
		return put_class(translation);
	case '(':
		return put_group(translation);
	case '.':
		gantry_buffer_puts(to, "[^" LINE_ENDS "]");
		return 0;
	case ']':
	case '}':
		gantry_buffer_printf(to, "\\%c", c);
		return 0;
	case '\0':
		gantry_buffer_puts(to, "\\x00");
		return 0;
	default:
		gantry_buffer_putc(to, c);
		return 0;
	}
}

int
expression_translate(const char *text, size_t length, struct gantry_buffer *to,
    struct gantry_error *error)
{
	struct translation translation = {
		.at = text,
		.end = text + length,
		.to = to,
		.error = error,
	};

	/* So that no text is empty, nor a verb. */
	gantry_buffer_puts(to, "(?:)");
	while (translation.at < translation.end)
		if (put_item(&translation) == -1)
			return -1;
	return gantry_buffer_failed(to) ? gantry_error_memory(error) : 0;
}
