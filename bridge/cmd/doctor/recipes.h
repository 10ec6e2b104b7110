#ifndef CMD_DOCTOR_RECIPES_H
#define CMD_DOCTOR_RECIPES_H

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * Configurations of web servers, as nginx-conf/ has them.  A line may begin
 * with
 * @unix@ or @tcp@, and @root@ or @below@, and is left out unless the socket or
 * the mount is such a one; words between @ are filled in.
 */

struct recipe {
	const char *name;
	const char *const *lines; /* ended by NULL */
};

/* All of them, ended by a NULL name; made of nginx-conf/ when gantry is built.
 */
extern const struct recipe recipes[];

/* What a recipe is filled in with; zero stands for the default. */
struct recipe_places {
	const char
	    *mount; /* "/" or "/some/path": where gantry is on the site */
	const char *socket; /* unix:PATH or HOST:PORT: where gantry listens */
	const char *listen; /* HOST:PORT: where the web server listens */
	const char *name; /* the site's */
	const char *program; /* the path of gantry, for CGI */
};

/* The recipe called NAME, or NULL. */
const struct recipe *recipe_find(const char *name);

/*
 * Append RECIPE, filled in.  Returns 0, or -1 with ERROR filled when one of
 * PLACES is none.
 */
int recipe_print(const struct recipe *recipe,
    const struct recipe_places *places, struct gantry_buffer *text,
    struct gantry_error *error);

#endif
