/*
 * What the gate changed in an environ: first each variable that was sent and
 * its replacement, then the variables that were added.
 */
#include <string.h>

#include "gate/trace/trace_print.h"

/* The INDEXth variable that was sent, or NULL. */
static const struct received *
sent_at(const struct gantry_environ *environ, size_t index)
{
	const struct received *sent = environ->received;

	while (sent != NULL && index-- > 0)
		sent = sent->next;
	return sent;
}

static bool
was_sent(const struct received *sent, const char *name)
{
	for (; sent != NULL; sent = sent->next)
		if (strcmp(sent->name, name) == 0)
			return true;
	return false;
}

static size_t
count_sent(const struct gantry_environ *environ)
{
	const struct received *sent = environ->received;
	size_t count = 0;

	for (; sent != NULL; sent = sent->next)
		count++;
	return count;
}

/* Two positions for each variable that was sent: itself and its replacement. */
static bool
look_at_sent(const struct gantry_environ *environ, size_t position,
    struct trace_difference *difference)
{
	const struct received *sent = sent_at(environ, position / 2);
	const char *seen = gantry_environ_get(environ, sent->name);
	bool is_kept = seen != NULL && strcmp(seen, sent->value) == 0;

	difference->name = sent->name;
	if (position % 2 == 0) {
		difference->value = sent->value;
		difference->change = is_kept ? TRACE_KEPT : TRACE_REMOVED;
		return true;
	}
	difference->value = seen;
	difference->change = TRACE_ADDED;
	/* If a name was sent several times, the last one counts as replaced. */
	return seen != NULL && !is_kept && !was_sent(sent->next, sent->name);
}

bool
trace_next_difference(const struct gantry_environ *environ, size_t *position,
    struct trace_difference *difference)
{
	const size_t sent = 2 * count_sent(environ);
	const struct variable *variable;

	while (*position < sent)
		if (look_at_sent(environ, (*position)++, difference))
			return true;
	while (*position < sent + environ->count) {
		variable = &environ->variables[(*position)++ - sent];
		if (was_sent(environ->received, variable->name))
			continue;
		difference->name = variable->name;
		difference->value = variable->value;
		difference->change = TRACE_ADDED;
		return true;
	}
	return false;
}
