#ifndef CMD_SHELL_SAVE_TEST_H
#define CMD_SHELL_SAVE_TEST_H

#include "cmd/shell/exchange.h"
#include "cmd/shell/mounted.h"

/*
 * Save EXCHANGE as a test in the file PATH, which must not exist:
 *
 *	NAME.fcgi	a capture, for gantry replay
 *	NAME.c		a test with check(3) and gantry/testing.h
 *	NAME.gantry	commands, for gantry shell NAME.gantry
 *
 * Only the owner may read the first and the last, which hold cookies.  Returns
 * 0, or -1 with ERROR filled.
 */
int save_test(const struct exchange *exchange, const struct mounted *mounted,
    const char *path, struct gantry_error *error);

/* Write BYTES into a new file.  Returns 0, or -1 with ERROR filled. */
int save_bytes(const char *path, const char *bytes, size_t length,
    struct gantry_error *error);

#endif
