/*
 * A request is about a set of documents, and allowed when one rule covers it.
 */
#include <stdlib.h>
#include <string.h>

#include "firestore/access/access_pattern.h"
#include "firestore/access/access_rules.h"
#include "firestore/access/access_tokens.h"

enum {
	RULE_GET = 1,
	RULE_LIST = 2,
};

struct rule {
	int allows;
	struct access_pattern pattern;
};

struct access {
	struct rule *rules;
	size_t count;
	struct access_tokens tokens;
};

/* Cut WORD and the blanks behind it off *TEXT, if it begins with them. */
static bool
cut_word(const char **text, const char *word)
{
	const size_t length = strlen(word);

	if (strncmp(*text, word, length) != 0 ||
	    strspn(*text + length, " \t") == 0)
		return false;
	*text += length;
	*text += strspn(*text, " \t");
	return true;
}

/* Does PATTERN have all documents of a collection? */
static bool
can_list(const struct access_pattern *pattern)
{
	return pattern->segments[pattern->count - 1].kind != ACCESS_LITERAL;
}

static int
read_rule(struct rule *rule, const char *text, struct gantry_error *error)
{
	rule->allows = RULE_GET | RULE_LIST;
	if (cut_word(&text, "get"))
		rule->allows = RULE_GET;
	else if (cut_word(&text, "list"))
		rule->allows = RULE_LIST;
	if (access_pattern_read(&rule->pattern, text, error) == -1)
		return -1;
	if (rule->allows == RULE_LIST && !can_list(&rule->pattern))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a list is of all documents of a collection: expected a "
		    "pattern that ends with * or **");
	return 0;
}

struct access *
access_new(const char *const *rules, size_t count, const char *token_file,
    struct gantry_error *error)
{
	struct access *access = calloc(1, sizeof(*access));
	size_t i;
	int result = 0;

	if (access != NULL)
		access->rules = calloc(count + 1, sizeof(*access->rules));
	if (access == NULL || access->rules == NULL)
		result = gantry_error_memory(error);
	for (i = 0; i < count && result == 0; i++) {
		access->count++;
		result = read_rule(&access->rules[i], rules[i], error);
		if (result == -1)
			gantry_error_prefix(
			    error, "allow rule '%.80s'", rules[i]);
	}
	if (result == 0 && token_file != NULL)
		result = access_tokens_read(&access->tokens, token_file, error);
	if (result == 0)
		return access;
	access_free(access);
	return NULL;
}

void
access_free(struct access *access)
{
	size_t i;

	if (access == NULL)
		return;
	for (i = 0; i < access->count; i++)
		access_pattern_clear(&access->rules[i].pattern);
	free(access->rules);
	access_tokens_clear(&access->tokens);
	free(access);
}

bool
access_has_token(const struct access *access, struct bytes token)
{
	return access_tokens_have(&access->tokens, token);
}

/* What a request is about. */
struct request {
	/* Room for what follows the path. */
	struct access_segment segments[ACCESS_SEGMENTS_MAX + 3];
	struct access_pattern set;
};

static void
add_segment(
    struct request *request, enum access_segment_kind kind, struct bytes text)
{
	request->segments[request->set.count++] =
	    (struct access_segment){ kind, text };
}

/* Begin with PATH, which may be empty.  Returns false when it is not one. */
static bool
begin(struct request *request, struct bytes path)
{
	const char *slash;
	struct bytes segment;

	request->set = (struct access_pattern){ .segments = request->segments };
	if (path.length == 0)
		return true;
	for (;;) {
		slash = memchr(path.data, '/', path.length);
		segment = path;
		if (slash != NULL)
			segment.length = (size_t)(slash - path.data);
		if (segment.length == 0 ||
		    request->set.count == ACCESS_SEGMENTS_MAX)
			return false;
		add_segment(request, ACCESS_LITERAL, segment);
		if (slash == NULL)
			return true;
		path.data += segment.length + 1;
		path.length -= segment.length + 1;
		if (path.length == 0)
			return false;
	}
}

static bool
is_allowed(const struct access *access, const struct request *request, int what)
{
	size_t i;

	for (i = 0; i < access->count; i++)
		if ((access->rules[i].allows & what) != 0 &&
		    access_pattern_covers(
			&access->rules[i].pattern, &request->set))
			return true;
	return false;
}

bool
access_get(const struct access *access, struct bytes document_path)
{
	struct request request;

	return begin(&request, document_path) && request.set.count > 0 &&
	    request.set.count % 2 == 0 &&
	    is_allowed(access, &request, RULE_GET);
}

bool
access_list(const struct access *access, struct bytes collection_path)
{
	const struct bytes none = { NULL, 0 };
	struct request request;

	if (!begin(&request, collection_path) || request.set.count % 2 == 0)
		return false;
	add_segment(&request, ACCESS_ONE, none);
	return is_allowed(access, &request, RULE_LIST);
}

bool
access_group(const struct access *access, struct bytes parent,
    struct bytes collection_id, bool is_kindless)
{
	const struct bytes none = { NULL, 0 };
	struct request request;

	if (!begin(&request, parent) || request.set.count % 2 != 0)
		return false;
	add_segment(&request, ACCESS_DEEP, none);
	if (!is_kindless) {
		if (collection_id.length == 0 ||
		    memchr(collection_id.data, '/', collection_id.length) !=
			NULL)
			return false;
		add_segment(&request, ACCESS_LITERAL, collection_id);
		add_segment(&request, ACCESS_ONE, none);
	}
	return is_allowed(access, &request, RULE_LIST);
}
