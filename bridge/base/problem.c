/*
 * The error document of the gate and of applications (RFC 9457).
 */
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "gantry/json.h"
#include "gantry/problem.h"

static void
put_member(struct gantry_json_writer *json, const char *name, const char *value)
{
	if (value != NULL)
		gantry_json_put_text(json, name, value);
}

/* Append the members of OBJECT, the text of a JSON object, after others. */
static void
put_members(struct gantry_buffer *buffer, const char *object)
{
	const char *end;

	object += strcspn(object, "{");
	object += *object == '{';
	object += strspn(object, " \t\r\n");
	end = strrchr(object, '}');
	if (end == NULL || end == object)
		return;
	gantry_buffer_putc(buffer, ',');
	gantry_buffer_add(buffer, object, (size_t)(end - object));
}

void
gantry_problem_put(
    struct gantry_buffer *buffer, const struct gantry_problem *problem)
{
	const char *reason, *title;
	struct gantry_json_writer json;

	if (buffer_lacks(buffer, problem, __func__, "problem") ||
	    buffer_lacks(buffer, problem->status, __func__, "problem->status"))
		return;
	reason = strchr(problem->status, ' ');
	title = problem->title;
	if (title == NULL)
		title = reason != NULL ? reason + 1 : problem->status;
	gantry_json_writer_init(&json, buffer);
	gantry_json_begin_object(&json, NULL);
	gantry_json_put_integer(&json, "status", atoi(problem->status));
	put_member(&json, "type", problem->type);
	put_member(&json, "title", title);
	put_member(&json, "detail", problem->detail);
	put_member(&json, "code", problem->code);
	put_member(&json, "request_id", problem->request_id);
	if (problem->members != NULL)
		put_members(buffer, problem->members);
	gantry_json_end(&json);
	gantry_buffer_putc(buffer, '\n');
}

void
gantry_problem_document(struct gantry_buffer *buffer, const char *status,
    const char *title, const char *detail)
{
	const struct gantry_problem problem = {
		.status = status,
		.title = title,
		.detail = detail,
	};

	if (!buffer_lacks(buffer, status, __func__, "status"))
		gantry_problem_put(buffer, &problem);
}
