#ifndef CMD_CONFIG_SANDBOX_FILES_H
#define CMD_CONFIG_SANDBOX_FILES_H

#include "cmd/config/config.h"

/* What a configuration's workers may read and write (serve/sandbox/sandbox.h).
 */

struct sandbox_files {
	struct sandbox_options options; /* good until sandbox_files_clear */
	const char **reads, **writes;
	size_t read_count, write_count;
};

/*
 * The files that the mounted applications name, and the spool's folder.  CONFIG
 * must outlive CONFINEMENT.  Returns 0, or -1 when memory ran out.
 */
int sandbox_files_init(struct sandbox_files *confinement,
    const struct config *config, struct gantry_error *error);

/* Let workers write in FOLDER, which must outlive CONFINEMENT, as well. */
int sandbox_files_add_folder(struct sandbox_files *confinement,
    const char *folder, struct gantry_error *error);

/* Let workers read FILE, and what else is in its folder, as well; likewise. */
int sandbox_files_add_read(struct sandbox_files *confinement, const char *file,
    struct gantry_error *error);

/* Free everything; idempotent. */
void sandbox_files_clear(struct sandbox_files *confinement);

#endif
