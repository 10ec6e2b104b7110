#ifndef TESTING_MIRROR_H
#define TESTING_MIRROR_H

#include <gantry/testing.h>

/*
 * An application that shows its request:
 *
 *	/mirror		a member for each variable, and one "body"
 *	/same		the body
 *	/setting	the setting "word"
 *	/cookies	three Set-Cookie
 *	/log		logs "one" and "two"
 *	/broken		fails after "part"
 */
extern const struct gantry_application mirror_application;

/* Open it, or fail the test. */
struct gantry_client *mirror_open(const char *const *settings);

/* What /same answers to the JSON document JSON. */
struct gantry_result *mirror_json(
    struct gantry_client *client, const char *json);

#endif
