/*
 * The delays before workers are replaced.  The replacements of crashed workers
 * pass a virtual queue that lets one through each interval; it may run ahead of
 * the time by a burst.
 */
#include "serve/pool/restarts.h"

int
restarts_failed(struct restarts *restarts, unsigned position, int64_t now)
{
	struct restart_position *at;

	if (position >= RESTARTS_POSITIONS)
		return 0;
	at = &restarts->positions[position];
	at->delay =
	    at->delay == 0 ? RESTARTS_DELAY_FIRST_MILLISECONDS : at->delay * 2;
	if (at->delay > RESTARTS_DELAY_MAX_MILLISECONDS)
		at->delay = RESTARTS_DELAY_MAX_MILLISECONDS;
	at->due = now + at->delay;
	return at->delay;
}

int
restarts_crashed(struct restarts *restarts, unsigned position, int64_t now)
{
	const int64_t burst = RESTARTS_BURST * RESTARTS_INTERVAL_MILLISECONDS;
	struct restart_position *at;

	if (position >= RESTARTS_POSITIONS)
		return 0;
	at = &restarts->positions[position];
	at->delay = 0;
	at->due = now;
	if (restarts->next < now - burst)
		restarts->next = now - burst;
	restarts->next += RESTARTS_INTERVAL_MILLISECONDS;
	if (restarts->next > now)
		at->due = restarts->next;
	return (int)(at->due - now);
}

bool
restarts_is_due(const struct restarts *restarts, unsigned position, int64_t now,
    int64_t *due)
{
	int64_t at;

	if (position >= RESTARTS_POSITIONS ||
	    restarts->positions[position].due <= now)
		return true;
	at = restarts->positions[position].due;
	if (*due <= now || at < *due)
		*due = at;
	return false;
}
