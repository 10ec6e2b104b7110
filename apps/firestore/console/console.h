#ifndef FIRESTORE_CONSOLE_H
#define FIRESTORE_CONSOLE_H

#include <gantry/contract.h>

#include "firestore/rpc/service.h"

/*
 * The console: a page that browses the data.  Its files are in the module and
 * tell nothing about the data.  The page reads that through the REST API, with
 * a token that the user types in.
 */

struct console {
	struct rpc_service *service;
	const struct access *access;
	bool is_on; /* the setting */
	bool has_tokens; /* without, nobody can sign in */
};

/*
 * Find what is below the console's folder in the path of the request: "", "/",
 * "/assets/x.js".  Returns NULL: the path is not that of the console.
 */
const char *console_find(const struct gantry_environ *environ);

/* Answer a request for PATH of console_find, as the application's call. */
int console_call(const struct console *console, const char *path,
    struct gantry_environ *environ, gantry_start_response *start_response);

#endif
