#ifndef UNIT_WEB_TEST_REQUEST_H
#define UNIT_WEB_TEST_REQUEST_H

#include "gantry/web.h"
#include "gate/environ/environ.h"
#include "gate/reply.h"
#include "gate/wsgi_errors.h"
#include "web/request/request.h"
#include "web/response/response.h"

/* A request without a site, for the tests of its parts. */

struct test_request {
	struct gantry_environ environ;
	struct gantry_errors errors;
	struct gantry_body body;
	struct gantry_response response;
	struct gantry_request request;
};

/* Begin with the variables NAME, VALUE, ..., ended by NULL. */
void test_request_begin(struct test_request *asked, ...)
    __attribute__((sentinel));

/* Add a field of the path: LENGTH bytes at TEXT. */
void test_request_field(struct test_request *asked, const char *name,
    const char *text, size_t length);

/* The failure, "400 Bad Request: detail", or "". */
const char *test_request_failure(struct test_request *asked);

void test_request_end(struct test_request *asked);

#endif
