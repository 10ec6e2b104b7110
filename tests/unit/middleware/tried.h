#ifndef MIDDLEWARE_TRIED_H
#define MIDDLEWARE_TRIED_H

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

/*
 * A site that uses one middleware.  It answers GET of / and /other, and POST of
 * the latter, with text of X-Size bytes (100), made of TRIED_WORDS, and does
 * what X-Private (Cache-Control), X-Tagged and X-Varies say.
 */

#define TRIED_WORDS "word word word and another word; "

/* It has the settings origins, hosts and token. */
extern const struct gantry_application tried_application;

extern struct gantry_client *tried_client;
extern struct gantry_error tried_error;
extern int tried_count; /* how often the responder was called */

/* What goes around the middleware, or NULL. */
extern const struct gantry_middleware *tried_outer;

/* Open the site with MIDDLEWARE, and with SETTING if it is not NULL. */
void tried_use(const struct gantry_middleware *middleware, const char *setting);

/* METHOD of / with two headers, either may be NULL. */
struct gantry_result *tried_ask(
    const char *method, const char *header, const char *second);

/* The status of GET with HEADER. */
int tried_status(const char *header);

/* Is the header NAME of the answer to GET with HEADER just VALUE? */
void tried_assert_header(
    const char *header, const char *name, const char *value);

#endif
