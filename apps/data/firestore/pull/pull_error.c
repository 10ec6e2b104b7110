/*
 * Firestore's errors, in words that help.
 */
#include <string.h>
#include <time.h>

#include "data/firestore/pull/pull_error.h"
#include "data/firestore/rest/rest_read.h"

/* For so long Firestore keeps what was, unless told to keep more. */
#define READ_TIME_SECONDS 3600

static const char *
get_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

static const json_t *
find_error(const json_t *answer)
{
	const json_t *found;
	size_t i;

	if (json_is_object(answer))
		return json_object_get(answer, "error");
	for (i = 0; i < json_array_size(answer); i++) {
		found = json_object_get(json_array_get(answer, i), "error");
		if (found != NULL)
			return found;
	}
	return NULL;
}

bool
pull_error_find(struct pull_refusal *refusal, const json_t *answer, long code)
{
	const json_t *found = find_error(answer);
	const json_t *given = json_object_get(found, "code");

	if (found == NULL && code == 200)
		return false;
	/* An error after the first documents comes with status 200. */
	refusal->code = code == 200 ? 500 : code;
	if (json_is_integer(given))
		refusal->code = (long)json_integer_value(given);
	refusal->status = get_text(found, "status");
	refusal->message = get_text(found, "message");
	return true;
}

static const char *
advise(const struct pull_refusal *refusal)
{
	switch (refusal->code) {
	case 401:
		return "the credentials are not accepted: set "
		       "GOOGLE_APPLICATION_CREDENTIALS to a service account's "
		       "key, or give a fresh token with --token-file";
	case 403:
		return "grant the account the role roles/datastore.viewer on "
		       "the project, and see that the Firestore API is enabled";
	case 404:
		return "are --project and --database right?";
	case 429:
		return "the quota is used up; go on later with --resume";
	default:
		return "Firestore refuses";
	}
}

bool
pull_error_is_index(const struct pull_refusal *refusal)
{
	return strcmp(refusal->status, "FAILED_PRECONDITION") == 0 &&
	    strstr(refusal->message, " index") != NULL;
}

bool
pull_error_is_stale(const struct pull_refusal *refusal, const char *read_time)
{
	static const char *const signs[] = { "read_time", "readTime",
		"read time", "snapshot", "too old" };
	int64_t then;
	size_t i;

	if (read_time == NULL || pull_error_is_index(refusal) ||
	    (strcmp(refusal->status, "FAILED_PRECONDITION") != 0 &&
		strcmp(refusal->status, "INVALID_ARGUMENT") != 0))
		return false;
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(refusal->message, signs[i]) != NULL)
			return true;
	return rest_read_timestamp(
		   (struct bytes){ read_time, strlen(read_time) }, &then) ==
	    0 &&
	    time(NULL) - then / 1000000 > READ_TIME_SECONDS;
}

int
pull_error_explain(const struct pull_refusal *refusal,
    const struct pull_caller *caller, struct gantry_error *error)
{
	const struct pull_target *target = caller->target;

	if (caller->is_stale)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "what was read is of %s, which Firestore no longer has "
		    "(it keeps an hour, or 7 days with point-in-time "
		    "recovery): remove the spool file and start anew "
		    "(%.40s: %.160s)",
		    caller->read_time, refusal->status, refusal->message);
	/* The message ends in a link that makes the index. */
	if (pull_error_is_index(refusal))
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "an index is missing, which gantry-cache(1) tells how to "
		    "make (FAILED_PRECONDITION): %s",
		    refusal->message);
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "project %.80s, database %.80s: %s (status %ld%s%.40s%s%.120s)",
	    target->project, target->database, advise(refusal), refusal->code,
	    refusal->status[0] != '\0' ? " " : "", refusal->status,
	    refusal->message[0] != '\0' ? ": " : "", refusal->message);
}
