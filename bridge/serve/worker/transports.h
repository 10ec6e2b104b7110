#ifndef SERVE_WORKER_TRANSPORTS_H
#define SERVE_WORKER_TRANSPORTS_H

#include "gantry/error.h"

struct driver;

/*
 * The transports that a worker can serve, each by its enumerator, its driver
 * and the name that --transport takes.
 */
#define TRANSPORTS(ROW)                          \
	ROW(TRANSPORT_FCGI, driver_fcgi, "fcgi") \
	ROW(TRANSPORT_LIBFCGI, driver_libfcgi, "libfcgi")

/* What --help says of --transport. */
#define TRANSPORT_HELP "fcgi, or libfcgi to read records with that library"

#define TRANSPORT_ENUMERATOR(kind, symbol, name) kind,
enum transport_kind {
	TRANSPORTS(TRANSPORT_ENUMERATOR) TRANSPORT_COUNT
};
#undef TRANSPORT_ENUMERATOR

#define TRANSPORT_DRIVER(kind, symbol, name) extern const struct driver symbol;
TRANSPORTS(TRANSPORT_DRIVER)
#undef TRANSPORT_DRIVER

const struct driver *transport_driver(enum transport_kind kind);

/*
 * Find the transport called NAME.  Returns 0, or -1 with ERROR, which lists the
 * names that there are.
 */
int transport_find(
    enum transport_kind *kind, const char *name, struct gantry_error *error);

#endif
