/*
 * Which methods of HTTP are known.
 */
#include <stdlib.h>
#include <string.h>

#include "web/operations.h"

/*
 * The registry of RFC 9110 section 16.1 in the order of strcmp(3), without PRI
 * and "*", which are reserved so that no one uses them.
 */
static const char *const registered[] = { "ACL", "BASELINE-CONTROL", "BIND",
	"CHECKIN", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD",
	"LABEL", "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL",
	"MKREDIRECTREF", "MKWORKSPACE", "MOVE", "OPTIONS", "ORDERPATCH",
	"PATCH", "POST", "PROPFIND", "PROPPATCH", "PUT", "QUERY", "REBIND",
	"REPORT", "SEARCH", "TRACE", "UNBIND", "UNCHECKOUT", "UNLINK", "UNLOCK",
	"UPDATE", "UPDATEREDIRECTREF", "VERSION-CONTROL" };

static int
compare(const void *method, const void *entry)
{
	return strcmp(method, *(const char *const *)entry);
}

static bool
is_declared(const struct entry *entry, const char *method)
{
	const struct operation *operation;

	for (; entry != NULL; entry = entry->next)
		for (operation = entry->operations; operation != NULL;
		     operation = operation->next)
			if (operation->method != NULL &&
			    strcmp(operation->method, method) == 0)
				return true;
	return false;
}

bool
method_is_known(const struct entry *entries, const char *method)
{
	return bsearch(method, registered,
		   sizeof(registered) / sizeof(registered[0]),
		   sizeof(registered[0]), compare) != NULL ||
	    is_declared(entries, method);
}
