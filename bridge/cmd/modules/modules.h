#ifndef CMD_MODULES_H
#define CMD_MODULES_H

#include "gate/module/module.h"
#include "serve/sandbox/privileges.h"

/*
 * The modules of one reading of the configuration (gantry/module.h), each with
 * its application or the reason why there is none.
 */

struct modules;

/* How a module is read. */
struct module_source {
	const char *folder;
	/*
	 * In this process, which serves no one else: a command that answers one
	 * request.  Otherwise in a process of its own.
	 */
	bool here;
	/*
	 * Load a copy of the file, in memory, so that the code stays whole
	 * while a compiler writes the file anew in its place.
	 */
	bool copies;
	const struct privileges *privileges; /* of that process */
	const struct gantry_error *fault; /* why none may be read; NULL: none */
	int timeout; /* milliseconds that it may take */
};

/* May a module have NAME?  It names a file, and a section. */
bool modules_name_is_valid(const char *name);

/* Begin with the COMPILED applications, ended by NULL.  NULL: out of memory. */
struct modules *modules_new(const struct gantry_application *const *compiled);

/*
 * Read the module NAME, unless that was tried.  What is wrong with it is kept
 * for modules_fault.  Returns 0, or -1 when memory ran out.
 */
int modules_add(struct modules *modules, const char *name,
    const struct module_source *source);

/* The applications, compiled ones first, ended by NULL. */
const struct gantry_application *const *modules_applications(
    const struct modules *modules);

/* Why there is no module NAME; NULL: there is one, or it was not tried. */
const struct gantry_error *modules_fault(
    const struct modules *modules, const char *name);

/* The module of APPLICATION, or NULL: it is compiled in. */
struct module *modules_find(const struct modules *modules,
    const struct gantry_application *application);

/* Free everything but code that was loaded; NULL is nothing. */
void modules_free(struct modules *modules);

/*
 * In module_reader.c: read MODULE, called NAME, in a process of its own, and
 * append what its application declares to RECORD, unchecked.  That process has
 * the privileges of workers, no descriptors of this one, and limits of its time
 * and memory; it ends before the return, whatever the module does.  Returns 0,
 * or -1 with ERROR filled.
 */
int module_reader_run(const struct module *module, const char *name,
    const struct module_source *source, struct gantry_buffer *record,
    struct gantry_error *error);

#endif
