/*
 * X-Sendfile (Apache's mod_xsendfile, lighttpd) and X-Accel-Redirect (nginx).
 *
 * Paths that web servers read differently are not handed over: relative paths,
 * paths with "." or "..", and for X-Sendfile, which only some web servers
 * decode, paths with a percent sign.
 */
#include <string.h>

#include "base/text/percent.h"
#include "gantry/web.h"
#include "web/response/handoff.h"
#include "web/response/response.h"

#define ACCEL "x-accel-redirect:"

/* Does PATH have a segment that is empty, "." or ".."? */
static bool
has_dots(const char *path)
{
	size_t length;

	while (*path == '/') {
		path++;
		length = strcspn(path, "/");
		if (length == 0 || (length == 1 && *path == '.') ||
		    (length == 2 && strncmp(path, "..", 2) == 0))
			return true;
		path += length;
	}
	return false;
}

/* What follows FOLDER, of LENGTH bytes, in PATH; NULL if PATH is elsewhere. */
static const char *
find_rest(const char *path, const char *folder, size_t length)
{
	while (length > 0 && folder[length - 1] == '/')
		length--;
	if (strncmp(path, folder, length) != 0 || path[length] != '/')
		return NULL;
	return path + length;
}

/* PREFIX and REST, percent-encoded as nginx decodes it. */
static const char *
encode(const struct gantry_response *response, const char *prefix,
    const char *rest)
{
	char *value;
	struct gantry_buffer buffer = { 0 };

	gantry_buffer_puts(&buffer, prefix);
	if (buffer.length > 0 && buffer.data[buffer.length - 1] == '/')
		buffer.length--;
	percent_encode(&buffer, rest, "/");
	gantry_buffer_putc(&buffer, '\0');
	value = gantry_buffer_failed(&buffer)
	    ? NULL
	    : gantry_environ_format(
		  response_environ(response), "%s", buffer.data);
	gantry_buffer_clear(&buffer);
	return value;
}

static int
find_accel(struct gantry_response *response, const char *path,
    const char *folder, struct handoff *handoff)
{
	const char *equals = strchr(folder, '=');
	const char *rest = equals == NULL
	    ? NULL
	    : find_rest(path, folder, (size_t)(equals - folder));

	if (rest == NULL)
		return 0;
	handoff->name = "X-Accel-Redirect";
	handoff->value = encode(response, equals + 1, rest);
	return handoff->value != NULL
	    ? 1
	    : response_internal_error(response, "out of memory");
}

static bool
is_sendable(const char *path)
{
	for (; *path != '\0'; path++)
		if ((unsigned char)*path < ' ' || *path == 0x7f || *path == '%')
			return false;
	return true;
}

int
handoff_find(
    struct gantry_response *response, const char *path, struct handoff *handoff)
{
	const char *how = gantry_environ_get(
	    response_environ(response), "gantry.file_handoff");

	/* Web servers do it only for a 200 to GET or HEAD. */
	if (how == NULL || *path != '/' || has_dots(path) ||
	    !response_is_read(response) ||
	    strncmp(response->status, "200", 3) != 0)
		return 0;
	if (strncmp(how, ACCEL, strlen(ACCEL)) == 0)
		return find_accel(response, path, how + strlen(ACCEL), handoff);
	if (strcmp(how, "x-sendfile") != 0 || !is_sendable(path))
		return 0;
	handoff->name = "X-Sendfile";
	handoff->value =
	    gantry_environ_format(response_environ(response), "%s", path);
	return handoff->value != NULL
	    ? 1
	    : response_internal_error(response, "out of memory");
}
