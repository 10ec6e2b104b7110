/*
 * From the gate's events to the scoreboard.
 */
#include "serve/watching.h"
#include "base/clock.h"
#include "gate/request.h"

static void
begin(void *owner, const struct request *request)
{
	struct watching *watching = owner;
	const struct gantry_environ *environ = &request->environ;
	const char *target = environ_text(environ, "REQUEST_URI");

	if (*target == '\0')
		target = environ_text(environ, "PATH_INFO");
	score_begin(watching->thread, environ_text(environ, "REQUEST_METHOD"),
	    target, environ_text(environ, "HTTP_X_REQUEST_ID"));
	watching->begun = clock_microseconds();
}

static void
step(void *owner, const char *what)
{
	struct watching *watching = owner;

	score_step(watching->thread, what);
}

static void
end(void *owner, struct request *request, int result)
{
	struct watching *watching = owner;

	score_count(watching->board, result == 0 ? request->body.status : 0,
	    request->body.written, clock_microseconds() - watching->begun);
	score_end(watching->thread);
}

struct watch
watching_init(struct watching *watching, struct scoreboard *board,
    struct score_thread *thread)
{
	watching->board = board;
	watching->thread = thread;
	return (struct watch){
		.owner = watching,
		.begin = begin,
		.step = step,
		.end = end,
	};
}
