/*
 * A disk that becomes full takes a part of a line, of this process or of
 * another.  It cannot be cut off: other processes append to the file, too, and
 * workers may not cut files.  So whichever process could not write a line
 * begins with a newline when it can again.  That ends the torn line, or is an
 * empty one.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/log/log_file.h"

enum state {
	STATE_WHOLE,
	STATE_FAILED, /* another process may have torn a line */
	STATE_TORN, /* this process has */
};

static atomic_int states[LOG_RELAY_LOGS];

void
log_file_forget(enum log_relay_log log)
{
	atomic_store(&states[log], STATE_WHOLE);
}

/* Returns how many bytes were written; errno is set if that is less. */
static size_t
write_all(int descriptor, const char *bytes, size_t length)
{
	size_t done = 0;
	ssize_t count;

	while (done < length) {
		count = write(descriptor, bytes + done, length - done);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == 0)
			errno = EIO;
		if (count <= 0)
			break;
		done += (size_t)count;
	}
	return done;
}

static enum state
state_of(enum log_relay_log log)
{
	return (enum state)atomic_load_explicit(
	    &states[log], memory_order_relaxed);
}

/* False: the file still takes nothing; errno is set. */
static bool
begin_line(int descriptor, enum log_relay_log log)
{
	if (write_all(descriptor, "\n", 1) != 1)
		return false;
	log_file_forget(log);
	return true;
}

void
log_file_mend(int descriptor, enum log_relay_log log)
{
	if (state_of(log) == STATE_TORN)
		begin_line(descriptor, log);
}

size_t
log_file_write(
    int descriptor, enum log_relay_log log, const char *lines, size_t length)
{
	const char *end;
	size_t done, whole;

	if (state_of(log) != STATE_WHOLE && !begin_line(descriptor, log))
		return 0;
	done = write_all(descriptor, lines, length);
	if (done == length)
		return length;
	end = memrchr(lines, '\n', done);
	whole = end != NULL ? (size_t)(end - lines) + 1 : 0;
	atomic_store(&states[log], done > whole ? STATE_TORN : STATE_FAILED);
	return whole;
}
