#ifndef WEB_TABLE_CHECK_H
#define WEB_TABLE_CHECK_H

#include <gantry/route.h>

#include "web/routing/template.h"

/*
 * Checks of the tables of a site: rows that lack what they need, and rows that
 * can never have an effect.  A row that is all zero ends a table.  Each check
 * returns 0, or -1 with ERROR filled.
 */

bool table_ends_routes(const struct gantry_route *route);
bool table_ends_groups(const struct gantry_group *group);
bool table_ends_sinks(const struct gantry_sink *sink);
bool table_ends_methods(const struct gantry_method *method);

/* A name without a function, "GANTRY_RESPONDER(NULL)", is an error. */
int table_check_responder(const struct gantry_responder *responder,
    const char *field, struct gantry_error *error);

/* The hooks, middleware and error handlers of GROUP, or of a site or route. */
int table_check_scope(
    const struct gantry_group *group, struct gantry_error *error);

/*
 * What ROUTE, at TEMPLATE, says of its parameters and answers: what no request
 * can have, and what would make its document invalid.
 */
int table_check_declarations(const struct gantry_route *route,
    const struct template *template, struct gantry_error *error);

/* The security schemes of a route or a site, or NULL. */
int table_check_security(
    const struct gantry_security *const *security, struct gantry_error *error);

/* A site's own converters, or NULL. */
int table_check_converters(
    const struct gantry_converter *converters, struct gantry_error *error);

#endif
