#ifndef CMD_CONFIG_SANDBOX_FILES_H
#define CMD_CONFIG_SANDBOX_FILES_H

#include "cmd/config/config.h"

/* What a configuration's workers may read and write (serve/sandbox/sandbox.h).
 */

struct confinement {
	struct sandbox_options options; /* good until confinement_clear */
	const char **reads, **writes;
	size_t read_count, write_count;
};

/*
 * The files that the mounted applications name, and the spool's folder.  CONFIG
 * must outlive CONFINEMENT.  Returns 0, or -1 when memory ran out.
 */
int confinement_init(struct confinement *confinement,
    const struct config *config, struct gantry_error *error);

/* Let workers write in FOLDER, which must outlive CONFINEMENT, as well. */
int confinement_add_folder(struct confinement *confinement, const char *folder,
    struct gantry_error *error);

/* Let workers read FILE, and what else is in its folder, as well; likewise. */
int confinement_add_read(struct confinement *confinement, const char *file,
    struct gantry_error *error);

/* Free everything; idempotent. */
void confinement_clear(struct confinement *confinement);

#endif
