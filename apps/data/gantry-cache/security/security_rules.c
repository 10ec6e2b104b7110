/*
 * The paths of nested matches follow each other.  The first three segments name
 * the database, /databases/{database}/documents.
 */
#include <stdio.h>
#include <string.h>

#include "data/gantry-cache/security/rules_reader.h"
#include "data/gantry-cache/security/security_rules.h"

/* Firestore takes 256 KiB. */
#define RULES_MAX ((size_t)1 << 20)

#define DEPTH_MAX     32 /* of matches */
#define SEGMENTS_MAX  200
#define PREFIX	      3 /* segments of the database */
#define CONDITION_MAX ((size_t)100)

enum {
	ALLOWS_GET = 1,
	ALLOWS_LIST = 2,
};

struct proposer {
	struct rules_reader reader;
	struct gantry_buffer *lines;
	unsigned version; /* of the rules */
	struct bytes segments[SEGMENTS_MAX];
	size_t count;
	const char *obstacle; /* why nothing in the match can be allowed */
};

static int read_match(
    struct proposer *proposer, size_t depth, struct gantry_error *error);

static bool
is_variable(struct bytes segment)
{
	return segment.length > 0 && segment.data[0] == '{';
}

static bool
is_deep(struct bytes segment)
{
	return is_variable(segment) && segment.length >= 4 &&
	    memcmp(segment.data + segment.length - 4, "=**}", 4) == 0;
}

/* A variable is a name, or a name and =**. */
static bool
is_good(struct bytes segment)
{
	size_t i, length = segment.length;

	if (length == 0)
		return false;
	if (!is_variable(segment)) {
		/* Expressions, and what may be encoded. */
		for (i = 0; i < length; i++)
			if ((unsigned char)segment.data[i] < ' ' ||
			    strchr("%$=\"'`\\(){}#;\x7f", segment.data[i]) !=
				NULL)
				return false;
		return true;
	}
	length -= is_deep(segment) ? 4 : 1;
	for (i = 1; i < length; i++)
		if (strchr("=*{}/$", segment.data[i]) != NULL)
			return false;
	return length > 1 && segment.data[segment.length - 1] == '}';
}

/* Why can the path at hand not be a pattern?  NULL: it can. */
static const char *
find_obstacle(const struct proposer *proposer)
{
	const struct bytes *segments = proposer->segments;
	size_t i, deep = 0;

	if (proposer->count < PREFIX ||
	    !bytes_is_equal(segments[0], "databases") ||
	    !bytes_is_equal(segments[2], "documents"))
		return "it is not below /databases/{database}/documents";
	if (!is_variable(segments[1]) || is_deep(segments[1]))
		return "it is about one database alone";
	for (i = 0; i < proposer->count; i++)
		if (!is_good(segments[i]))
			return "its path is not understood";
	for (i = PREFIX; i < proposer->count; i++)
		deep += is_deep(segments[i]);
	if (deep > 1)
		return "it has two recursive wildcards";
	if (deep == 1 && proposer->version < 2 &&
	    !is_deep(segments[proposer->count - 1]))
		return "only rules of version 2 have a recursive wildcard that "
		       "is not the last segment";
	if (deep == 0 &&
	    ((proposer->count - PREFIX) % 2 != 0 || proposer->count == PREFIX))
		return "it matches no document";
	return NULL;
}

static void
add_literal(struct gantry_buffer *lines, struct bytes segment)
{
	size_t i;

	for (i = 0; i < segment.length; i++) {
		if (segment.data[i] == '*')
			gantry_buffer_putc(lines, '\\');
		gantry_buffer_putc(lines, segment.data[i]);
	}
}

static void
add_pattern(const struct proposer *proposer)
{
	struct gantry_buffer *lines = proposer->lines;
	size_t i;

	for (i = PREFIX; i < proposer->count; i++) {
		if (i > PREFIX)
			gantry_buffer_putc(lines, '/');
		if (!is_variable(proposer->segments[i])) {
			add_literal(lines, proposer->segments[i]);
			continue;
		}
		if (!is_deep(proposer->segments[i])) {
			gantry_buffer_putc(lines, '*');
			continue;
		}
		/* In version 1 it is not of the document itself. */
		if (proposer->version < 2 && i > PREFIX &&
		    (i - PREFIX) % 2 == 0)
			gantry_buffer_puts(lines, "*/");
		gantry_buffer_puts(lines, "**");
	}
}

/* Append TEXT in one line. */
static void
add_text(struct gantry_buffer *lines, struct bytes text)
{
	size_t i;

	for (i = 0; i < text.length; i++)
		gantry_buffer_putc(lines,
		    (unsigned char)text.data[i] < ' ' || text.data[i] == '\x7f'
			? ' '
			: text.data[i]);
}

/* Append the path of the match, as in the rules. */
static void
add_path(const struct proposer *proposer)
{
	size_t i;

	for (i = 0; i < proposer->count; i++) {
		gantry_buffer_putc(proposer->lines, '/');
		add_text(proposer->lines, proposer->segments[i]);
	}
}

static const char *
name_of(int allowed)
{
	return allowed == ALLOWS_GET ? "get"
	    : allowed == ALLOWS_LIST ? "list"
				     : "read";
}

/* Append a comment: what is ALLOWED is not proposed, for the reason WHY. */
static void
add_comment(const struct proposer *proposer, unsigned line, int allowed,
    struct bytes why)
{
	gantry_buffer_printf(
	    proposer->lines, "# line %u: %s of ", line, name_of(allowed));
	add_path(proposer);
	gantry_buffer_puts(proposer->lines, " is left out: ");
	add_text(proposer->lines, why);
	gantry_buffer_putc(proposer->lines, '\n');
}

static void
add_reason(const struct proposer *proposer, unsigned line, int allowed,
    const char *why)
{
	add_comment(
	    proposer, line, allowed, (struct bytes){ why, strlen(why) });
}

static void
add_rule(const struct proposer *proposer, unsigned line, int allowed)
{
	const struct bytes last = proposer->segments[proposer->count - 1];

	if (proposer->obstacle != NULL) {
		add_reason(proposer, line, allowed, proposer->obstacle);
		return;
	}
	if (allowed == ALLOWS_LIST && !is_variable(last)) {
		add_reason(proposer, line, allowed,
		    "queries are about all documents of a collection");
		return;
	}
	gantry_buffer_puts(proposer->lines, "allow = ");
	/* A word of ours, where the name of a collection begins with one. */
	if (allowed != (ALLOWS_GET | ALLOWS_LIST))
		gantry_buffer_printf(proposer->lines, "%s ", name_of(allowed));
	add_pattern(proposer);
	gantry_buffer_putc(proposer->lines, '\n');
}

/* Read "read, create": which of them are ours. */
static int
read_methods(
    struct proposer *proposer, int *allowed, struct gantry_error *error)
{
	static const struct {
		const char *name;
		int allows;
	} methods[] = {
		{ "read", ALLOWS_GET | ALLOWS_LIST },
		{ "get", ALLOWS_GET },
		{ "list", ALLOWS_LIST },
		{ "write", 0 },
		{ "create", 0 },
		{ "update", 0 },
		{ "delete", 0 },
	};
	const size_t count = sizeof(methods) / sizeof(methods[0]);
	size_t i;

	*allowed = 0;
	do {
		for (i = 0; i < count; i++)
			if (rules_reader_take(
				&proposer->reader, methods[i].name))
				break;
		if (i == count)
			return rules_reader_fail(
			    &proposer->reader, "a method such as read", error);
		*allowed |= methods[i].allows;
	} while (rules_reader_take(&proposer->reader, ","));
	return 0;
}

/* What follows "if". */
struct condition {
	struct bytes text; /* as it is written */
	struct gantry_buffer words; /* with a blank between them */
};

/* Read it up to its semicolon, or the brace behind the last one. */
static int
read_condition(struct proposer *proposer, struct condition *condition,
    struct gantry_error *error)
{
	struct rules_reader *reader = &proposer->reader;
	struct bytes word = rules_reader_peek(reader);
	size_t depth = 0;

	for (condition->text.data = word.data;;) {
		word = rules_reader_peek(reader);
		if (word.length == 0)
			return rules_reader_fail(reader, "';'", error);
		if (depth == 0 && bytes_is_equal(word, "}"))
			return 0;
		(void)rules_reader_next(reader);
		if (depth == 0 && bytes_is_equal(word, ";"))
			return 0;
		depth += strchr("([{", word.data[0]) != NULL;
		if (strchr(")]}", word.data[0]) != NULL && depth-- == 0)
			return rules_reader_fail(reader, "';'", error);
		if (condition->words.length > 0)
			gantry_buffer_putc(&condition->words, ' ');
		gantry_buffer_add(&condition->words, word.data, word.length);
		condition->text.length =
		    (size_t)(reader->at - condition->text.data);
	}
}

/* Is it TRUTH, perhaps in parentheses? */
static bool
is_constant(const struct condition *condition, const char *truth)
{
	struct bytes text = { condition->words.data, condition->words.length };

	while (text.length > 4 && memcmp(text.data, "( ", 2) == 0 &&
	    memcmp(text.data + text.length - 2, " )", 2) == 0) {
		text.data += 2;
		text.length -= 4;
	}
	return bytes_is_equal(text, truth);
}

/* Tell what a rule depends on; "false" goes without saying. */
static void
add_condition(const struct proposer *proposer, unsigned line, int allowed,
    const struct condition *condition)
{
	struct gantry_buffer why = { 0 };
	const bool is_long = condition->text.length > CONDITION_MAX;

	if (is_constant(condition, "false"))
		return;
	gantry_buffer_puts(&why, "it depends on ");
	gantry_buffer_add(&why, condition->text.data,
	    is_long ? CONDITION_MAX : condition->text.length);
	gantry_buffer_puts(&why, is_long ? " ..." : "");
	if (!gantry_buffer_failed(&why))
		add_comment(proposer, line, allowed,
		    (struct bytes){ why.data, why.length });
	gantry_buffer_clear(&why);
}

/* Read an allow statement, whose first word was taken. */
static int
read_allow(struct proposer *proposer, struct gantry_error *error)
{
	const unsigned line = proposer->reader.word_line;
	struct condition condition = { { NULL, 0 }, { 0 } };
	int allowed, result;

	if (read_methods(proposer, &allowed, error) == -1)
		return -1;
	if (rules_reader_take(&proposer->reader, ";")) {
		if (allowed != 0)
			add_rule(proposer, line, allowed);
		return 0;
	}
	if (rules_reader_expect(&proposer->reader, ":", error) == -1 ||
	    rules_reader_expect(&proposer->reader, "if", error) == -1)
		return -1;
	result = read_condition(proposer, &condition, error);
	if (gantry_buffer_failed(&condition.words))
		result = gantry_error_memory(error);
	if (result == 0 && allowed != 0) {
		if (is_constant(&condition, "true"))
			add_rule(proposer, line, allowed);
		else
			add_condition(proposer, line, allowed, &condition);
	}
	gantry_buffer_clear(&condition.words);
	return result;
}

/* Read what is in a match or a service, whose { was taken, up to its }. */
static int
read_block(struct proposer *proposer, size_t depth, struct gantry_error *error)
{
	struct rules_reader *reader = &proposer->reader;
	int result = 0;

	while (result == 0 && !rules_reader_take(reader, "}")) {
		if (rules_reader_take(reader, "match")) {
			result = read_match(proposer, depth + 1, error);
		} else if (rules_reader_take(reader, "allow")) {
			result = read_allow(proposer, error);
		} else if (rules_reader_take(reader, "function")) {
			while (rules_reader_peek(reader).length > 0 &&
			    !bytes_is_equal(rules_reader_peek(reader), "{"))
				(void)rules_reader_next(reader);
			result = rules_reader_skip_block(reader, error);
		} else {
			result = rules_reader_fail(
			    reader, "match, allow, function or '}'", error);
		}
	}
	return result;
}

/* Read a match statement, whose first word was taken. */
static int
read_match(struct proposer *proposer, size_t depth, struct gantry_error *error)
{
	struct rules_reader *reader = &proposer->reader;
	const size_t outer = proposer->count;
	const char *outside = proposer->obstacle;
	int result;

	if (depth > DEPTH_MAX)
		return rules_reader_fail(
		    reader, "fewer matches in each other", error);
	while (rules_reader_take(reader, "/")) {
		if (proposer->count == SEGMENTS_MAX)
			return rules_reader_fail(
			    reader, "fewer segments", error);
		proposer->segments[proposer->count++] =
		    rules_reader_segment(reader);
	}
	if (proposer->count == outer)
		return rules_reader_fail(reader, "a path", error);
	if (rules_reader_expect(reader, "{", error) == -1)
		return -1;
	proposer->obstacle = find_obstacle(proposer);
	result = read_block(proposer, depth, error);
	proposer->count = outer;
	proposer->obstacle = outside;
	return result;
}

/* Read "service cloud.firestore { ... }", whose first word was taken. */
static int
read_service(struct proposer *proposer, struct gantry_error *error)
{
	struct rules_reader *reader = &proposer->reader;

	if (!rules_reader_take(reader, "cloud") ||
	    !rules_reader_take(reader, ".") ||
	    !rules_reader_take(reader, "firestore"))
		return rules_reader_fail(
		    reader, "the service cloud.firestore", error);
	if (rules_reader_expect(reader, "{", error) == -1)
		return -1;
	proposer->obstacle = find_obstacle(proposer);
	return read_block(proposer, 0, error);
}

/* Read "rules_version = '2';", whose first word was taken. */
static int
read_version(struct proposer *proposer, struct gantry_error *error)
{
	struct rules_reader *reader = &proposer->reader;
	struct bytes version;

	if (rules_reader_expect(reader, "=", error) == -1)
		return -1;
	version = rules_reader_peek(reader);
	if (version.length != 3 ||
	    (version.data[1] != '1' && version.data[1] != '2'))
		return rules_reader_fail(reader, "'1' or '2'", error);
	(void)rules_reader_next(reader);
	proposer->version = (unsigned)(version.data[1] - '0');
	(void)rules_reader_take(reader, ";");
	return 0;
}

int
security_rules_propose(
    struct bytes text, struct gantry_buffer *lines, struct gantry_error *error)
{
	struct proposer proposer = {
		.reader = { text.data, text.data + text.length, 1, 1 },
		.lines = lines,
		.version = 1,
	};
	struct rules_reader *reader = &proposer.reader;
	int result = 0;

	if (rules_reader_take(reader, "rules_version"))
		result = read_version(&proposer, error);
	if (result == 0)
		result = rules_reader_expect(reader, "service", error);
	if (result == 0)
		result = read_service(&proposer, error);
	if (result == 0 && reader->at < reader->end &&
	    rules_reader_peek(reader).length > 0)
		result =
		    rules_reader_fail(reader, "the end of the file", error);
	if (result == 0 && gantry_buffer_failed(lines))
		result = gantry_error_memory(error);
	return result;
}

int
security_rules_read(
    FILE *file, struct gantry_buffer *text, struct gantry_error *error)
{
	char *room;
	size_t size;

	do {
		room = gantry_buffer_reserve(text, 65536);
		if (room == NULL)
			return gantry_error_memory(error);
		size = fread(room, 1, 65536, file);
		text->length += size;
	} while (size > 0 && text->length <= RULES_MAX);
	if (ferror(file))
		return gantry_error_system(error, "cannot read it");
	if (text->length > RULES_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "security rules have at most %zu bytes", RULES_MAX);
	return 0;
}
