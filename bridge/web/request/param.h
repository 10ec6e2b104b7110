#ifndef WEB_REQUEST_PARAM_H
#define WEB_REQUEST_PARAM_H

#include <gantry/request.h>

#include "web/request/query.h"

/* What all types of parameters share: finding their text and rejecting it. */

/* Where the texts of a parameter are read from, one after the other. */
struct param_source {
	struct query query; /* of a query or form */
	const char *single; /* of other places; NULL once it was read */
};

/*
 * Is PARAM, its name or VALUE, which FUNCTION is to fill, NULL?  If so, that is
 * logged, and the response fails with 500.
 */
bool param_lacks(const struct gantry_request *request,
    const struct gantry_param *param, const void *value, const char *function);

/* Begin to read.  Returns 0, or -1 with the response failed. */
int param_begin(struct gantry_request *request,
    const struct gantry_param *param, struct param_source *source);

/*
 * Read the next text, which is UTF-8.  Returns 1 with *TEXT filled, 0 after the
 * last, or -1 with the response failed.
 */
int param_next(struct gantry_request *request, const struct gantry_param *param,
    struct param_source *source, const char **text);

/*
 * Decode LENGTH bytes at ENCODED, a part of a query or form, into *TEXT, which
 * is UTF-8.  Returns 0, or -1 with the response failed.
 */
int param_read_encoded(struct gantry_request *request,
    const struct gantry_param *param, const char *encoded, size_t length,
    const char **text);

/*
 * The parameter is absent: *TEXT becomes the fallback, or NULL.  Returns 0, or
 * -1 with the response failed when the parameter is required.
 */
int param_use_fallback(struct gantry_request *request,
    const struct gantry_param *param, const char **text);

/*
 * Read the text of PARAM, which has one, or its fallback, or NULL.  Returns 0,
 * or -1 with the response failed.
 */
int param_read(struct gantry_request *request, const struct gantry_param *param,
    const char **text);

/*
 * Fail with 400, since TEXT is not WHAT PARAM must be ("a whole number").  An
 * invalid fallback is the application's error: it is logged, and fails with
 * 500.  Returns -1.
 */
int param_reject(struct gantry_request *request,
    const struct gantry_param *param, const char *text, const char *what);

/* Reject ITEM of TEXT unless it is one of the choices.  Returns 0, or -1. */
int param_check_choice(struct gantry_request *request,
    const struct gantry_param *param, const char *item, const char *text);

#endif
