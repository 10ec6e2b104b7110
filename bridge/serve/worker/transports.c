/*
 * The table of transports, from the list in transports.h.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "serve/worker/transports.h"

#define TRANSPORT_ROW(kind, symbol, name) [kind] = { name, &(symbol) },
static const struct {
	const char *name;
	const struct driver *driver;
} transports[TRANSPORT_COUNT] = { TRANSPORTS(TRANSPORT_ROW) };

const struct driver *
transport_driver(enum transport_kind kind)
{
	return transports[kind].driver;
}

int
transport_find(
    enum transport_kind *kind, const char *name, struct gantry_error *error)
{
	char names[128];
	size_t i, length = 0;

	for (i = 0; i < TRANSPORT_COUNT; i++) {
		if (strcmp(name, transports[i].name) == 0) {
			*kind = (enum transport_kind)i;
			return 0;
		}
		if (length < sizeof(names))
			length += (size_t)snprintf(names + length,
			    sizeof(names) - length, " %s", transports[i].name);
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "no such transport: '%s'; there are:%s", name, names);
}
