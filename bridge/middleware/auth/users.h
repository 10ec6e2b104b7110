#ifndef MIDDLEWARE_AUTH_USERS_H
#define MIDDLEWARE_AUTH_USERS_H

#include <gantry/error.h>

/* A file of users and hashes of their passwords, as htpasswd(1) writes it. */

struct users;

/* Read PATH, which must stay valid.  Returns NULL with ERROR. */
struct users *users_open(const char *path, struct gantry_error *error);
void users_close(struct users *users);

/*
 * Read the file again if it has changed.  Returns 0, or -1 with ERROR: it
 * cannot be read, and nobody is a user until it can.
 */
int users_refresh(struct users *users, struct gantry_error *error);

/* The hash of the user NAME, or NULL. */
const char *users_hash(const struct users *users, const char *name);

/* The hash of some user, or NULL: what to verify for one who does not exist. */
const char *users_some_hash(const struct users *users);

#endif
