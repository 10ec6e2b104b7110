/*
 * The error document that the gate and the applications answer with.
 */
#include <stdlib.h>
#include <string.h>

#include "gantry/json.h"
#include "gantry/problem.h"

void
gantry_problem_document(struct gantry_buffer *buffer, const char *status,
    const char *title, const char *detail)
{
	const char *reason = strchr(status, ' ');

	if (title == NULL)
		title = reason != NULL ? reason + 1 : status;
	gantry_buffer_puts(buffer, "{\"status\":");
	gantry_json_integer(buffer, atoi(status));
	gantry_buffer_puts(buffer, ",\"title\":");
	gantry_json_text(buffer, title);
	if (detail != NULL) {
		gantry_buffer_puts(buffer, ",\"detail\":");
		gantry_json_text(buffer, detail);
	}
	gantry_buffer_puts(buffer, "}\n");
}
