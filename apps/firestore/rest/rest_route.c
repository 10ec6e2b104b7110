/*
 * The path is decoded: an id may hold any character, a colon too, so a verb is
 * looked for at the end alone.
 */
#include <string.h>

#include "firestore/rest/rest_request.h"

struct verb {
	const char *name;
	const char *method;
	bool of_database;
};

static const struct verb verbs[] = {
	{ "batchGet", "BatchGetDocuments", true },
	{ "batchWrite", "BatchWrite", true },
	{ "beginTransaction", "BeginTransaction", true },
	{ "commit", "Commit", true },
	{ "executePipeline", "ExecutePipeline", true },
	{ "listCollectionIds", "ListCollectionIds", false },
	{ "listen", "Listen", true },
	{ "partitionQuery", "PartitionQuery", false },
	{ "rollback", "Rollback", true },
	{ "runAggregationQuery", "RunAggregationQuery", false },
	{ "runQuery", "RunQuery", false },
	{ "write", "Write", true },
	{ NULL, NULL, false },
};

/* Go over one segment and the slash behind it; NULL: it is not there. */
static const char *
skip_segment(const char *at, const char *segment)
{
	size_t length = strcspn(at, "/");

	if (length == 0 ||
	    (segment != NULL &&
		(length != strlen(segment) ||
		    memcmp(at, segment, length) != 0)))
		return NULL;
	return at[length] == '/' ? at + length + 1 : NULL;
}

/*
 * Find what follows "projects/P/databases/D/documents" in RESOURCE; NULL when
 * it begins otherwise.
 */
static const char *
skip_documents(const char *resource)
{
	static const char documents[] = "documents";
	const char *at = skip_segment(resource, "projects");

	if (at != NULL)
		at = skip_segment(at, NULL);
	if (at != NULL)
		at = skip_segment(at, "databases");
	if (at != NULL)
		at = skip_segment(at, NULL);
	if (at == NULL || strncmp(at, documents, strlen(documents)) != 0)
		return NULL;
	at += strlen(documents);
	return *at == '\0' || *at == '/' || *at == ':' ? at : NULL;
}

static bool
set_method(struct rest_route *route, const char *name)
{
	route->method = rpc_find((struct bytes){ name, strlen(name) });
	return route->method != NULL;
}

static const struct verb *
find_verb(const char *name)
{
	const struct verb *verb;

	for (verb = verbs; verb->name != NULL; verb++)
		if (strcmp(verb->name, name) == 0)
			return verb;
	return NULL;
}

/* REST is what follows the documents in RESOURCE. */
static bool
find_post(struct rest_route *route, const char *resource, const char *rest)
{
	const char *colon = strrchr(rest, ':');
	const struct verb *verb = colon != NULL ? find_verb(colon + 1) : NULL;

	if (verb == NULL) {
		route->member = "parent";
		route->value = (struct bytes){ resource, strlen(resource) };
		return *rest == '/' && set_method(route, "CreateDocument");
	}
	route->has_body = true;
	route->member = verb->of_database ? "database" : "parent";
	route->value = (struct bytes){ resource, (size_t)(colon - resource) };
	if (colon > rest && colon[-1] == '/')
		route->value.length--;
	if (verb->of_database) {
		if (route->value.length > (size_t)(rest - resource))
			return false;
		route->value.length -= strlen("/documents");
	}
	return set_method(route, verb->method);
}

static size_t
count_segments(const char *rest)
{
	size_t count = 0;

	for (; *rest != '\0'; rest++)
		count += *rest == '/';
	return count;
}

static bool
find_read(struct rest_route *route, const char *resource, const char *rest)
{
	const char *last = strrchr(resource, '/');

	if (*rest != '/')
		return false;
	if (count_segments(rest) % 2 == 0) {
		route->member = "name";
		route->value = (struct bytes){ resource, strlen(resource) };
		return set_method(route, "GetDocument");
	}
	route->member = "parent";
	route->value = (struct bytes){ resource, (size_t)(last - resource) };
	route->has_collection = true;
	route->collection = (struct bytes){ last + 1, strlen(last + 1) };
	return set_method(route, "ListDocuments");
}

bool
rest_route_find(struct rest_route *route, const char *method, const char *path)
{
	const char *resource, *rest;

	*route = (struct rest_route){ .method = NULL };
	if (strncmp(path, "/v1/", 4) == 0)
		resource = path + 4;
	else if (strncmp(path, "/v1beta1/", 9) == 0)
		resource = path + 9;
	else
		return false;
	rest = skip_documents(resource);
	if (rest == NULL)
		return false;
	if (strcmp(method, "POST") == 0)
		return find_post(route, resource, rest);
	if (*rest != '/')
		return false;
	if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)
		return find_read(route, resource, rest);
	route->member = "name";
	route->value = (struct bytes){ resource, strlen(resource) };
	if (strcmp(method, "PATCH") == 0)
		return set_method(route, "UpdateDocument");
	return strcmp(method, "DELETE") == 0 &&
	    set_method(route, "DeleteDocument");
}
