#ifndef GATE_REPLY_FINISH_H
#define GATE_REPLY_FINISH_H

#include "gate/reply.h"

/*
 * The application returned RESULT: send the rest, or a 500 when it failed
 * before anything was sent.  Returns 0, or -1 when the answer is incomplete
 * and the connection must be cut, so that the client can see it.
 */
int reply_finish(struct gantry_environ *environ, int result);

#endif
