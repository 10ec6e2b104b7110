#ifndef CMD_DOCTOR_CONFIG_PLACES_H
#define CMD_DOCTOR_CONFIG_PLACES_H

#include "cmd/doctor/recipes.h"
#include "gantry/contract.h"

/* The mounts of a configuration file, each with the socket of its pool. */

struct config_places {
	struct recipe_mount *mounts; /* the longest first */
	size_t count;
};

/*
 * Read FILE, whose applications are APPLICATIONS and perhaps modules, which are
 * not loaded.  Returns 0, or -1 with ERROR filled.
 */
int config_places_read(struct config_places *places, const char *file,
    const struct gantry_application *const *applications,
    struct gantry_error *error);

/* Idempotent. */
void config_places_clear(struct config_places *places);

#endif
