#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * What the test programs share: running a list of tests, a folder for their
 * files, and a look at what was logged.
 */

/* Run TESTS, ended by NULL, each in a process.  Returns main's exit status. */
int unit_run(const char *name, const TTest *const tests[]);

/*
 * The path of NAME in the program's folder, which is empty when a test begins
 * and removed after the last.  NULL: the folder itself.  The string is good for
 * seven calls more.
 */
const char *unit_path(const char *name);

/* Make the file PATH out of SIZE bytes at DATA, or of TEXT. */
void unit_write(const char *path, const void *data, size_t size);
void unit_write_text(const char *path, const char *text);

bool unit_exists(const char *path);

/* How many descriptors are open? */
int unit_count_descriptors(void);

/* How many files are in the program's folder? */
size_t unit_count_files(void);

/* Keep standard error back, at most what a pipe holds ... */
void unit_capture(void);

/* ... until now.  Returns what was written, good until the next call. */
const char *unit_captured(void);

#endif
