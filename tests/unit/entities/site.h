#ifndef UNIT_ENTITIES_SITE_H
#define UNIT_ENTITIES_SITE_H

#include <check.h>
#include <gantry/testing.h>
#include <stdint.h>

#include "data/cache/sample.h"

/* The application in process, asked one question after another. */

#define PUBLICATION(NAME, COUNT)                                   \
	{                                                          \
		"publications/" NAME,                              \
		    "{\"count\":{\"integerValue\":\"" COUNT "\"}}" \
	}
#define WORD(PUBLICATION, ID, WORD, COUNT)                        \
	{                                                         \
		"publications/" PUBLICATION "/ent/" ID,           \
		    "{\"word\":{\"stringValue\":\"" WORD "\"},"   \
		    "\"count\":{\"integerValue\":\"" COUNT "\"}}" \
	}

/* pub0 and "caf\xc3\xa9 & co?", with words that are hard to spell. */
extern const struct sample_document site_sample[];

/* "noop", "sqlite", NULL */
extern const char *const site_stores[];

/* Make x.db out of site_sample, or of DOCUMENTS. */
void site_build(const struct sample_document *documents);

/* Open it on the store, with a setting "key=value" or NULL. */
void site_open(const char *store, const char *setting);
void site_open_with_two(const char *store, const char *one, const char *other);
/* The same, x.db being made of site_sample before. */
void site_start(const char *store);
void site_close(void);

/* Ask, HEADER being "Name: value" or NULL.  Good until the next question. */
struct gantry_result *site_ask(
    const char *method, const char *target, const char *header);
struct gantry_result *site_get(const char *target);

/* A header of the last answer, or NULL. */
const char *site_header(const char *name);

/* Is BODY the answer? */
void site_assert_json(const char *target, const char *body);

/* Is it a problem, with STATUS, whose document says so? */
void site_assert_problem(const char *target, int status, const char *says);

/* Ask for the publications until the status is STATUS. */
void site_await(int status);

/* Until the body begins with TEXT; each answer must be good. */
void site_await_body(const char *text);

/* Go on asking for so many MILLISECONDS; each answer must be good. */
void site_await_time(int64_t milliseconds);

#endif
