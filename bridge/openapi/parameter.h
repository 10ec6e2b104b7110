#ifndef OPENAPI_PARAMETER_H
#define OPENAPI_PARAMETER_H

#include <gantry/json.h>
#include <gantry/request.h>

#include "openapi/path_template.h"

/* What an operation reads. */

/* A field of a path, with what its route says of it. */
struct parameter {
	struct gantry_param param; /* its name and format may be these: */
	char name[128];
	char format[128];
};

/* Fill PARAMETER: what ROUTE says of FIELD, and else what its converter does.
 */
void parameter_init(struct parameter *parameter,
    const struct gantry_route *route, const struct path_template_field *field);

/* Write the member "parameters" of the operation of ROUTE at TEMPLATE. */
void parameter_put_all(struct gantry_json_writer *json, const char *template,
    const struct gantry_route *route);

/* Write "requestBody" if a form is read. */
void parameter_put_form(
    struct gantry_json_writer *json, const struct gantry_route *route);

/* "query", "path", "header", "cookie" or "form". */
const char *parameter_place(const struct gantry_param *param);

#endif
