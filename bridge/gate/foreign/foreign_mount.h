#ifndef GATE_FOREIGN_FOREIGN_MOUNT_H
#define GATE_FOREIGN_FOREIGN_MOUNT_H

#include "gate/environ/environ.h"

/* What a mount of a foreign application is configured with. */
struct foreign {
	bool repairs; /* its answers are repaired; false: refused */
	bool has_raw_path; /* PATH_INFO as the client sent it */
	const char *document_root; /* NULL: it has none */
};

/*
 * Read the settings "strict", "path_info" and "document_root" that APPLICATION
 * may have.  All is false for one that is not foreign.
 */
void foreign_init(struct foreign *foreign,
    const struct gantry_application *application,
    const struct gantry_settings *settings);

/*
 * Set the variables that FOREIGN is about, after the mount was found.  Returns
 * 0, or -1 with ERROR filled.
 */
int foreign_set_environ(const struct foreign *foreign,
    struct gantry_environ *environ, struct gantry_error *error);

/* The start of an answer that was repaired. */
struct foreign_answer {
	int status;
	const char *line; /* "200 OK" */
	const struct gantry_header *headers; /* ended by { NULL, NULL } */
	int64_t content_length; /* -1: none */
	unsigned repairs; /* how many */
	const char *first; /* what the first was, for the log; or NULL */
};

/*
 * Repair STATUS and HEADERS, into the request's memory: what a program meant is
 * sent, and what it must not send is dropped.  Returns 0, or -1 with the rule
 * in ERROR: a status that is missing, or not from 200 to 599; a control
 * character other than a tab, which may be an injected header; a Content-Length
 * that is not a number, or that is given twice and differs; headers of more
 * than 64 KiB; or memory ran out.
 */
int foreign_repair(struct foreign_answer *answer,
    struct gantry_environ *environ, const char *status,
    const struct gantry_header *headers, struct gantry_error *error);

#endif
