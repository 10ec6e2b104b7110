#ifndef GATE_MODULE_H
#define GATE_MODULE_H

#include "base/arena.h"
#include "gantry/buffer.h"
#include "gantry/contract.h"

/*
 * An application in a shared object (gantry/module.h).  The master knows only
 * what it declares.  A process that serves, or runs a job, loads it.
 */

/* More mounts of modules than this are an error of the configuration. */
#define MODULES_MAX 64

struct module {
	const char *path; /* of the file, for messages */
	/*
	 * Of the file, which was checked (base/files/safe_open.h); -1 after
	 * it was loaded.  All processes of a configuration load this one, even
	 * after another file has taken its name.
	 */
	int descriptor;
	struct gantry_buffer record; /* module_record.h */
	/*
	 * Made of the record.  Until it is loaded, its functions are NULL, and
	 * a prepare that it has is one that fails.
	 */
	struct gantry_application *application;
	struct arena arena; /* has the application */
	bool is_loaded; /* in this process */
};

/*
 * Load the file into this process, which must not be the master, and append
 * what its application declares to RECORD.  NAME is that of the module.
 * Returns the application, or NULL with ERROR filled: it is not a shared
 * object, or lacks a symbol, or not a module, or of another ABI or name.
 */
const struct gantry_application *module_read(const struct module *module,
    const char *name, struct gantry_buffer *record, struct gantry_error *error);

/*
 * Load the module, unless that is done, and give its functions to the
 * application.  Returns 0, or -1 with ERROR filled, also if the application
 * declares something else than the record.
 */
int module_load(struct module *module, struct gantry_error *error);

/* Free everything, but not the code that was loaded; idempotent. */
void module_clear(struct module *module);

#endif
