/*
 * The error document of the gate and of applications (RFC 9457).
 */
#include <stdlib.h>
#include <string.h>

#include "gantry/json.h"
#include "gantry/problem.h"

static void
put_member(struct gantry_buffer *buffer, const char *name, const char *value)
{
	if (value == NULL)
		return;
	gantry_buffer_printf(buffer, ",\"%s\":", name);
	gantry_json_text(buffer, value);
}

void
gantry_problem_put(
    struct gantry_buffer *buffer, const struct gantry_problem *problem)
{
	const char *reason = strchr(problem->status, ' ');
	const char *title = problem->title;

	if (title == NULL)
		title = reason != NULL ? reason + 1 : problem->status;
	gantry_buffer_puts(buffer, "{\"status\":");
	gantry_json_integer(buffer, atoi(problem->status));
	put_member(buffer, "type", problem->type);
	put_member(buffer, "title", title);
	put_member(buffer, "detail", problem->detail);
	put_member(buffer, "code", problem->code);
	put_member(buffer, "request_id", problem->request_id);
	gantry_buffer_puts(buffer, "}\n");
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

	gantry_problem_put(buffer, &problem);
}
