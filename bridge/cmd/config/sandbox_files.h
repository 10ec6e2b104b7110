#ifndef CMD_CONFIG_SANDBOX_FILES_H
#define CMD_CONFIG_SANDBOX_FILES_H

#include "cmd/config/config.h"

/* What a configuration's workers may read and write (serve/sandbox/sandbox.h).
 */

struct sandbox_files {
	struct sandbox_options options; /* valid until sandbox_files_clear */
	const char **reads, **writes;
	size_t read_count, write_count;
};

/*
 * The files that the settings of the mounts name.  CONFIG must outlive FILES.
 * Returns 0, or -1 when memory ran out.
 */
int sandbox_files_init(struct sandbox_files *files, const struct config *config,
    struct gantry_error *error);

/* Let workers also write in FOLDER, which must outlive FILES. */
int sandbox_files_add_folder(struct sandbox_files *files, const char *folder,
    struct gantry_error *error);

/* Let workers also read FILE and the rest of its folder; likewise. */
int sandbox_files_add_read(
    struct sandbox_files *files, const char *file, struct gantry_error *error);

/* Free everything; idempotent. */
void sandbox_files_clear(struct sandbox_files *files);

#endif
