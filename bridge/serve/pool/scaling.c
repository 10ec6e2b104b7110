/*
 * The rules of the three process managers of PHP-FPM: static, dynamic,
 * ondemand.
 */
#include "serve/pool/scaling.h"

static int
bounded(int number, int least, int most)
{
	if (number < least)
		return least;
	return number > most ? most : number;
}

/* The number of workers that those which wait would keep busy. */
static int
needed(const struct scaling_options *options, const struct scaling_state *state)
{
	unsigned waiting = state->waiting;

	if (waiting <= state->free)
		return 0;
	waiting -= state->free;
	/* More workers than the most make no difference. */
	if (waiting / options->threads >= options->workers)
		return (int)options->workers;
	return (int)((waiting + options->threads - 1) / options->threads);
}

/* The number of workers to have, starting ones included. */
static int
wanted(const struct scaling_options *options, const struct scaling_state *state)
{
	const int all = (int)(state->starting + state->serving);
	const int free = (int)(state->starting + state->idle);
	int missing;

	switch (options->kind) {
	case SCALING_DYNAMIC:
		missing =
		    needed(options, state) + (int)options->spare_min - free;
		return bounded(all + (missing > 0 ? missing : 0),
		    (int)options->workers_min, (int)options->workers);
	case SCALING_ON_DEMAND:
		missing = needed(options, state) - free;
		return bounded(all + (missing > 0 ? missing : 0), 0,
		    (int)options->workers);
	default:
		return (int)options->workers;
	}
}

/* The number of workers that stay even if idle. */
static unsigned
least(const struct scaling_options *options)
{
	return options->kind == SCALING_DYNAMIC ? options->workers_min : 0;
}

bool
scaling_can_grow(
    const struct scaling_options *options, const struct scaling_state *state)
{
	return options->kind != SCALING_STATIC &&
	    (state->starting > 0 ||
		state->starting + state->serving < options->workers);
}

bool
scaling_has_spare(
    const struct scaling_options *options, const struct scaling_state *state)
{
	const unsigned kept =
	    options->kind == SCALING_DYNAMIC ? options->spare_max : 0;

	return options->kind != SCALING_STATIC && state->idle > kept &&
	    state->serving > least(options);
}

int
scaling_decide(const struct scaling_options *options,
    const struct scaling_state *state, int64_t now)
{
	const int all = (int)(state->starting + state->serving);
	const int more = wanted(options, state) - all;

	if (more > 0)
		return more;
	/* The limit was lowered. */
	if (all > (int)options->workers)
		return (int)options->workers - all;
	if (scaling_has_spare(options, state) && state->spare_since != 0 &&
	    now - state->spare_since > options->idle_timeout)
		return -1;
	return 0;
}
