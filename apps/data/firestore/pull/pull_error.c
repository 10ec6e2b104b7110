/*
 * Firestore's errors as messages that say what to do.
 */
#include <string.h>
#include <time.h>

#include "data/firestore/pull/pull_error.h"
#include "data/firestore/rest/rest_read.h"

/* How long Firestore keeps old versions by default. */
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
pull_error_find(struct pull_error *found, const json_t *answer, long code)
{
	const json_t *object = find_error(answer);
	const json_t *given = json_object_get(object, "code");

	if (object == NULL && code == 200)
		return false;
	/* An error after the first documents comes with status 200. */
	found->code = code == 200 ? 500 : code;
	if (json_is_integer(given))
		found->code = (long)json_integer_value(given);
	found->status = get_text(object, "status");
	found->message = get_text(object, "message");
	return true;
}

static const char *
advise(const struct pull_error *found)
{
	switch (found->code) {
	case 401:
		return "Firestore does not accept the credentials; set "
		       "GOOGLE_APPLICATION_CREDENTIALS to a service account's "
		       "key, or give a fresh token with --token-file";
	case 403:
		return "grant the account the role roles/datastore.viewer on "
		       "the project, and check that the Firestore API is "
		       "enabled";
	case 404:
		return "no such database; check --project and --database";
	case 429:
		return "the quota is used up; continue later with --resume";
	default:
		return "Firestore rejected the request";
	}
}

bool
pull_error_is_index(const struct pull_error *found)
{
	return strcmp(found->status, "FAILED_PRECONDITION") == 0 &&
	    strstr(found->message, " index") != NULL;
}

bool
pull_error_is_stale(const struct pull_error *found, const char *read_time)
{
	static const char *const signs[] = { "read_time", "readTime",
		"read time", "snapshot", "too old" };
	int64_t then;
	size_t i;

	if (read_time == NULL || pull_error_is_index(found) ||
	    (strcmp(found->status, "FAILED_PRECONDITION") != 0 &&
		strcmp(found->status, "INVALID_ARGUMENT") != 0))
		return false;
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strstr(found->message, signs[i]) != NULL)
			return true;
	return rest_read_timestamp(
		   (struct bytes){ read_time, strlen(read_time) }, &then) ==
	    0 &&
	    time(NULL) - then / 1000000 > READ_TIME_SECONDS;
}

int
pull_error_explain(const struct pull_error *found,
    const struct pull_error_context *context, struct gantry_error *error)
{
	if (context->stale_read_time != NULL)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the pull reads the data as of %s, which is too old: "
		    "Firestore keeps one hour, or 7 days with point-in-time "
		    "recovery; remove the spool file and pull again "
		    "(%.40s: %.160s)",
		    context->stale_read_time, found->status, found->message);
	/* The message ends in a link that creates the index. */
	if (pull_error_is_index(found))
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "an index is missing; gantry-cache(1) says how to create it "
		    "(FAILED_PRECONDITION): %s",
		    found->message);
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "project %.80s, database %.80s: %s (status %ld%s%.40s%s%.120s)",
	    context->project, context->database, advise(found), found->code,
	    found->status[0] != '\0' ? " " : "", found->status,
	    found->message[0] != '\0' ? ": " : "", found->message);
}
