#ifndef ENTITIES_RESOURCES_H
#define ENTITIES_RESOURCES_H

#include <gantry/web.h>

/* The resources and the parameters that each reads.  The store is ready. */

int publications(
    struct gantry_request *request, struct gantry_response *response);

extern const struct gantry_param *const frequencies_params[];
int frequencies(
    struct gantry_request *request, struct gantry_response *response);

extern const struct gantry_param *const entity_params[];
int entity(struct gantry_request *request, struct gantry_response *response);

/* As entity; the word is in the query. */
extern const struct gantry_param *const asked_entity_params[];
int asked_entity(
    struct gantry_request *request, struct gantry_response *response);

extern const struct gantry_param *const distinctive_params[];
int distinctive(
    struct gantry_request *request, struct gantry_response *response);

extern const struct gantry_param *const search_params[];
int search(struct gantry_request *request, struct gantry_response *response);

#endif
