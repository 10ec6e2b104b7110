/*
 * Decides what an object is by the names of its members.  Only members that
 * hold no documents are ignored.
 */
#include <stdint.h>
#include <string.h>

#include "data/firestore/bytes.h"
#include "data/firestore/json/json_answer.h"
#include "data/firestore/members.h"

#define MESSAGE_SIZE 320

/* Members that accompany documents and hold none. */
static const char *const beside[] = {
	"readTime",
	"read_time",
	"done",
	"transaction",
	"skippedResults",
	"skipped_results",
	"explainMetrics",
	"explain_metrics",
	"nextPageToken",
	"next_page_token",
};

/* Members that only documents have. */
static const char *const of_document[] = { "name", "path", "fields" };

static bool
is_one_of(struct bytes name, const char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (bytes_is_equal(name, names[i]))
			return true;
	}
	return false;
}

static bool
is_document(const json_t *json)
{
	size_t i;

	for (i = 0; i < sizeof(of_document) / sizeof(of_document[0]); i++) {
		if (json_object_get(json, of_document[i]) != NULL)
			return true;
	}
	return false;
}

/*
 * A list with missing documents has only their names.  An object with another
 * name, such as that of a person, is not one of Firestore's.
 */
static bool
is_missing(const json_t *document)
{
	const char *name = json_string_value(json_object_get(document, "name"));

	return json_object_size(document) == 1 && name != NULL &&
	    strncmp(name, "projects/", strlen("projects/")) == 0;
}

static int
fail_with(const json_t *answered, struct gantry_error *error)
{
	const json_t *message = json_object_get(answered, "message");
	const char *status =
	    json_string_value(json_object_get(answered, "status"));
	char text[MESSAGE_SIZE];
	size_t i;

	for (i = 0; i < json_string_length(message) && i + 1 < sizeof(text);
	     i++) {
		text[i] = json_string_value(message)[i];
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = ' ';
	}
	text[i] = '\0';
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected documents, found an error that Firestore returned: "
	    "%s%s%.32s",
	    i > 0 ? text : "no message", status != NULL ? ", " : "",
	    status != NULL ? status : "");
}

static int
check_beside(const json_t *json, bool is_list, const char *holder,
    struct gantry_error *error)
{
	struct bytes name;
	json_t *value;

	json_object_keylen_foreach(
	    members_of(json), name.data, name.length, value)
	{
		if (is_one_of(name, beside, sizeof(beside) / sizeof(beside[0])))
			continue;
		if (is_list && bytes_is_equal(name, "documents"))
			continue;
		if (holder != NULL && bytes_is_equal(name, holder))
			continue;
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a document of the REST API or an answer with "
		    "documents, found an object with the member %s",
		    bytes_show(name).text);
	}
	return 0;
}

/* The name of the member that holds a document or its name, or NULL. */
static const char *
find_document_member(const json_t *json)
{
	static const char *const holders[] = { "document", "found", "missing" };
	size_t i;

	for (i = 0; i < sizeof(holders) / sizeof(holders[0]); i++) {
		if (json_object_get(json, holders[i]) != NULL)
			return holders[i];
	}
	return NULL;
}

static bool
has_token(const json_t *json)
{
	const json_t *token = json_object_get(json, "nextPageToken");

	if (token == NULL)
		token = json_object_get(json, "next_page_token");
	return json_string_length(token) > 0;
}

int
json_answer_read(struct json_answer *answer, const json_t *json, bool is_list,
    struct gantry_error *error)
{
	const json_t *answered = json_object_get(json, "error");
	const char *holder = find_document_member(json);
	const json_t *held = NULL;

	*answer = (struct json_answer){ .is_continued = has_token(json) };
	/* A page of a list without documents may be {}. */
	answer->is_list =
	    is_list || answer->is_continued || json_object_size(json) == 0;
	if (json_is_object(answered))
		return fail_with(answered, error);
	if (!is_list && is_document(json)) {
		held = json;
	} else if (check_beside(json, is_list, holder, error) == -1) {
		return -1;
	} else if (holder != NULL) {
		held = json_object_get(json, holder);
		answer->is_missing = strcmp(holder, "missing") == 0;
	}
	if (held == NULL || answer->is_missing)
		return 0;
	if (is_missing(held))
		answer->is_missing = true;
	else
		answer->document = held;
	return 0;
}
