#ifndef MIDDLEWARE_TEST_SITE_H
#define MIDDLEWARE_TEST_SITE_H

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

/*
 * A site that uses one middleware.  It answers GET of / and /other, and POST of
 * /other, with a text of X-Size bytes (100), made of TEST_SITE_WORDS.
 * X-Private, X-Tagged and X-Varies set Cache-Control, ETag and Vary; X-Gives
 * names a header to set; X-Bare gives an ETag without a body; X-Dated gives
 * Last-Modified, without a body if the response is fresh.
 */

#define TEST_SITE_WORDS "word word word and another word; "

/* It has the settings origins, hosts, users and token. */
extern const struct gantry_application test_site_application;

extern struct gantry_client *test_site_client;
extern struct gantry_error test_site_error;
extern int test_site_count; /* how often the responder was called */

/* Another middleware around it, or NULL. */
extern const struct gantry_middleware *test_site_outer;

/* Open the site with MIDDLEWARE, and with SETTING if it is not NULL. */
void test_site_use(
    const struct gantry_middleware *middleware, const char *setting);

/* METHOD of / with two headers; either may be NULL. */
struct gantry_result *test_site_ask(
    const char *method, const char *header, const char *second);

/* The status of GET with HEADER. */
int test_site_status(const char *header);

/* Is the header NAME of the response to GET with HEADER exactly VALUE? */
void test_site_assert_header(
    const char *header, const char *name, const char *value);

#endif
