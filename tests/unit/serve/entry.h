#ifndef UNIT_SERVE_ENTRY_H
#define UNIT_SERVE_ENTRY_H

#include "serve/observe/log_entry.h"

/* A sample log entry. */
struct made {
	struct request request;
	struct log_entry entry;
};

/* GET /a?q by 192.0.2.7, answered 200 with 1234 bytes in 1.002003 s. */
void made_init(struct made *made);
void made_clear(struct made *made);

/* Set a variable. */
void made_set(struct made *made, const char *name, const char *value);

#endif
