/*
 * A session as JSON: {"id":..., "created":..., "seen":..., "user":...,
 * "data":{...}}.
 */
#include <string.h>

#include <gantry/json.h>
#include <gantry/web.h>

#include "middleware/session/session.h"

void
session_write(const struct session *session, struct gantry_buffer *text)
{
	const struct session_item *item;
	struct gantry_json_writer json;

	gantry_json_writer_init(&json, text);
	gantry_json_begin_object(&json, NULL);
	if (session->state->options->store == NULL)
		gantry_json_put_text(&json, "id", session->id);
	gantry_json_put_integer(&json, "created", session->created);
	gantry_json_put_integer(&json, "seen", session->seen);
	if (session->user != NULL)
		gantry_json_put_text(&json, "user", session->user);
	gantry_json_begin_object(&json, "data");
	for (item = session->items; item != NULL; item = item->next)
		gantry_json_put_text(&json, item->key, item->value);
	gantry_json_end(&json);
	gantry_json_end(&json);
}

static bool
is_time(const struct gantry_json_value *value)
{
	return value != NULL && value->kind == GANTRY_JSON_INTEGER;
}

/* Is the session of these times over? */
static bool
is_over(const struct session *session)
{
	const struct session_state *state = session->state;
	const int64_t now = session_now();

	return (state->idle >= 0 && now - session->seen > state->idle) ||
	    now - session->created > state->lifetime;
}

static int
add_items(struct gantry_environ *environ, struct session *session,
    const struct gantry_json_value *data)
{
	const struct gantry_json_value *value = data->items;
	struct session_item *item;

	for (; value != NULL; value = value->next) {
		item = gantry_environ_alloc(environ, sizeof(*item));
		if (item == NULL)
			return -1;
		*item = (struct session_item){
			.key = value->name,
			.value = gantry_json_get_text(value),
			.next = session->items,
		};
		if (item->value != NULL)
			session->items = item;
	}
	return 0;
}

int
session_parse(struct gantry_environ *environ, struct session *session,
    const struct gantry_buffer *text, struct gantry_error *error)
{
	const struct gantry_json_value *all, *created, *seen, *data;

	if (text->length == 0)
		return 0;
	all = gantry_json_parse(environ, text->data, text->length, error);
	if (all == NULL)
		return error->code == GANTRY_ERROR_MEMORY ? -1 : 0;
	if (all->kind != GANTRY_JSON_OBJECT)
		return 0;
	created = gantry_json_member(all, "created");
	seen = gantry_json_member(all, "seen");
	data = gantry_json_member(all, "data");
	if (!is_time(created) || !is_time(seen) || data == NULL ||
	    data->kind != GANTRY_JSON_OBJECT)
		return 0;
	session->created = created->integer;
	session->seen = seen->integer;
	if (session->id == NULL)
		session->id =
		    gantry_json_get_text(gantry_json_member(all, "id"));
	if (session->id == NULL || is_over(session))
		return 0;
	session->user = gantry_json_get_text(gantry_json_member(all, "user"));
	if (add_items(environ, session, data) == -1)
		return gantry_error_memory(error);
	return 1;
}
