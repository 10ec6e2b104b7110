/*
 * What gantry has instead of gate/transport/http/http.c if it was built without
 * llhttp: a bind that asks for HTTP is refused, so nothing here is called.
 */
#include <stddef.h>

#include "gate/transport/http/http.h"

bool
http_is_available(void)
{
	return false;
}

struct http *
http_new(struct fcgi *fcgi, const struct http_port *port, void *owner)
{
	(void)fcgi, (void)port, (void)owner;
	return NULL;
}

void
http_free(struct http *http)
{
	(void)http;
}

void
http_open(struct http *http, const struct http_addresses *addresses)
{
	(void)http, (void)addresses;
}

void
http_close(struct http *http)
{
	(void)http;
}

void
http_feed(struct http *http, const void *data, size_t size, int64_t now,
    struct work **ready)
{
	(void)http, (void)data, (void)size, (void)now, (void)ready;
}

bool
http_is_held(const struct http *http)
{
	(void)http;
	return false;
}

bool
http_has_output(const struct http *http)
{
	(void)http;
	return false;
}

bool
http_has_bytes(const struct http *http)
{
	(void)http;
	return false;
}

ssize_t
http_send_records(struct http *http, const void *data, size_t size)
{
	(void)http, (void)data, (void)size;
	return -1;
}

int
http_flush(struct http *http)
{
	(void)http;
	return -1;
}
