#ifndef SQLITE_WRITER_H
#define SQLITE_WRITER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The turn to write to a file.  Within the process, threads get it in the order
 * in which they asked.  Other processes compete for SQLite's own lock, which
 * has no queue; so a process that has written several times in a row lets them
 * go first.
 */

struct writer;

/* The writer of the file with this device and inode; NULL: out of memory. */
struct writer *writer_open(uint64_t device, uint64_t inode);
void writer_close(struct writer *writer);

/*
 * Wait for the turn until gantry_clock_milliseconds() has reached DEADLINE.
 * Returns whether it came.
 */
bool writer_take(struct writer *writer, int64_t deadline);
void writer_release(struct writer *writer);

#endif
