#ifndef OPENAPI_PARAMETER_H
#define OPENAPI_PARAMETER_H

#include <gantry/json.h>
#include <gantry/request.h>

#include "web/routing/template.h"

/* The parameters of an operation. */

/*
 * FIELD of a path as a parameter: what ROUTE says of it, and what its converter
 * says where ROUTE does not; of two ranges, what is in both.  For a whole
 * number, length_max is the num_digits of its converter.  Strings are the
 * route's and the template's.
 */
struct gantry_param parameter_of_field(
    const struct gantry_route *route, const struct template_field *field);

/* Write the member "parameters" of the operation of ROUTE at TEMPLATE. */
void parameter_put_all(struct gantry_json_writer *json,
    const struct template *template, const struct gantry_route *route);

/* Write "requestBody" if ROUTE reads a form. */
void parameter_put_form(
    struct gantry_json_writer *json, const struct gantry_route *route);

/* Write the form itself, the member of a body's content, if there is one. */
void parameter_put_form_content(
    struct gantry_json_writer *json, const struct gantry_route *route);

/*
 * Write "requestBody" of the operation at POINTER, "#/paths/...": the bodies
 * that ROUTE declares and its form, if there is either.  In request_body.c.
 */
void body_put(struct gantry_json_writer *json, const struct gantry_route *route,
    const char *pointer);

/* "query", "path", "header", "cookie" or "form". */
const char *parameter_place(const struct gantry_param *param);

#endif
