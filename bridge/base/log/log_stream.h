#ifndef BASE_LOG_STREAM_H
#define BASE_LOG_STREAM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writing lines to what may not take them: a pipe, a terminal, a stream socket.
 * No function waits.  Lines that are not taken at once stay in a queue, as far
 * as there is room.  For one thread; a process that was forked forgets the
 * queue, which its parent writes.
 */

struct log_stream;

/* May a write to DESCRIPTOR wait for a reader? */
bool log_stream_may_wait(int descriptor);

/*
 * Make a stream of DESCRIPTOR, which the caller keeps.  IS_OWN: its description
 * is not shared with other programs and has O_NONBLOCK.  Other descriptors stay
 * as they are, since that flag would belong to all that share them.  Returns
 * NULL if memory ran out.
 */
struct log_stream *log_stream_new(int descriptor, bool is_own);
void log_stream_free(struct log_stream *stream);

/*
 * Write LENGTH bytes of whole lines, at most PIPE_BUF, after those in the
 * queue, or QUEUES them.  Returns 0, or -1 with errno set if they were not
 * taken: EAGAIN if they may be later.
 */
int log_stream_write(
    struct log_stream *stream, const char *lines, size_t length, bool queues);

/*
 * Write what is in the queue.  True: nothing is left.  When the reader is gone,
 * the lines of the queue are lost; *LOST is how many.
 */
bool log_stream_flush(struct log_stream *stream, unsigned *lost);

#endif
