#ifndef GANTRY_MODULE_H
#define GANTRY_MODULE_H

/*
 * A module: an application in a shared object, which "gantry --mount /=todo"
 * loads from todo.so in the folder of --modules.  Its source is that of any
 * other application, and GANTRY_MODULE behind it.  It is not linked with the
 * library, since it uses the functions of the program that loads it: "cc
 * -shared -fPIC $(pkg-config --cflags gantry) -o todo.so todo.c".
 *
 * A program loads a module only if both were built with headers of the same
 * GANTRY_ABI.
 */

#include <gantry/contract.h>
#include <gantry/version.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

#define GANTRY_MODULE_MAGIC UINT32_C(0x4d47414e)

/* What a program finds in a module, called "gantry_module". */
struct gantry_module {
	uint32_t magic; /* GANTRY_MODULE_MAGIC */
	uint32_t abi; /* GANTRY_ABI */
	/* The sizes of this struct and of those that it leads to. */
	uint32_t size;
	uint32_t application_size;
	uint32_t setting_size;
	uint32_t job_size;
	uint32_t alias_size;
	const char *version; /* GANTRY_VERSION */
	/* Its name is that of the file: "todo" in todo.so. */
	const struct gantry_application *application;
};

/*
 * Define the record of a module with APPLICATION, a pointer to a struct
 * gantry_application: GANTRY_MODULE(&todo_application);  It stands outside of
 * functions, once in a module.
 */
#define GANTRY_MODULE(application)                           \
	const struct gantry_module gantry_module = {         \
		GANTRY_MODULE_MAGIC,                         \
		GANTRY_ABI,                                  \
		(uint32_t)sizeof(struct gantry_module),      \
		(uint32_t)sizeof(struct gantry_application), \
		(uint32_t)sizeof(struct gantry_setting),     \
		(uint32_t)sizeof(struct gantry_job),         \
		(uint32_t)sizeof(struct gantry_alias),       \
		GANTRY_VERSION,                              \
		(application),                               \
	}

/* Declared here, so that it is visible and has the same name in C++. */
extern const struct gantry_module gantry_module;

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
