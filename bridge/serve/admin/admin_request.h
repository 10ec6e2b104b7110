#ifndef SERVE_ADMIN_REQUEST_H
#define SERVE_ADMIN_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * As much of an HTTP/1.x request (RFC 9112) as the admin servers want to know;
 * a body is not read.
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
	char path[64]; /* "/status"; longer ones are cut, and unknown */
	char query[128]; /* without the question mark */
	char host[256]; /* the name in Host; "" without one */
	bool accepts_openmetrics, accepts_json;
};

/*
 * Take apart the LENGTH bytes at DATA.  Returns 1, 0 when more bytes are
 * needed, or -1 when this is no request.
 */
int admin_request_parse(
    struct admin_request *request, const char *data, size_t length);

/* Copy what QUERY gives for KEY.  False when it has none, or a longer one. */
bool admin_request_value(const struct admin_request *request, const char *key,
    char *value, size_t size);

#endif
