/*
 * Nothing is copied: words are parts of the text.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "data/gantry-cache/security/rules_reader.h"

static bool
begins(const struct rules_reader *reader, const char *with)
{
	const size_t length = strlen(with);

	return (size_t)(reader->end - reader->at) >= length &&
	    memcmp(reader->at, with, length) == 0;
}

static void
step(struct rules_reader *reader)
{
	reader->line += *reader->at++ == '\n';
}

/* Skip a comment to its end, which is END. */
static void
skip_to(struct rules_reader *reader, const char *end)
{
	while (reader->at < reader->end && !begins(reader, end))
		step(reader);
}

static void
skip_blanks(struct rules_reader *reader)
{
	while (reader->at < reader->end) {
		if (begins(reader, "//")) {
			skip_to(reader, "\n");
		} else if (begins(reader, "/*")) {
			reader->at += 2;
			skip_to(reader, "*/");
			if (reader->at < reader->end)
				reader->at += 2;
		} else if (isspace((unsigned char)*reader->at)) {
			step(reader);
		} else {
			break;
		}
	}
}

static bool
is_word(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

/* Skip a string to behind its last quote.  Returns false without one. */
static bool
skip_string(struct rules_reader *reader)
{
	const char quote = *reader->at++;

	while (reader->at < reader->end && *reader->at != quote) {
		if (*reader->at == '\\' && reader->at + 1 < reader->end)
			reader->at++;
		step(reader);
	}
	if (reader->at == reader->end)
		return false;
	reader->at++;
	return true;
}

struct bytes
rules_reader_next(struct rules_reader *reader)
{
	const char *start;

	skip_blanks(reader);
	start = reader->at;
	reader->word_line = reader->line;
	if (start == reader->end)
		return (struct bytes){ start, 0 };
	if (*start == '\'' || *start == '"') {
		if (!skip_string(reader))
			return (struct bytes){ start, 0 };
	} else if (is_word(*start)) {
		while (reader->at < reader->end && is_word(*reader->at))
			reader->at++;
	} else {
		reader->at++;
	}
	return (struct bytes){ start, (size_t)(reader->at - start) };
}

struct bytes
rules_reader_peek(const struct rules_reader *reader)
{
	struct rules_reader copy = *reader;

	return rules_reader_next(&copy);
}

bool
rules_reader_take(struct rules_reader *reader, const char *word)
{
	struct rules_reader copy = *reader;

	if (!bytes_is_equal(rules_reader_next(&copy), word))
		return false;
	*reader = copy;
	return true;
}

int
rules_reader_fail(const struct rules_reader *reader, const char *expected,
    struct gantry_error *error)
{
	struct rules_reader copy = *reader;
	const struct bytes word = rules_reader_next(&copy);

	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "line %u: expected %s, found %s", copy.word_line, expected,
	    word.length > 0 ? bytes_show(word).text : "the end of the file");
}

int
rules_reader_expect(
    struct rules_reader *reader, const char *word, struct gantry_error *error)
{
	char expected[32];

	if (rules_reader_take(reader, word))
		return 0;
	snprintf(expected, sizeof(expected), "'%s'", word);
	return rules_reader_fail(reader, expected, error);
}

int
rules_reader_skip_block(struct rules_reader *reader, struct gantry_error *error)
{
	struct bytes word;
	size_t depth = 0;

	if (rules_reader_expect(reader, "{", error) == -1)
		return -1;
	for (depth = 1; depth > 0;) {
		word = rules_reader_next(reader);
		if (word.length == 0)
			return rules_reader_fail(reader, "'}'", error);
		depth += bytes_is_equal(word, "{");
		depth -= bytes_is_equal(word, "}");
	}
	return 0;
}

struct bytes
rules_reader_segment(struct rules_reader *reader)
{
	const char *start = reader->at;
	const bool is_variable = start < reader->end && *start == '{';

	while (reader->at < reader->end &&
	    !isspace((unsigned char)*reader->at) &&
	    (is_variable || strchr("/{};", *reader->at) == NULL))
		if (*reader->at++ == '}')
			break;
	return (struct bytes){ start, (size_t)(reader->at - start) };
}
