/*
 * A folder of files: index, fallback, compressed siblings, caching.  The kernel
 * resolves names (web/response/file_below.h), and gantry_response_file_below
 * sends.
 */
#include <fcntl.h>
#include <fnmatch.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gantry/request.h"
#include "gantry/status.h"
#include "web/response/file_below.h"
#include "web/response/response.h"
#include "web/static/static_files.h"
#include "web/types/media_type.h"

#define HASH_MIN 8

/* A file that may be sent. */
struct candidate {
	const struct gantry_static_files *files;
	const char *folder;
	const char *name;
};

/* The type of file that NAME is below FOLDER, as in st_mode; 0: none. */
static mode_t
find_kind(const char *folder, const char *name)
{
	struct stat status;
	int descriptor;
	mode_t kind = 0;

	if (*name == '\0')
		return S_IFDIR;
	if (!file_below_is_name(name))
		return 0;
	descriptor = file_below_open(folder, name, O_PATH | O_CLOEXEC);
	if (descriptor == -1)
		return 0;
	if (fstat(descriptor, &status) == 0)
		kind = status.st_mode & S_IFMT;
	close(descriptor);
	return kind;
}

/* Has NAME, before its last suffix, a word that looks like a hash? */
static bool
has_hash(const char *name)
{
	static const char hex[] = "0123456789abcdef";
	const char *base = strrchr(name, '/');
	const char *end, *begin;

	base = base != NULL ? base + 1 : name;
	end = strrchr(base, '.');
	if (end == NULL)
		return false;
	for (begin = end; begin > base && strchr(hex, begin[-1]) != NULL;)
		begin--;
	return end - begin >= HASH_MIN && begin > base &&
	    strchr(".-_", begin[-1]) != NULL &&
	    strspn(begin, "0123456789") < (size_t)(end - begin) &&
	    strspn(begin, "abcdef") < (size_t)(end - begin);
}

bool
static_files_is_immutable(
    const struct gantry_static_files *files, const char *name)
{
	return files->immutable != NULL
	    ? fnmatch(files->immutable, name, 0) == 0
	    : has_hash(name);
}

static int
set_unless(
    struct gantry_response *response, const char *name, const char *value)
{
	return gantry_response_get_header(response, name) != NULL
	    ? 0
	    : gantry_response_header(response, name, value);
}

static int
set_headers(struct gantry_response *response, const struct candidate *candidate)
{
	const struct gantry_static_files *files = candidate->files;
	const char *control = files->cache_control;

	if (static_files_is_immutable(files, candidate->name))
		control = "public, max-age=31536000, immutable";
	else if (control == NULL)
		control = "no-cache";
	if (files->is_precompressed &&
	    gantry_response_vary(response, "Accept-Encoding") == -1)
		return -1;
	if (set_unless(response, "Cache-Control", control) == -1)
		return -1;
	return set_unless(response, "X-Content-Type-Options", "nosniff");
}

/*
 * Find the compressed sibling of CANDIDATE that the client prefers.  Returns 0
 * with its *NAME and *ENCODING, or NULL in both, or -1 with a failure.
 */
static int
choose_encoding(struct gantry_response *response,
    const struct candidate *candidate, const char **name, const char **encoding)
{
	static const struct {
		const char *encoding, *suffix;
	} known[] = { { "br", "br" }, { "gzip", "gz" } };
	const char *there[4] = { NULL }, *names[2], *chosen;
	size_t i, count = 0;

	*name = *encoding = NULL;
	for (i = 0; i < 2; i++) {
		names[count] = gantry_environ_format(response_environ(response),
		    "%s.%s", candidate->name, known[i].suffix);
		if (names[count] == NULL)
			return response_internal_error(
			    response, "out of memory");
		if (find_kind(candidate->folder, names[count]) == S_IFREG)
			there[count++] = known[i].encoding;
	}
	if (count == 0)
		return 0;
	there[count] = "identity";
	chosen = gantry_request_prefers_encoding(response->request, there);
	for (i = 0; i < count; i++)
		if (chosen == there[i]) {
			*name = names[i];
			*encoding = there[i];
		}
	return 0;
}

/* Send CANDIDATE, a file. */
static int
send(struct gantry_response *response, const struct candidate *candidate)
{
	const char *name = NULL, *encoding = NULL;

	if (set_headers(response, candidate) == -1)
		return -1;
	if (candidate->files->is_precompressed &&
	    choose_encoding(response, candidate, &name, &encoding) == -1)
		return -1;
	if (encoding == NULL)
		return gantry_response_file_below(
		    response, candidate->folder, candidate->name);
	if (gantry_response_type(response, media_type_find(candidate->name)) ==
		-1 ||
	    gantry_response_header(response, "Content-Encoding", encoding) ==
		-1)
		return -1;
	return gantry_response_file_below(response, candidate->folder, name);
}

/* 405, or the answer to OPTIONS. */
static int
refuse_method(struct gantry_response *response, const char *method)
{
	static const struct gantry_header allow[] = {
		{ "Allow", "GET, HEAD, OPTIONS" },
		{ NULL, NULL },
	};

	if (strcmp(method, "OPTIONS") == 0) {
		gantry_response_status(response, GANTRY_204);
		return gantry_response_header(
		    response, allow[0].name, allow[0].value);
	}
	return gantry_response_raise(response,
	    &(struct gantry_http_error){
		.status = GANTRY_405, .headers = allow });
}

static int
fail_missing(struct gantry_response *response)
{
	return gantry_response_raise(
	    response, &(struct gantry_http_error){ .status = GANTRY_404 });
}

/* Redirect from the path of a folder to the same with a slash. */
static int
redirect_to_slash(struct gantry_response *response)
{
	const char *url = gantry_request_relative_url(response->request);
	const char *target;
	size_t length;

	if (url == NULL)
		return -1;
	/* Two slashes at the beginning would name another host. */
	while (url[0] == '/' && (url[1] == '/' || url[1] == '\\'))
		url++;
	length = strcspn(url, "?");
	target = gantry_environ_format(response_environ(response), "%.*s/%s",
	    (int)length, url, url + length);
	if (target == NULL)
		return response_internal_error(response, "out of memory");
	return gantry_response_redirect(response, 301, target);
}

/*
 * Does the client want a page, so that a single-page application can show what
 * no file is?  Scripts and pictures that are missing must stay missing.
 */
static bool
wants_page(const struct gantry_response *response, const char *name)
{
	const char *accept = gantry_request_header(response->request, "Accept");
	const char *base = strrchr(name, '/');

	if (accept != NULL && strcasestr(accept, "text/html") != NULL)
		return gantry_request_accepts(response->request, "text/html");
	return strchr(base != NULL ? base : name, '.') == NULL &&
	    gantry_request_accepts(response->request, "text/html");
}

static int
send_fallback(struct gantry_response *response, struct candidate *candidate)
{
	const char *fallback = candidate->files->fallback;

	/* A cache must not send the page to who wants a script. */
	if (fallback != NULL && gantry_response_vary(response, "Accept") == -1)
		return -1;
	if (fallback == NULL || !wants_page(response, candidate->name) ||
	    strstr(candidate->name, "/.") != NULL || *candidate->name == '.')
		return fail_missing(response);
	candidate->name = fallback;
	return send(response, candidate);
}

static int
send_index(struct gantry_response *response, struct candidate *candidate)
{
	const char *index = candidate->files->index;
	size_t length = strlen(candidate->name);
	const char *name;

	if (index == NULL)
		index = "index.html";
	while (length > 0 && candidate->name[length - 1] == '/')
		length--;
	name = gantry_environ_format(response_environ(response), "%.*s%s%s",
	    (int)length, candidate->name, length > 0 ? "/" : "", index);
	if (name == NULL)
		return response_internal_error(response, "out of memory");
	if (*index == '\0' || find_kind(candidate->folder, name) != S_IFREG)
		return send_fallback(response, candidate);
	candidate->name = name;
	return send(response, candidate);
}

int
static_files_send(struct gantry_response *response,
    const struct gantry_static_files *files, const char *folder,
    const char *name)
{
	struct candidate candidate = { files, folder,
		name != NULL ? name : "" };
	const char *path = gantry_request_path(response->request);
	const bool ends_in_slash =
	    *path != '\0' && path[strlen(path) - 1] == '/';
	char *copy;
	size_t length = strlen(candidate.name);

	if (!response_is_read(response))
		return refuse_method(
		    response, gantry_request_method(response->request));
	if (length > 0 && candidate.name[length - 1] == '/') {
		copy = gantry_environ_format(response_environ(response), "%.*s",
		    (int)length - 1, candidate.name);
		if (copy == NULL)
			return response_internal_error(
			    response, "out of memory");
		candidate.name = copy;
	}
	switch (find_kind(folder, candidate.name)) {
	case S_IFDIR:
		return ends_in_slash ? send_index(response, &candidate)
				     : redirect_to_slash(response);
	case S_IFREG:
		if (!ends_in_slash)
			return send(response, &candidate);
		break;
	default:
		break;
	}
	return send_fallback(response, &candidate);
}

int
gantry_response_static(struct gantry_response *response,
    const struct gantry_static_files *files, const char *name)
{
	if (response_lacks(response, files, __func__, "files") ||
	    response_lacks(response, files->folder, __func__, "files->folder"))
		return -1;
	return static_files_send(response, files, files->folder, name);
}
