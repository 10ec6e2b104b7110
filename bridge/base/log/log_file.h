#ifndef BASE_LOG_FILE_H
#define BASE_LOG_FILE_H

#include <stddef.h>

#include "base/log/log_relay.h"

/*
 * Writing whole lines to a log file that other processes append to, too, and
 * that may be on a full disk.
 */

/*
 * Write LENGTH bytes of whole lines of LOG.  Returns how many bytes of whole
 * lines were written; errno is set if that is less.  If a part of a line was
 * written, the next line begins on a new one.
 */
size_t log_file_write(
    int descriptor, enum log_relay_log log, const char *lines, size_t length);

/* End the line that this process has torn, if it can; to be tried at times. */
void log_file_mend(int descriptor, enum log_relay_log log);

/* The lines of LOG go to another file from now on. */
void log_file_forget(enum log_relay_log log);

#endif
