/*
 * A thread that tells the status in which function of Python a request is that
 * runs for long, and raises RequestTimeout in one whose time is over.  It looks
 * only while there is such a request, and changes what the status shows only
 * while it holds the GIL, as a request does that tells a step.
 */
#include "python/runtime/threads.h"

#include "python/runtime/exception.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include <gantry/clock.h>

#define LOOK_NANOSECONDS  250000000L
#define LONG_MILLISECONDS 500

/* Threads beyond are not shown. */
#define PLACES_MAX 256

/* What one thread serves.  What is not atomic has the GIL. */
struct place {
	PyThreadState *state;
	struct gantry_environ *environ; /* NULL: no request */
	bool has_step; /* which the application told */
	bool was_raised; /* RequestTimeout, in this request */
	atomic_int_least64_t since; /* of the request; 0: none */
};

static struct place places[PLACES_MAX];
static atomic_size_t count;
static _Thread_local struct place *own;
static _Thread_local bool has_none; /* there were too many */

static void
find_place(void)
{
	const size_t index = atomic_fetch_add(&count, 1);

	has_none = index >= PLACES_MAX;
	if (has_none)
		return;
	own = &places[index];
	own->state = PyThreadState_Get();
}

void
where_begin(struct gantry_environ *environ)
{
	if (own == NULL && !has_none)
		find_place();
	if (own == NULL)
		return;
	own->environ = environ;
	own->has_step = false;
	own->was_raised = false;
	atomic_store_explicit(
	    &own->since, gantry_clock_milliseconds(), memory_order_relaxed);
}

void
where_end(void)
{
	if (own == NULL)
		return;
	/* It may have come too late for this request, and is for no other. */
	if (own->was_raised)
		PyThreadState_SetAsyncExc(own->state->thread_id, NULL);
	own->environ = NULL;
	atomic_store_explicit(&own->since, 0, memory_order_relaxed);
}

void
where_keep_step(bool has_step)
{
	if (own != NULL)
		own->has_step = has_step;
}

/* Is it a file of the application, and not of a library? */
static bool
is_own(const char *file)
{
	return strstr(file, "/lib/python") == NULL &&
	    strstr(file, "-packages/") == NULL && *file != '<';
}

/* Write the function, file and line of FRAME.  Returns whether it is own. */
static bool
describe(PyFrameObject *frame, char *text, size_t size)
{
	PyCodeObject *code = PyFrame_GetCode(frame);
	const char *file = PyUnicode_AsUTF8(code->co_filename);
	const char *name = PyUnicode_AsUTF8(code->co_qualname);
	const char *slash = file != NULL ? strrchr(file, '/') : NULL;
	bool is;

	PyErr_Clear();
	snprintf(text, size, "python: %s (%s:%d)", name != NULL ? name : "?",
	    slash != NULL      ? slash + 1
		: file != NULL ? file
			       : "?",
	    PyFrame_GetLineNumber(frame));
	is = file != NULL && is_own(file);
	Py_DECREF(code);
	return is;
}

/* The innermost function of the application, or else the innermost. */
static void
tell(const struct place *place)
{
	char text[200], outer[200];
	PyFrameObject *frame = PyThreadState_GetFrame(place->state), *back;
	bool found;

	if (frame == NULL)
		return;
	found = describe(frame, text, sizeof(text));
	while (frame != NULL && !found) {
		back = PyFrame_GetBack(frame);
		Py_DECREF(frame);
		frame = back;
		found = frame != NULL && describe(frame, outer, sizeof(outer));
		if (found)
			memcpy(text, outer, sizeof(text));
	}
	Py_XDECREF(frame);
	gantry_environ_note(place->environ, text);
}

/* Free the thread if it runs in Python; one in C goes on. */
static void
raise_timeout(struct place *place)
{
	if (place->was_raised || !gantry_environ_is_overdue(place->environ))
		return;
	place->was_raised = true;
	PyThreadState_SetAsyncExc(
	    place->state->thread_id, exception_request_timeout());
}

static bool
is_long(const struct place *place, int64_t now)
{
	const int64_t since =
	    atomic_load_explicit(&place->since, memory_order_relaxed);

	return since != 0 && now - since >= LONG_MILLISECONDS;
}

static size_t
places_used(void)
{
	const size_t used = atomic_load(&count);

	return used < PLACES_MAX ? used : PLACES_MAX;
}

static bool
is_any_long(int64_t now)
{
	size_t i;

	for (i = 0; i < places_used(); i++)
		if (is_long(&places[i], now))
			return true;
	return false;
}

static void
look(int64_t now)
{
	size_t i;

	threads_enter();
	for (i = 0; i < places_used(); i++) {
		if (places[i].environ == NULL || !is_long(&places[i], now))
			continue;
		if (!places[i].has_step)
			tell(&places[i]);
		raise_timeout(&places[i]);
	}
	threads_leave();
}

static void *
run(void *unused)
{
	const struct timespec pause = { .tv_nsec = LOOK_NANOSECONDS };
	int64_t now;

	for (;;) {
		nanosleep(&pause, NULL);
		now = gantry_clock_milliseconds();
		if (is_any_long(now))
			look(now);
	}
	return unused;
}

void
where_start(void)
{
	static atomic_flag is_started = ATOMIC_FLAG_INIT;
	pthread_t thread;

	if (!atomic_flag_test_and_set(&is_started) &&
	    pthread_create(&thread, NULL, run, NULL) == 0)
		pthread_detach(thread);
}
