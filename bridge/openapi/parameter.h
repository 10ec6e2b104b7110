#ifndef OPENAPI_PARAMETER_H
#define OPENAPI_PARAMETER_H

#include <gantry/json.h>
#include <gantry/request.h>

/* What an operation reads. */

/* Write the member "parameters" of the operation of ROUTE at TEMPLATE. */
void parameter_put_all(struct gantry_json_writer *json, const char *template,
    const struct gantry_route *route);

/* Write "requestBody" if a form is read. */
void parameter_put_form(
    struct gantry_json_writer *json, const struct gantry_route *route);

/* What ROUTE says of the field of a path, or NULL. */
const struct gantry_param *parameter_of_field(
    const struct gantry_route *route, const char *name, size_t length);

/* "query", "path", "header", "cookie" or "form". */
const char *parameter_place(const struct gantry_param *param);

/* "text", "integer", and so on. */
const char *parameter_type(const struct gantry_param *param);

#endif
