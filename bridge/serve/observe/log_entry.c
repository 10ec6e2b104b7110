/*
 * What the logs know about a request.
 */
#include <string.h>

#include "serve/observe/log_entry.h"

struct log_entry
log_entry_of_rejection(int status, int64_t milliseconds)
{
	struct log_entry entry = {
		.status = status,
		.microseconds = milliseconds * 1000,
	};

	clock_gettime(CLOCK_REALTIME, &entry.now);
	return entry;
}

enum slow_cause
log_entry_cause(const struct log_entry *entry, int64_t threshold)
{
	return entry->microseconds - entry->waited - entry->client_time <
		threshold
	    ? SLOW_CLIENT
	    : SLOW_APPLICATION;
}

const char *
log_entry_get(const struct log_entry *entry, const char *name)
{
	if (entry->environ != NULL)
		return gantry_environ_get(entry->environ, name);
	if (strcmp(name, "REMOTE_ADDR") == 0)
		return entry->client;
	if (strcmp(name, "REQUEST_METHOD") == 0)
		return entry->method;
	return NULL;
}

const char *
log_entry_target(const struct log_entry *entry)
{
	const char *target, *prefix, *query;

	if (entry->environ == NULL)
		return entry->target;
	target = gantry_environ_get(entry->environ, "REQUEST_URI");
	if (target != NULL && *target != '\0')
		return target;
	target = environ_text(entry->environ, "PATH_INFO");
	prefix = environ_text(entry->environ, "SCRIPT_NAME");
	query = environ_text(entry->environ, "QUERY_STRING");
	if (*prefix == '\0' && *query == '\0')
		return *target != '\0' ? target : NULL;
	return gantry_environ_format(entry->environ, "%s%s%s%s", prefix, target,
	    *query != '\0' ? "?" : "", query);
}
