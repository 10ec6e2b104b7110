/*
 * The path of a request, in one form for all web servers.
 */
#include <string.h>

#include "base/text/dot_segments.h"
#include "base/text/percent.h"
#include "gate/environ/path.h"

/* Skip the scheme and the authority if URI has the absolute form. */
static const char *
skip_authority(const char *uri)
{
	size_t scheme = strcspn(uri, ":/?");

	if (scheme == 0 || strncmp(uri + scheme, "://", 3) != 0)
		return uri;
	uri += scheme + 3;
	return uri + strcspn(uri, "/?");
}

int
path_keep_raw(struct gantry_environ *environ, struct gantry_error *error)
{
	const char *sent = environ_get(environ, "REQUEST_URI");
	const char *uri, *raw;
	size_t length;

	if (sent == NULL)
		return 0;
	uri = skip_authority(sent);
	if (uri != sent && *uri != '/')
		uri = gantry_environ_format(environ, "/%s", uri);
	if (uri == NULL)
		return gantry_error_memory(error);
	length = strcspn(uri, "?");
	raw = uri[length] == '\0' ? uri
				  : arena_strndup(&environ->arena, uri, length);
	if (raw == NULL)
		return gantry_error_memory(error);
	if (uri != sent &&
	    environ_set(environ, "REQUEST_URI", uri, error) == -1)
		return -1;
	return environ_set(environ, "gantry.raw_path", raw, error);
}

/* The length of PATH, of LENGTH bytes, up to its first encoded slash. */
static size_t
find_encoded_slash(const char *path, size_t length)
{
	size_t i;

	for (i = 0; i + 2 < length; i++)
		if (path[i] == '%' && path[i + 1] == '2' &&
		    (path[i + 2] == 'F' || path[i + 2] == 'f'))
			return i;
	return length;
}

/* Decode the LENGTH bytes of PATH to TO, except for encoded slashes. */
static int
decode_without_slashes(char *to, const char *path, size_t length)
{
	size_t before;

	for (;;) {
		before = find_encoded_slash(path, length);
		if (percent_decode(to, path, before, false) == -1)
			return -1;
		if (before == length)
			return 0;
		to += strlen(to);
		memcpy(to, path + before, 3);
		to += 3;
		path += before + 3;
		length -= before + 3;
	}
}

/*
 * Apache with AllowEncodedSlashes NoDecode has decoded all but these slashes,
 * and checks access to the path with them.
 */
static bool
keeps_slashes(const struct gantry_environ *environ)
{
	return strncmp(environ_text(environ, "SERVER_SOFTWARE"), "Apache", 6) ==
	    0;
}

/*
 * Decode PATH, which is REQUEST_URI: some nginx configurations pass
 * $request_uri instead of $uri, and HAProxy does not decode.  The web server
 * did not see the segments that encoded slashes separate, so these stay encoded
 * where they would make others go away: "/a/..%2Fb" must not become "/b".
 */
static char *
decode(struct gantry_environ *environ, const char *path)
{
	size_t length = strcspn(path, "?");
	char *decoded = arena_alloc(&environ->arena, length + 1);

	if (decoded == NULL)
		return NULL;
	if (percent_decode(decoded, path, length, false) == -1) {
		memcpy(decoded, path, length);
		decoded[length] = '\0';
	} else if (find_encoded_slash(path, length) < length &&
	    (keeps_slashes(environ) || dot_segments_has(decoded))) {
		decode_without_slashes(decoded, path, length);
	}
	return decoded;
}

const char *
path_join(struct gantry_environ *environ, const char *script_name,
    const char *path_info)
{
	const char *path = path_info;
	char *copy = NULL;

	if (*path_info == '\0')
		path = script_name;
	else if (*script_name != '\0')
		path = copy = gantry_environ_format(
		    environ, "%s%s", script_name, path_info);
	if (path == NULL)
		return NULL;
	if (strpbrk(path, "%?") != NULL &&
	    strcmp(path, environ_text(environ, "REQUEST_URI")) == 0)
		path = copy = decode(environ, path);
	if (path == NULL || !dot_segments_has(path))
		return path;
	if (copy == NULL)
		copy = arena_strndup(&environ->arena, path, strlen(path));
	if (copy != NULL)
		dot_segments_remove(copy);
	return copy;
}
