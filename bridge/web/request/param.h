#ifndef WEB_REQUEST_PARAM_H
#define WEB_REQUEST_PARAM_H

#include <gantry/request.h>

#include "web/request/query.h"

/* What all types of parameters share: their texts, and how they are refused. */

/* Where a parameter's texts come from, one after the other. */
struct param_source {
	struct query query; /* of a query or form */
	const char *single; /* of the others; NULL once it was taken */
};

/* Begin to look.  Returns 0, or -1 with the response failed. */
int param_begin(struct gantry_request *request,
    const struct gantry_param *param, struct param_source *source);

/*
 * The next text, UTF-8: 1 with *TEXT filled, 0 after the last, or -1 with the
 * response failed.
 */
int param_next(struct gantry_request *request, const struct gantry_param *param,
    struct param_source *source, const char **text);

/*
 * There is none: *TEXT becomes the fallback, or NULL.  Returns 0, or -1 with
 * the response failed since one is required.
 */
int param_do_without(struct gantry_request *request,
    const struct gantry_param *param, const char **text);

/*
 * The one text that PARAM has, its fallback, or NULL when there is nothing to
 * be read.  Returns 0, or -1 with the response failed.
 */
int param_read(struct gantry_request *request, const struct gantry_param *param,
    const char **text);

/*
 * Fail, since TEXT is none of PARAM's values, which are WHAT ("a whole
 * number").  Of the fallback that is the application's failure, and is logged.
 * Returns -1.
 */
int param_refuse(struct gantry_request *request,
    const struct gantry_param *param, const char *text, const char *what);

/* Check ITEM, in TEXT, against the choices.  Returns 0, or -1 as above. */
int param_check_choice(struct gantry_request *request,
    const struct gantry_param *param, const char *item, const char *text);

#endif
