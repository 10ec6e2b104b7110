#ifndef UNIT_WEB_TEST_BODY_H
#define UNIT_WEB_TEST_BODY_H

#include "gantry/web.h"
#include "gate/request.h"
#include "web/request/request.h"
#include "web/response/response.h"

/* A request with a body and without a site. */

struct test_body {
	const char *body;
	size_t left;
	size_t chunk; /* the most bytes that one read returns; 0: any */
	bool breaks; /* the client disconnects at the end */
	struct request gate;
	struct gantry_response response;
	struct gantry_request request;
};

/*
 * Begin with a body of LENGTH bytes, or a text, and the Content-Type TYPE or
 * NULL; both must outlive it.
 */
void test_body_begin(struct test_body *posted, const char *type,
    const char *body, size_t length);
void test_body_text(
    struct test_body *posted, const char *type, const char *body);

/* Remove Content-Length: the length is known at the end only. */
void test_body_of_unknown_length(struct test_body *posted);

/* The failure, "400 Bad Request: detail", or "". */
const char *test_body_failure(struct test_body *posted);

void test_body_end(struct test_body *posted);

#endif
