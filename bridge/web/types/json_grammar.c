/*
 * The grammar of JSON, without values and without memory.  What an application
 * writes into its tables is checked with it; what clients send is parsed by
 * json_parse.c.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text/utf8.h"
#include "web/types/json_scalar.h"

#define LEVELS_MAX 64

struct checker {
	const char *at;
	const char *problem; /* at AT; NULL: none */
	unsigned level;
};

static bool check_value(struct checker *checker);

static bool
fail(struct checker *checker, const char *problem)
{
	if (checker->problem == NULL)
		checker->problem = problem;
	return false;
}

static void
skip_blanks(struct checker *checker)
{
	checker->at += strspn(checker->at, " \t\r\n");
}

static bool
skip(struct checker *checker, char character)
{
	skip_blanks(checker);
	if (*checker->at != character)
		return false;
	checker->at++;
	return true;
}

static bool
check_escape(struct checker *checker)
{
	const char *at = checker->at;

	if (*at != 'u') {
		if (*at == '\0' || strchr("\"\\/bfnrt", *at) == NULL)
			return fail(checker, "this escape is not one of JSON");
		checker->at++;
		return true;
	}
	for (checker->at++; checker->at <= at + 4; checker->at++)
		if (!isxdigit((unsigned char)*checker->at))
			return fail(
			    checker, "four hexadecimal digits are expected");
	return true;
}

static bool
check_string(struct checker *checker)
{
	size_t length;

	if (!skip(checker, '"'))
		return fail(checker, "a string is expected");
	while (*checker->at != '"') {
		if (*checker->at == '\\') {
			checker->at++;
			if (!check_escape(checker))
				return false;
			continue;
		}
		if ((unsigned char)*checker->at < ' ')
			return fail(checker,
			    *checker->at == '\0'
				? "the string does not end"
				: "a control character must be escaped");
		length = utf8_length(checker->at, strlen(checker->at));
		if (length == 0)
			return fail(checker, "this byte is not UTF-8");
		checker->at += length;
	}
	checker->at++;
	return true;
}

static bool
check_digits(struct checker *checker)
{
	size_t length = strspn(checker->at, "0123456789");

	checker->at += length;
	return length > 0 || fail(checker, "a digit is expected");
}

static bool
check_number(struct checker *checker)
{
	checker->at += *checker->at == '-';
	if (checker->at[0] == '0' && isdigit((unsigned char)checker->at[1]))
		return fail(checker, "a number must not begin with 0");
	if (!check_digits(checker))
		return false;
	if (*checker->at == '.') {
		checker->at++;
		if (!check_digits(checker))
			return false;
	}
	if (*checker->at != 'e' && *checker->at != 'E')
		return true;
	checker->at++;
	checker->at += *checker->at == '+' || *checker->at == '-';
	return check_digits(checker);
}

/* Check what is in the brackets of an object or array, and the last one. */
static bool
check_items(struct checker *checker, char end)
{
	if (checker->level == LEVELS_MAX)
		return fail(checker, "there are more than 64 levels");
	checker->level++;
	checker->at++;
	if (!skip(checker, end)) {
		do {
			if (end == '}' && !check_string(checker))
				return false;
			if (end == '}' && !skip(checker, ':'))
				return fail(checker, "a colon is expected");
			if (!check_value(checker))
				return false;
		} while (skip(checker, ','));
		if (!skip(checker, end))
			return fail(checker,
			    end == '}' ? "a comma or '}' is expected"
				       : "a comma or ']' is expected");
	}
	checker->level--;
	return true;
}

static bool
check_value(struct checker *checker)
{
	static const char *const words[] = { "null", "true", "false" };
	size_t i, length;

	skip_blanks(checker);
	if (*checker->at == '{')
		return check_items(checker, '}');
	if (*checker->at == '[')
		return check_items(checker, ']');
	if (*checker->at == '"')
		return check_string(checker);
	if (*checker->at == '-' || isdigit((unsigned char)*checker->at))
		return check_number(checker);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		length = strlen(words[i]);
		if (strncmp(checker->at, words[i], length) == 0) {
			checker->at += length;
			return true;
		}
	}
	return fail(checker, "a value is expected");
}

int
json_grammar_check(const char *text, struct gantry_error *error)
{
	struct checker checker = { .at = text };
	size_t line = 1, column = 1;

	if (check_value(&checker)) {
		skip_blanks(&checker);
		if (*checker.at == '\0')
			return 0;
		fail(&checker, "there is text after the end of the document");
	}
	for (; text < checker.at; text++) {
		if (*text == '\n') {
			line++;
			column = 1;
		} else if ((*text & 0xc0) != 0x80) {
			column++;
		}
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "line %zu, column %zu: %s", line, column, checker.problem);
}
