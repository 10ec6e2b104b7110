#ifndef SERVE_ADMIN_REQUEST_H
#define SERVE_ADMIN_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The part of an HTTP/1.x request (RFC 9112) that the admin servers need.
 * Bodies are not read.
 */

/* The most bytes of a request line and its headers. */
#define ADMIN_REQUEST_MAX 4096

enum admin_method {
	ADMIN_GET,
	ADMIN_HEAD,
	ADMIN_POST,
	ADMIN_OTHER,
};

struct admin_request {
	enum admin_method method;
	char path[64]; /* "/status" */
	char query[128]; /* without the question mark */
	char host[256]; /* the name in Host, or "" */
	bool accepts_openmetrics, accepts_json;
};

/*
 * Parse the LENGTH bytes at DATA.  Returns 1, 0 if more bytes are needed, or -1
 * if this is not an HTTP request, or one with a longer path, query or host.
 */
int admin_request_parse(
    struct admin_request *request, const char *data, size_t length);

/* Copy the value of KEY in the query.  False if it is missing or too long. */
bool admin_request_value(const struct admin_request *request, const char *key,
    char *value, size_t size);

#endif
