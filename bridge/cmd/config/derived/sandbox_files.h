#ifndef CMD_CONFIG_SANDBOX_FILES_H
#define CMD_CONFIG_SANDBOX_FILES_H

#include "cmd/config/config.h"

#include "gate/rights/rights.h"

/*
 * What the workers of a configuration may do (serve/sandbox/sandbox.h).  All
 * mounts share the workers, so a right of one mount is a right of all.
 */

struct sandbox_files {
	struct sandbox_options options; /* valid until sandbox_files_clear */
	struct rights rights; /* of all mounts together */
	const char **spools;
	size_t spool_count;
};

/*
 * The rights of the mounts.  CONFIG must outlive FILES.  Returns 0, or -1 when
 * memory ran out.
 */
int sandbox_files_init(struct sandbox_files *files, const struct config *config,
    struct gantry_error *error);

/*
 * Let workers also make, read, write and remove files in FOLDER, which must
 * outlive FILES.
 */
int sandbox_files_add_folder(struct sandbox_files *files, const char *folder,
    struct gantry_error *error);

/* Let workers also read PATH. */
int sandbox_files_add_read(
    struct sandbox_files *files, const char *path, struct gantry_error *error);

/*
 * Warn of each file that workers can read only because it lies beside a file
 * that is replaced while they serve; once for each folder.
 */
void sandbox_files_warn(const struct sandbox_files *files);

/* Free everything; idempotent. */
void sandbox_files_clear(struct sandbox_files *files);

#endif
