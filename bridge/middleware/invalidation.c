/*
 * The counters are in memory that all processes share, mapped before they are
 * forked.  A worker that writes other numbers there makes responses of others
 * be asked for again, or stay until they are stale; nothing else depends on
 * them.
 */
#define XXH_INLINE_ALL
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <xxhash.h>

#include "base/text/absolute_url.h"
#include "base/text/dot_segments.h"
#include "base/text/percent.h"
#include "middleware/invalidation.h"
#include "middleware/shared_table.h"

#define COUNTERS 65536 /* a power of 2 */

static struct shared_table table; /* of counters */

static _Atomic uint32_t *
counter_at(uint32_t counter)
{
	return (_Atomic uint32_t *)table.memory + counter % COUNTERS;
}

__attribute__((constructor)) static void
map_counters(void)
{
	shared_table_map(&table, COUNTERS * sizeof(_Atomic uint32_t));
}

int
invalidation_open(struct gantry_error *error)
{
	return shared_table_open(&table, error);
}

static const char *
variable(const struct gantry_request *request, const char *name)
{
	const char *value =
	    gantry_environ_get(gantry_request_environ(request), name);

	return value != NULL ? value : "";
}

/* Letters of a host may have either case. */
static void
put_host(struct gantry_buffer *uri, const char *host, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		gantry_buffer_putc(uri,
		    (char)(host[i] >= 'A' && host[i] <= 'Z' ? host[i] + 32
							    : host[i]));
}

/* Write the host of REQUEST, which ends with a NUL. */
static void
begin_uri(struct gantry_buffer *uri, struct gantry_request *request)
{
	const char *host = gantry_request_host(request);

	gantry_buffer_reset(uri);
	if (host != NULL)
		put_host(uri, host, strlen(host));
	gantry_buffer_putc(uri, '\0');
}

static uint32_t
counter_of(const struct gantry_buffer *uri)
{
	return (
	    uint32_t)(XXH3_64bits_withSeed(uri->data, uri->length, table.seed) %
	    COUNTERS);
}

/*
 * End the path that begins at BEFORE.  Some web servers decode %2F and resolve
 * empty segments, and some do not; some sites strip a trailing slash.  All
 * forms become one here.  Paths that are the same only here are invalidated
 * together.
 */
static int
end_path(struct gantry_buffer *uri, size_t before)
{
	char *from, *to;

	if (gantry_buffer_putc(uri, '\0') == -1)
		return -1;
	from = to = uri->data + before;
	while (*from != '\0')
		if (strncasecmp(from, "%2f", 3) == 0) {
			*to++ = '/';
			from += 3;
		} else {
			*to++ = *from++;
		}
	*to = '\0';
	dot_segments_remove(uri->data + before);
	uri->length = before + strlen(uri->data + before);
	if (uri->length > before && uri->data[uri->length - 1] == '/')
		uri->length--;
	return 0;
}

static int
put_target(struct gantry_buffer *uri, struct gantry_request *request)
{
	size_t before;

	begin_uri(uri, request);
	before = uri->length;
	gantry_buffer_printf(uri, "%s%s", variable(request, "SCRIPT_NAME"),
	    variable(request, "PATH_INFO"));
	return end_path(uri, before) == -1
	    ? -1
	    : gantry_buffer_printf(
		  uri, "?%s", variable(request, "QUERY_STRING"));
}

int
invalidation_find(struct gantry_request *request, uint32_t *counter)
{
	struct gantry_buffer uri = { 0 };
	int result = -1;

	if (put_target(&uri, request) == 0) {
		*counter = counter_of(&uri);
		result = 0;
	}
	gantry_buffer_clear(&uri);
	return result;
}

uint32_t
invalidation_count(uint32_t counter)
{
	return atomic_load(counter_at(counter));
}

static void
invalidate(const struct gantry_buffer *uri)
{
	if (!gantry_buffer_failed(uri))
		atomic_fetch_add(counter_at(counter_of(uri)), 1);
}

/* Does URL have the scheme, host and port of REQUEST? */
static bool
is_same_origin(struct gantry_request *request, const struct absolute_url *url)
{
	const char *host = gantry_request_host(request);
	const bool is_https =
	    strcmp(gantry_request_scheme(request), "https") == 0;
	size_t length = url->authority.length -
	    (url->port.length > 0 ? url->port.length + 1 : 0);
	unsigned long port = url->port.length > 0
	    ? strtoul(url->port.text, NULL, 10)
	    : url->is_https ? 443
			    : 80;

	return host != NULL && is_https == url->is_https &&
	    strlen(host) == length &&
	    strncasecmp(host, url->authority.text, length) == 0 &&
	    port == gantry_request_port(request);
}

/* Append the LENGTH bytes of PATH, decoded as PATH_INFO is. */
static int
put_path(struct gantry_buffer *uri, const struct gantry_request *request,
    const char *path, size_t length)
{
	const char *script = variable(request, "SCRIPT_NAME");
	const char *info = variable(request, "PATH_INFO");
	const char *slash = strrchr(info, '/');
	size_t before = uri->length;
	char *decoded =
	    gantry_environ_alloc(gantry_request_environ(request), length + 1);

	if (decoded == NULL ||
	    percent_decode(decoded, path, length, false) == -1)
		return -1;
	if (*path != '/' && length > 0) /* relative to the target's folder */
		gantry_buffer_printf(uri, "%s%.*s/", script,
		    (int)(slash != NULL ? slash - info : 0), info);
	else if (length == 0)
		gantry_buffer_printf(uri, "%s%s", script, info);
	gantry_buffer_puts(uri, decoded);
	return end_path(uri, before);
}

/* Write the URI of REFERENCE (RFC 3986 section 5.2); -1: not of this origin. */
static int
put_reference(struct gantry_buffer *uri, struct gantry_request *request,
    const char *reference)
{
	const char *rest, *path = reference;
	struct absolute_url url;
	size_t length;

	begin_uri(uri, request);
	if (strncmp(reference, "//", 2) == 0)
		reference =
		    gantry_environ_format(gantry_request_environ(request),
			"%s:%s", gantry_request_scheme(request), reference);
	length = reference != NULL ? strcspn(reference, ":/?#") : 0;
	if (reference == NULL)
		return -1;
	if (reference[length] == ':') {
		if (absolute_url_parse(&url, reference) == -1 ||
		    !is_same_origin(request, &url))
			return -1;
		path = url.path.length > 0 ? url.path.text : "/";
		length = url.path.length > 0 ? url.path.length : 1;
		rest = url.rest;
	} else {
		length = strcspn(path, "?#");
		rest = path + length;
	}
	if (put_path(uri, request, path, length) == -1)
		return -1;
	gantry_buffer_putc(uri, '?');
	if (*rest == '?')
		return gantry_buffer_add(uri, rest + 1, strcspn(rest + 1, "#"));
	return length > 0
	    ? 0
	    : gantry_buffer_puts(uri, variable(request, "QUERY_STRING"));
}

void
invalidation_apply(
    struct gantry_request *request, const struct gantry_response *response)
{
	static const char *const names[] = { "Location", "Content-Location" };
	struct gantry_buffer uri = { 0 };
	const char *reference;
	size_t i;

	if (put_target(&uri, request) == 0)
		invalidate(&uri);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		reference = gantry_response_get_header(response, names[i]);
		if (reference != NULL &&
		    put_reference(&uri, request, reference) == 0)
			invalidate(&uri);
	}
	gantry_buffer_clear(&uri);
}
