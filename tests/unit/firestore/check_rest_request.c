#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "firestore/rest/rest_request.h"
#include "unit.h"

#define ROOT "projects/p/databases/(default)/documents"

static struct rest_route route;

/* What the path ROUTE says, "RunQuery parent=... collectionId=...". */
static const char *
find(const char *method, const char *path)
{
	static char text[512];

	if (!rest_route_find(&route, method, path))
		return "none";
	snprintf(text, sizeof(text), "%s %s=%.*s%s%.*s", route.method->name,
	    route.member, (int)route.value.length, route.value.data,
	    route.has_collection ? " " : "", (int)route.collection.length,
	    route.has_collection ? route.collection.data : "");
	return text;
}

START_TEST(documents_and_lists_are_told_by_the_length)
{
	ck_assert_str_eq(
	    find("GET", "/v1/" ROOT "/c/d"), "GetDocument name=" ROOT "/c/d");
	ck_assert_str_eq(find("HEAD", "/v1beta1/" ROOT "/c/d/e/f"),
	    "GetDocument name=" ROOT "/c/d/e/f");
	ck_assert_str_eq(
	    find("GET", "/v1/" ROOT "/c"), "ListDocuments parent=" ROOT " c");
	ck_assert_str_eq(find("GET", "/v1/" ROOT "/c/d/e"),
	    "ListDocuments parent=" ROOT "/c/d e");
	ck_assert_str_eq(
	    find("GET", "/v1/" ROOT "/"), "ListDocuments parent=" ROOT " ");
	ck_assert(!route.has_body);
}
END_TEST

START_TEST(a_verb_is_at_the_end)
{
	ck_assert_str_eq(
	    find("POST", "/v1/" ROOT ":runQuery"), "RunQuery parent=" ROOT);
	ck_assert(route.has_body);
	ck_assert_str_eq(
	    find("POST", "/v1/" ROOT "/:runQuery"), "RunQuery parent=" ROOT);
	ck_assert_str_eq(find("POST", "/v1/" ROOT "/c/a:runQuery:runQuery"),
	    "RunQuery parent=" ROOT "/c/a:runQuery");
	ck_assert_str_eq(find("POST", "/v1/" ROOT ":batchGet"),
	    "BatchGetDocuments database=projects/p/databases/(default)");
	ck_assert_str_eq(find("POST", "/v1/" ROOT "/:commit"),
	    "Commit database=projects/p/databases/(default)");
	/* A verb of the database has nothing before it. */
	ck_assert_str_eq(find("POST", "/v1/" ROOT "/c/d:batchGet"), "none");
	ck_assert_str_eq(find("POST", "/v1/" ROOT ":nope"), "none");
	/* Without POST it is an id. */
	ck_assert_str_eq(find("GET", "/v1/" ROOT "/c/a:runQuery"),
	    "GetDocument name=" ROOT "/c/a:runQuery");
}
END_TEST

START_TEST(writes_have_methods)
{
	ck_assert_str_eq(
	    find("POST", "/v1/" ROOT "/c"), "CreateDocument parent=" ROOT "/c");
	ck_assert_str_eq(find("PATCH", "/v1/" ROOT "/c/d"),
	    "UpdateDocument name=" ROOT "/c/d");
	ck_assert_str_eq(find("DELETE", "/v1/" ROOT "/c/d"),
	    "DeleteDocument name=" ROOT "/c/d");
	ck_assert_str_eq(find("PUT", "/v1/" ROOT "/c/d"), "none");
}
END_TEST

START_TEST(other_paths_are_nothing)
{
	static const char *const paths[] = { "", "/", "/v1", "/v1/", "/v1/x",
		"/v2/" ROOT "/c/d", "/v1/projects//databases/d/documents/c/d",
		"/v1/projects/p/databases/d", "/v1/projects/p/databases/d/",
		"/v1/projects/p/databases/d/documentsx/c",
		"/v1/projects/p/x/d/documents/c/d", "/v1/" ROOT, NULL };
	size_t i;

	for (i = 0; paths[i] != NULL; i++)
		ck_assert_str_eq(find("GET", paths[i]), "none");
	ck_assert_str_eq(find("POST", "/v1/" ROOT), "none");
}
END_TEST

/* The message that QUERY makes; NULL with an error. */
static char *
read_parameters(const char *query)
{
	json_t *request = json_object();
	struct gantry_error error;
	char *text = NULL;

	if (rest_parameters_read(query, request, &error) == 0)
		text = json_dumps(request, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(request);
	return text;
}

START_TEST(parameters_are_members)
{
	static const char *const cases[][2] = {
		{ "", "{}" },
		{ "&&", "{}" },
		{ "pageSize", "{}" },
		{ "pageSize=3&key=k&$alt=json&x=y&prettyPrint=true",
		    "{\"pageSize\":\"3\"}" },
		{ "page_size=3&order_by=a+desc%2Cb",
		    "{\"orderBy\":\"a desc,b\",\"pageSize\":\"3\"}" },
		{ "mask.fieldPaths=a&mask.field_paths=b.c",
		    "{\"mask\":{\"fieldPaths\":[\"a\",\"b.c\"]}}" },
		{ "pageToken=a%2Bb%2F%3D", "{\"pageToken\":\"a+b/=\"}" },
		{ "pageSize=1&pageSize=2", "{\"pageSize\":\"2\"}" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = read_parameters(cases[i][0]);

		ck_assert_ptr_nonnull(text);
		ck_assert_str_eq(text, cases[i][1]);
		free(text);
	}
}
END_TEST

START_TEST(malformed_parameters_are_refused)
{
	static const char *const cases[] = { "a=%", "a=%4", "a=%zz",
		"orderBy=%ff", "mask.fieldPaths=%c3", "%=a" };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_ptr_null(read_parameters(cases[i]));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		documents_and_lists_are_told_by_the_length,
		a_verb_is_at_the_end,
		writes_have_methods,
		other_paths_are_nothing,
		parameters_are_members,
		malformed_parameters_are_refused,
		NULL,
	};

	return unit_run("firestore/rest_request", tests);
}
