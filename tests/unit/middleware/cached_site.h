#ifndef UNIT_MIDDLEWARE_CACHED_SITE_H
#define UNIT_MIDDLEWARE_CACHED_SITE_H

#include <stddef.h>

/*
 * Conversations with a site behind a response cache that keeps responses
 * without a lifetime for one second.  Between two steps three seconds pass.
 *
 * Headers are lines, "Name: value\nName: value".  In a response, "@-20" stands
 * for the date 20 seconds ago.
 */

enum cached_outcome {
	CACHED_END, /* no step */
	CACHED_ANY,
	CACHED_HIT, /* the application was not asked */
	CACHED_MISS,
};

struct cached_step {
	const char *method; /* NULL: GET */
	const char *target; /* NULL: "/a" */
	const char *request; /* headers */
	const char *status; /* NULL: 200 */
	const char *response; /* headers */
	const char *body; /* NULL: "0123456789"; "": no content */
	int pause; /* more seconds that pass after it */
	enum cached_outcome outcome;
	int expected_status; /* 0: any */
	const char *header; /* "Name: value", "Name: >3", "Name:" for none */
	const char *text; /* the body; NULL: any */
};

struct cached_case {
	const char *name;
	const char *section; /* of RFC 9111, unless it says another one */
	struct cached_step steps[4]; /* ended by one without outcome */
};

/* A response with HEADERS can be used again, or cannot. */
#define CACHED_REUSED(name, section, headers)                              \
	{                                                                  \
		name, section,                                             \
		{                                                          \
			{ .response = (headers), .outcome = CACHED_MISS }, \
			    { .outcome = CACHED_HIT },                     \
		}                                                          \
	}
#define CACHED_ASKED(name, section, headers)                               \
	{                                                                  \
		name, section,                                             \
		{                                                          \
			{ .response = (headers), .outcome = CACHED_MISS }, \
			    { .outcome = CACHED_MISS },                    \
		}                                                          \
	}

/* Hold all conversations, and fail with the name of one that goes wrong. */
void cached_site_run(const struct cached_case *cases, size_t count);
#define CACHED_RUN(cases) \
	cached_site_run((cases), sizeof(cases) / sizeof((cases)[0]))

#endif
