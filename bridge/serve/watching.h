#ifndef SERVE_WATCHING_H
#define SERVE_WATCHING_H

#include "gate/watch.h"
#include "serve/scoreboard.h"

/* What a thread's gate does, noted on the scoreboard. */
struct watching {
	struct scoreboard *board;
	struct score_thread *thread;
	int64_t begun; /* clock_microseconds() */
};

/* Returns the watch for the gate of the thread; WATCHING must live as long. */
struct watch watching_init(struct watching *watching, struct scoreboard *board,
    struct score_thread *thread);

#endif
