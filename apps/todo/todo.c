/*
 * A list of things to do: an API on a SQLite database.
 */
#include <gantry/gantry.h>
#include <gantry/sqlite.h>

#include "todo/todo.h"

static const char *const migrations[] = {
	"CREATE TABLE todo (id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" title TEXT NOT NULL, done BOOLEAN NOT NULL DEFAULT 0,"
	" version INTEGER NOT NULL DEFAULT 1)",
	NULL,
};
static const struct gantry_sqlite_options database = {
	.path = "todo.db",
	.setting = "folder",
	.migrations = migrations,
};

/* The columns of an item, as answers have them. */
#define COLUMNS "id, title, done, version"
#define ID	0
#define TAG	3

/* An item: a new one, a change, and one that is there. */
#define ITEM(required)                                                      \
	"{\"type\":\"object\",\"additionalProperties\":false," required     \
	",\"properties\":{\"id\":{\"type\":\"integer\",\"readOnly\":true}," \
	"\"title\":{\"type\":\"string\",\"minLength\":1,"                   \
	"\"maxLength\":200},\"done\":{\"type\":\"boolean\"},"               \
	"\"version\":{\"type\":\"integer\",\"readOnly\":true}}}"
#define ROW	ITEM("\"required\":[\"id\",\"title\",\"done\",\"version\"]")
#define ROWS	"{\"type\":\"array\",\"items\":" ROW "}"
#define TEA	"{\"id\":1,\"title\":\"tea\",\"done\":false,\"version\":1}"
#define JSON	"application/json"
#define MISSING "there is no such item"

static const struct gantry_metric_options changes = { .name = "changes",
	.help = "Items that were added, changed or deleted." };

static const struct gantry_param done = { .name = "done",
	.help = "only items that are done, or are not",
	.type = GANTRY_BOOLEAN };
static const struct gantry_param text = { .name = "text",
	.help = "only items with this text in their title" };
static const struct gantry_param limit = { .name = "limit",
	.help = "the most items of a page",
	.type = GANTRY_INTEGER,
	.minimum = 1,
	.maximum = 100,
	.fallback = "20" };
static const struct gantry_param after = { .name = "after",
	.help = "the id of the last item of the page before",
	.type = GANTRY_INTEGER,
	.maximum = INT64_MAX,
	.fallback = "0" };
static const struct gantry_param if_match = { .name = "If-Match",
	.help = "the ETag of the version to change",
	.place = GANTRY_IN_HEADER };

/* Prepare a statement whose ?1 is the id in the path, if it has one. */
static struct gantry_sqlite_statement *
prepare(struct gantry_request *request, const char *sql)
{
	struct gantry_sqlite_statement *statement =
	    gantry_sqlite_prepare(gantry_sqlite_get(request), sql);

	gantry_sqlite_bind_text(
	    statement, 1, gantry_request_field(request, "id"));
	return statement;
}

/* Answer with the row of an item.  Its version is the ETag. */
static int
answer_item(
    struct gantry_response *response, struct gantry_sqlite_statement *item)
{
	if (gantry_sqlite_find(item, response, MISSING) == -1)
		return -1;
	gantry_sqlite_put_row(item, gantry_response_json(response), NULL);
	return gantry_response_etag(
	    response, gantry_sqlite_text(item, TAG, NULL));
}

#define SELECT "SELECT " COLUMNS " FROM todo WHERE "

static int
list(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_sqlite_statement *select = prepare(request,
	    SELECT "id > ?1 AND (?2 IS NULL OR done = ?2)"
		   " AND (?3 IS NULL OR instr(lower(title), lower(?3)) > 0)"
		   " ORDER BY id LIMIT ?4");
	struct gantry_error error;

	if (gantry_sqlite_bind_param(select, 1, request, &after) == -1 ||
	    gantry_sqlite_bind_param(select, 2, request, &done) == -1 ||
	    gantry_sqlite_bind_param(select, 3, request, &text) == -1 ||
	    gantry_sqlite_bind_param(select, 4, request, &limit) == -1)
		return -1;
	return gantry_sqlite_put_rows(
		   select, gantry_response_json(response), NULL, &error) == -1
	    ? gantry_sqlite_fail(response, &error)
	    : 0;
}

static int
show(struct gantry_request *request, struct gantry_response *response)
{
	return answer_item(response, prepare(request, SELECT "id = ?1"));
}

/* Write an item with the members of the body, and answer with it. */
static int
write_item(struct gantry_request *request, struct gantry_sqlite_statement *item)
{
	const struct gantry_json_value *body = gantry_request_json(request, 0);

	gantry_sqlite_bind_json(item, 2, gantry_json_member(body, "title"));
	gantry_sqlite_bind_json(item, 3, gantry_json_member(body, "done"));
	if (answer_item(gantry_request_response(request), item) == -1)
		return -1;
	gantry_metric_add(gantry_request_state(request), 0, 1);
	return 0;
}

static int
create(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_sqlite_statement *item = prepare(request,
	    "INSERT INTO todo (id, title, done)"
	    " VALUES (?1, ?2, coalesce(?3, 0)) RETURNING " COLUMNS);
	struct gantry_url_field fields[] = { { "id", NULL }, { NULL, NULL } };

	if (write_item(request, item) == -1)
		return -1;
	fields[0].value = gantry_sqlite_text(item, ID, NULL);
	gantry_response_status(response, GANTRY_201);
	return gantry_response_location(
	    response, gantry_url_for(request, "item", fields));
}

/* The item is the version that the client wants to change. */
static int
check_version(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_sqlite_statement *item =
	    prepare(request, SELECT "id = ?1");

	if (gantry_sqlite_find(item, response, MISSING) == -1)
		return -1;
	return gantry_request_precondition(
	    request, gantry_sqlite_text(item, TAG, NULL), -1);
}

static int
change(struct gantry_request *request, struct gantry_response *response)
{
	if (check_version(request, response) == -1)
		return -1;
	return write_item(request,
	    prepare(request,
		"UPDATE todo SET title = coalesce(?2, title),"
		" done = coalesce(?3, done), version = version + 1"
		" WHERE id = ?1 RETURNING " COLUMNS));
}

static int
erase(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_sqlite_statement *item =
	    prepare(request, "DELETE FROM todo WHERE id = ?1 RETURNING id");

	if (check_version(request, response) == -1 ||
	    gantry_sqlite_find(item, response, MISSING) == -1)
		return -1;
	gantry_metric_add(gantry_request_state(request), 0, 1);
	gantry_response_status(response, GANTRY_204);
	return 0;
}

#define PROBLEM	  "application/problem+json", NULL, NULL
#define OK	  GANTRY_200, "the item", JSON, ROW, TEA
#define NOT_FOUND GANTRY_404, MISSING, PROBLEM
#define OUTDATED  GANTRY_412, "it is another version", PROBLEM
#define INVALID	  GANTRY_422, "the body is not an item", PROBLEM

static const struct gantry_route routes[] = {
	{ .uri_template = "/todos",
	    .on_get = GANTRY_RESPONDER(list),
	    .summary = "List items",
	    .tags = GANTRY_TAGS("items"),
	    .params = GANTRY_PARAMS(&done, &text, &limit, &after),
	    .answers = GANTRY_ANSWERS(
		{ GANTRY_200, "a page", JSON, ROWS, "[" TEA "]" }) },
	{ .uri_template = "/todos",
	    .on_post = GANTRY_RESPONDER(create),
	    .summary = "Add an item",
	    .tags = GANTRY_TAGS("items"),
	    .bodies = GANTRY_BODIES({ JSON, ITEM("\"required\":[\"title\"]"),
		.example = "{\"title\":\"tea\"}" }),
	    .answers = GANTRY_ANSWERS(
		{ GANTRY_201, "the new item", JSON, ROW, TEA }, { INVALID }) },
	{ .uri_template = "/todos/{id:int}",
	    .name = "item",
	    .on_get = GANTRY_RESPONDER(show),
	    .summary = "Show an item",
	    .tags = GANTRY_TAGS("items"),
	    .answers = GANTRY_ANSWERS({ OK }, { NOT_FOUND }) },
	{ .uri_template = "/todos/{id:int}",
	    .on_patch = GANTRY_RESPONDER(change),
	    .summary = "Change an item",
	    .tags = GANTRY_TAGS("items"),
	    .params = GANTRY_PARAMS(&if_match),
	    .bodies = GANTRY_BODIES({ JSON, ITEM("\"minProperties\":1"),
		.example = "{\"done\":true}" }),
	    .answers = GANTRY_ANSWERS(
		{ OK }, { NOT_FOUND }, { OUTDATED }, { INVALID }) },
	{ .uri_template = "/todos/{id:int}",
	    .on_delete = GANTRY_RESPONDER(erase),
	    .summary = "Delete an item",
	    .tags = GANTRY_TAGS("items"),
	    .params = GANTRY_PARAMS(&if_match),
	    .answers = GANTRY_ANSWERS({ GANTRY_204, .help = "it is deleted" },
		{ NOT_FOUND }, { OUTDATED }) },
	{ 0 },
};
static const struct gantry_sqlite_middleware_options sqlite = {
	.database = &database,
};
static const struct gantry_middleware transactions = GANTRY_SQLITE(&sqlite);
static const struct gantry_middleware *const middleware[] = { &transactions,
	NULL };
static const struct gantry_site site = {
	.title = "Things to do",
	.version = "1.0",
	.routes = routes,
	.groups =
	    (const struct gantry_group[]){
		{ .routes = gantry_openapi_routes }, { 0 } },
	.middleware = middleware,
	.tags =
	    (const struct gantry_tag[]){ { "items", "Things to do." }, { 0 } },
};

static int
todo_prepare(const struct gantry_settings *settings, struct gantry_error *error)
{
	return gantry_sqlite_migrate(&database, settings, error);
}

static int
todo_open(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	struct gantry_metric *metric =
	    gantry_metric_open(settings, &changes, error);

	if (metric != NULL)
		*state = gantry_web_open(&site, settings, metric, error);
	return metric != NULL && *state != NULL ? 0 : -1;
}

static const struct gantry_setting settings[] = {
	{ .key = "folder",
	    .help = "the folder of the database todo.db",
	    .type = GANTRY_SETTING_PATH },
	{ NULL },
};

const struct gantry_application todo_application = {
	.name = "todo",
	.help = "things to do, in a SQLite database",
	.settings = settings,
	.writes = (const char *const[]){ "folder", NULL },
	.prepare = todo_prepare,
	.open = todo_open,
	.call = gantry_web_call,
	.close = gantry_web_close,
};
