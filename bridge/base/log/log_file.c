/*
 * A disk that becomes full takes a part of a line.  It cannot be cut off: other
 * processes append to the file, too, and workers may not cut files.  So the
 * next line begins with a newline, whichever process writes it: the processes
 * share the open file, and a position of TORN in it, which no write leaves and
 * the next one moves, marks it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/log/log_file.h"

/* The end of no line; O_APPEND writes ignore the position. */
#define TORN 1

/* Whose line is torn, as far as this process knows. */
enum state {
	STATE_WHOLE,
	STATE_TORN, /* its own, and no other process knows */
	STATE_MARKED, /* its own, and the position says so */
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

static bool
ends_torn(int descriptor, enum log_relay_log log)
{
	return state_of(log) == STATE_TORN ||
	    lseek(descriptor, 0, SEEK_CUR) == TORN;
}

/* Without O_APPEND, the position is where the next line is written. */
static enum state
mark(int descriptor)
{
	const int flags = fcntl(descriptor, F_GETFL);

	if (flags == -1 || (flags & O_APPEND) == 0 ||
	    lseek(descriptor, TORN, SEEK_SET) != TORN)
		return STATE_TORN;
	return STATE_MARKED;
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
	if (state_of(log) == STATE_WHOLE)
		return;
	if (!ends_torn(descriptor, log))
		log_file_forget(log);
	else
		begin_line(descriptor, log);
}

size_t
log_file_write(
    int descriptor, enum log_relay_log log, const char *lines, size_t length)
{
	const char *end;
	size_t done, whole;
	int number;

	if (ends_torn(descriptor, log) && !begin_line(descriptor, log))
		return 0;
	done = write_all(descriptor, lines, length);
	if (done == length)
		return length;
	number = errno;
	end = memrchr(lines, '\n', done);
	whole = end != NULL ? (size_t)(end - lines) + 1 : 0;
	if (done > whole)
		atomic_store(&states[log], mark(descriptor));
	errno = number;
	return whole;
}
