/*
 * A list of things to do: an API on a SQLite database.
 */
#include <stdlib.h>

#include <gantry/gantry.h>
#include <gantry/sqlite.h>

#include "todo/todo.h"

/* Each thread has one. */
struct todo {
	struct gantry_sqlite *db; /* first: GANTRY_SQLITE looks there */
	struct gantry_metric *changes;
};

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

#define TITLE_MAX 200
#define ITEM                                                             \
	"{\"type\":\"object\",\"required\":[\"title\"],\"properties\":{" \
	"\"id\":{\"type\":\"integer\",\"readOnly\":true},"               \
	"\"title\":{\"type\":\"string\",\"minLength\":1,"                \
	"\"maxLength\":200},\"done\":{\"type\":\"boolean\"},"            \
	"\"version\":{\"type\":\"integer\",\"readOnly\":true}}}"
#define LIST "{\"type\":\"array\",\"items\":" ITEM "}"

static const struct gantry_metric_options changes = { .name = "changes",
	.help = "Items that were added, changed or deleted." };

static const struct gantry_param done_param = { .name = "done",
	.help = "only items that are done, or are not",
	.type = GANTRY_BOOLEAN };
static const struct gantry_param text_param = { .name = "text",
	.help = "only items with this text in their title" };
static const struct gantry_param limit_param = { .name = "limit",
	.help = "the most items of a page",
	.type = GANTRY_INTEGER,
	.minimum = 1,
	.maximum = 100,
	.fallback = "20" };
static const struct gantry_param after_param = { .name = "after",
	.help = "the id of the last item of the page before",
	.type = GANTRY_INTEGER,
	.maximum = INT64_MAX,
	.fallback = "0" };

/* Bind the members of the body: ?1 and ?2, NULL if it lacks them. */
static int
bind_body(struct gantry_request *request,
    struct gantry_sqlite_statement *statement, bool is_new)
{
	const struct gantry_json_value *body = gantry_request_json(request, 0);
	const struct gantry_json_value *title, *done;

	if (body == NULL)
		return -1;
	title = gantry_json_member(body, "title");
	done = gantry_json_member(body, "done");
	if (body->kind != GANTRY_JSON_OBJECT || (title == NULL && is_new) ||
	    (title != NULL &&
		(title->kind != GANTRY_JSON_STRING || title->length == 0 ||
		    title->length > TITLE_MAX)) ||
	    (done != NULL && done->kind != GANTRY_JSON_BOOLEAN))
		return gantry_response_fail(gantry_request_response(request),
		    GANTRY_422, "the body is not an item");
	gantry_sqlite_bind_text(statement, 1, gantry_json_get_text(title));
	if (done != NULL)
		gantry_sqlite_bind_boolean(statement, 2, done->boolean);
	return 0;
}

/* Step to the row of an item; 404 if there is none. */
static int
step_item(
    struct gantry_response *response, struct gantry_sqlite_statement *item)
{
	struct gantry_error error;
	const int found = gantry_sqlite_step(item, &error);

	if (found == -1)
		return gantry_sqlite_fail(response, &error);
	return found == 1 ? 0
			  : gantry_response_fail(
				response, GANTRY_404, "there is no such item");
}

/* The same, and answer with it.  Its version is the ETag. */
static int
answer_item(
    struct gantry_response *response, struct gantry_sqlite_statement *item)
{
	if (step_item(response, item) == -1)
		return -1;
	gantry_sqlite_put_row(item, gantry_response_json(response), NULL);
	return gantry_response_etag(
	    response, gantry_sqlite_text(item, TAG, NULL));
}

static struct gantry_sqlite_statement *
select_item(struct gantry_request *request)
{
	const struct todo *todo = gantry_request_state(request);
	struct gantry_sqlite_statement *select = gantry_sqlite_prepare(
	    todo->db, "SELECT " COLUMNS " FROM todo WHERE id = ?1");

	gantry_sqlite_bind_text(select, 1, gantry_request_field(request, "id"));
	return select;
}

static int
list(struct gantry_request *request, struct gantry_response *response)
{
	const struct todo *todo = gantry_request_state(request);
	int64_t limit = 0, after = 0;
	struct gantry_sqlite_statement *select;
	const char *text = NULL;
	struct gantry_error error;
	bool done = false;

	if (gantry_param_integer(request, &after_param, &after) == -1 ||
	    gantry_param_integer(request, &limit_param, &limit) == -1 ||
	    gantry_param_boolean(request, &done_param, &done) == -1 ||
	    gantry_param_text(request, &text_param, &text) == -1)
		return -1;
	select = gantry_sqlite_prepare(todo->db,
	    "SELECT " COLUMNS " FROM todo WHERE id > ?1"
	    " AND (?2 IS NULL OR done = ?2)"
	    " AND (?3 IS NULL OR instr(lower(title), lower(?3)) > 0)"
	    " ORDER BY id LIMIT ?4");
	gantry_sqlite_bind_integer(select, 1, after);
	if (gantry_param_is_given(request, &done_param))
		gantry_sqlite_bind_boolean(select, 2, done);
	gantry_sqlite_bind_text(select, 3, text);
	gantry_sqlite_bind_integer(select, 4, limit);
	return gantry_sqlite_put_rows(
		   select, gantry_response_json(response), NULL, &error) == -1
	    ? gantry_sqlite_fail(response, &error)
	    : 0;
}

static int
show(struct gantry_request *request, struct gantry_response *response)
{
	return answer_item(response, select_item(request));
}

static int
create(struct gantry_request *request, struct gantry_response *response)
{
	struct todo *todo = gantry_request_state(request);
	struct gantry_sqlite_statement *insert = gantry_sqlite_prepare(todo->db,
	    "INSERT INTO todo (title, done) VALUES (?1, coalesce(?2, 0))"
	    " RETURNING " COLUMNS);
	struct gantry_url_field fields[] = { { "id", NULL }, { NULL, NULL } };

	if (bind_body(request, insert, true) == -1 ||
	    answer_item(response, insert) == -1)
		return -1;
	fields[0].value = gantry_sqlite_text(insert, ID, NULL);
	gantry_metric_add(todo->changes, 0, 1);
	gantry_response_status(response, GANTRY_201);
	return gantry_response_location(
	    response, gantry_url_for(request, "item", fields));
}

/* The item exists and is the version that the client wants to change. */
static int
check_version(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_sqlite_statement *item = select_item(request);

	if (step_item(response, item) == -1)
		return -1;
	return gantry_request_precondition(
	    request, gantry_sqlite_text(item, TAG, NULL), -1);
}

static int
change(struct gantry_request *request, struct gantry_response *response)
{
	struct todo *todo = gantry_request_state(request);
	struct gantry_sqlite_statement *update = gantry_sqlite_prepare(todo->db,
	    "UPDATE todo SET title = coalesce(?1, title),"
	    " done = coalesce(?2, done), version = version + 1"
	    " WHERE id = ?3 RETURNING " COLUMNS);

	gantry_sqlite_bind_text(update, 3, gantry_request_field(request, "id"));
	if (check_version(request, response) == -1 ||
	    bind_body(request, update, false) == -1)
		return -1;
	if (answer_item(response, update) == -1)
		return -1;
	gantry_metric_add(todo->changes, 0, 1);
	return 0;
}

static int
erase(struct gantry_request *request, struct gantry_response *response)
{
	struct todo *todo = gantry_request_state(request);
	struct gantry_sqlite_statement *delete =
	    gantry_sqlite_prepare(todo->db, "DELETE FROM todo WHERE id = ?1");
	struct gantry_error error;

	gantry_sqlite_bind_text(delete, 1, gantry_request_field(request, "id"));
	if (check_version(request, response) == -1)
		return -1;
	if (gantry_sqlite_run(delete, &error) == -1)
		return gantry_sqlite_fail(response, &error);
	gantry_metric_add(todo->changes, 0, 1);
	gantry_response_status(response, GANTRY_204);
	return 0;
}

static const struct gantry_middleware transactions = GANTRY_SQLITE(NULL);
static const struct gantry_middleware *const middleware[] = { &transactions,
	NULL };
static const struct gantry_param *const list_params[] = { &done_param,
	&text_param, &limit_param, &after_param, NULL };

#define PROBLEM "application/problem+json", NULL
#define JSON	"application/json"
static const struct gantry_answer list_answers[] = {
	{ GANTRY_200, "a page of items", JSON, LIST }, { 0 }
};
static const struct gantry_answer create_answers[] = {
	{ GANTRY_201, "the new item", JSON, ITEM },
	{ GANTRY_422, "the body is not an item", PROBLEM }, { 0 }
};
static const struct gantry_answer item_answers[] = { { GANTRY_200, "the item",
							 JSON, ITEM },
	{ GANTRY_404, "there is no such item", PROBLEM },
	{ GANTRY_412, "it is another version", PROBLEM },
	{ GANTRY_422, "the body is not an item", PROBLEM }, { 0 } };
static const struct gantry_answer erase_answers[] = {
	{ GANTRY_204, "it is deleted", NULL, NULL },
	{ GANTRY_404, "there is no such item", PROBLEM },
	{ GANTRY_412, "it is another version", PROBLEM }, { 0 }
};

static const struct gantry_route routes[] = {
	{ .uri_template = "/todos",
	    .on_get = GANTRY_RESPONDER(list),
	    .summary = "List items",
	    .params = list_params,
	    .answers = list_answers },
	{ .uri_template = "/todos",
	    .on_post = GANTRY_RESPONDER(create),
	    .summary = "Add an item",
	    .answers = create_answers },
	{ .uri_template = "/todos/{id:int}",
	    .name = "item",
	    .on_get = GANTRY_RESPONDER(show),
	    .summary = "Show an item",
	    .answers = item_answers },
	{ .uri_template = "/todos/{id:int}",
	    .on_patch = GANTRY_RESPONDER(change),
	    .summary = "Change an item",
	    .answers = item_answers },
	{ .uri_template = "/todos/{id:int}",
	    .on_delete = GANTRY_RESPONDER(erase),
	    .summary = "Delete an item",
	    .answers = erase_answers },
	{ 0 },
};
static const struct gantry_group groups[] = {
	{ .prefix = "", .routes = routes, .middleware = middleware },
	{ .prefix = "", .routes = gantry_openapi_routes },
	{ 0 },
};
static const struct gantry_site site = {
	.title = "Things to do", .version = "1.0", .groups = groups
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
	struct todo *todo = calloc(1, sizeof(*todo));

	if (todo == NULL)
		return gantry_error_memory(error);
	if ((todo->db = gantry_sqlite_open(&database, settings, error)) &&
	    (todo->changes = gantry_metric_open(settings, &changes, error)) &&
	    (*state = gantry_web_open(&site, settings, todo, error)))
		return 0;
	gantry_sqlite_close(todo->db);
	free(todo);
	return -1;
}

static void
todo_close(void *state)
{
	struct todo *todo = gantry_web_state(state);

	gantry_web_close(state);
	gantry_sqlite_close(todo->db);
	free(todo);
}

static const struct gantry_setting settings[] = {
	{ .key = "folder",
	    .help = "the folder of the database todo.db",
	    .type = GANTRY_SETTING_PATH },
	{ NULL },
};
static const char *const writes[] = { "folder", NULL };

const struct gantry_application todo_application = {
	.name = "todo",
	.help = "things to do, in a SQLite database",
	.settings = settings,
	.writes = writes,
	.prepare = todo_prepare,
	.open = todo_open,
	.call = gantry_web_call,
	.close = todo_close,
};
