#ifndef CMD_DOCTOR_RECIPES_H
#define CMD_DOCTOR_RECIPES_H

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * Configurations of web servers, from nginx-conf/.  A line that begins with
 * @unix@ or @tcp@ is only for such a socket, and one that begins with @root@ or
 * @below@ only for a mount at / or below it.  The lines from @mounts@ to @end@
 * are repeated for each mount, and those from @sockets@ for each socket.  Words
 * like @NAME@ are filled in, and "gantry" becomes the name of the program.
 */

struct recipe {
	const char *name;
	const char *const *lines; /* ended by NULL */
};

/* All of them, ended by a NULL name; the build makes them of nginx-conf/. */
extern const struct recipe recipes[];

/* Where gantry is on the site. */
struct recipe_mount {
	const char *mount; /* "/" or "/path" */
	const char *socket; /* unix:PATH or HOST:PORT: gantry's */
	const char *pool; /* that listens there; NULL: it has no name */
};

/* What a recipe is filled in with. */
struct recipe_places {
	const struct recipe_mount *mounts; /* at least 1, the longest first */
	size_t mount_count;
	const char *listen; /* HOST:PORT: the web server's */
	const char *name; /* of the site */
	const char *program; /* the path of gantry, for CGI */
};

/* The recipe called NAME, or NULL. */
const struct recipe *recipe_find(const char *name);

/*
 * Append RECIPE to TEXT, filled in.  Returns 0, or -1 with ERROR filled when
 * one of PLACES is not valid.
 */
int recipe_print(const struct recipe *recipe,
    const struct recipe_places *places, struct gantry_buffer *text,
    struct gantry_error *error);

#endif
