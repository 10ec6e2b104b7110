#ifndef ENTITIES_ANSWER_H
#define ENTITIES_ANSWER_H

#include "entities/state.h"

/*
 * The answers that every route gives, with their headers.  Each returns what
 * the application returns.
 */

/* 200 with the JSON in self->text, or 304 when the client has it. */
int answer_json(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response);

/* A problem document; DETAIL may be NULL. */
int answer_problem(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const char *status,
    const char *detail);

/*
 * The problem that ERROR is: 400, 500 or 503.  The last two are logged, an
 * outage once and not for each request.
 */
int answer_error(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const struct gantry_error *error);

/* 204 with what a CORS preflight asks for. */
int answer_options(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response);

/* 405. */
int answer_not_allowed(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response);

#endif
