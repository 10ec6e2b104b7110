#ifndef SERVE_SANDBOX_DENIALS_H
#define SERVE_SANDBOX_DENIALS_H

#include <stdatomic.h>
#include <stdint.h>

/*
 * Notes of what the sandbox denied.  A signal handler takes them, and later
 * they are logged with the setting that allows what was denied.
 */

enum denial_kind {
	DENIAL_OTHER, /* no right allows it */
	DENIAL_READ, /* opening PATH for reading */
	DENIAL_WRITE, /* opening PATH for writing */
	DENIAL_CHANGE, /* another change of PATH, or of an open file */
	DENIAL_RUN, /* running PATH, or starting a process */
	DENIAL_SOCKET, /* a socket of the family VALUE */
	DENIAL_PORT, /* connecting to the TCP port VALUE */
	DENIAL_SEND, /* connecting or sending elsewhere */
};

struct denial {
	enum denial_kind kind;
	int number; /* of the system call */
	/* What tells denials apart: a command, a family, a port; -1: nothing */
	int value;
	int folder; /* that PATH is relative to, as of openat(2) */
	const char *path; /* or NULL */
};

/*
 * Count DENIAL, and note it if it is the first of its kind, path and value.  It
 * is safe in a signal handler.
 */
void denial_note(const struct denial *denial);

/* Also count in VIOLATIONS. */
void denials_count_in(atomic_int_least64_t *violations);

/*
 * Write what was not logged yet to DESCRIPTOR, briefly.  It is safe in a signal
 * handler, for a process that ends at once.
 */
void denials_write(int descriptor);

/* Log the notes that were not logged yet; NAME returns the name of a call. */
void denials_report(const char *(*name)(int number));

#endif
