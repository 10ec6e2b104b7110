/*
 * Files as bodies: opened, described, and read in pieces.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/text/http_date.h"
#include "gantry/request.h"
#include "web/response/file_below.h"
#include "web/response/handoff.h"
#include "web/response/response.h"
#include "web/types/date.h"
#include "web/types/media_type.h"

/* Opening a device or FIFO must not block or set the terminal. */
#define TO_READ (O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
/* Only to see whether the file exists; it need not be readable. */
#define TO_SEE (O_PATH | O_CLOEXEC)

/* A file that a client names. */
struct below {
	const char *folder;
	const char *name;
};

static ssize_t
read_file(void *argument, void *data, size_t size)
{
	const int *descriptor = argument;
	ssize_t count;

	do
		count = read(*descriptor, data, size);
	while (count == -1 && errno == EINTR);
	return count;
}

static void
close_file(void *argument)
{
	const int *descriptor = argument;

	close(*descriptor);
}

/* 404 for whatever reason; the client is not told which. */
static int
fail_missing(struct gantry_response *response)
{
	return gantry_response_raise(
	    response, &(struct gantry_http_error){ .status = GANTRY_404 });
}

/* PATH could not be opened, as errno says. */
static int
fail_open(struct gantry_response *response, const char *path)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
	case ENAMETOOLONG:
	case ELOOP:
	case EXDEV: /* a symbolic link leads out of the folder */
	case ENXIO: /* a socket, or a device without a driver */
		return fail_missing(response);
	default:
		return response_internal_error(
		    response, "cannot open %s: %s", path, strerror(errno));
	}
}

static int
describe(struct gantry_response *response, const char *path,
    const struct stat *status)
{
	const int64_t now = time(NULL);
	char tag[48], date[HTTP_DATE_SIZE];

	/* Files of the same size and modification time count as the same. */
	snprintf(tag, sizeof(tag), "\"%" PRIx64 ".%lx-%" PRIx64 "\"",
	    (uint64_t)status->st_mtim.tv_sec,
	    (unsigned long)status->st_mtim.tv_nsec, (uint64_t)status->st_size);
	/* Never in the future (RFC 9110 section 8.8.2.1). */
	http_date_format(
	    date, status->st_mtim.tv_sec < now ? status->st_mtim.tv_sec : now);
	if (response_imply(response, "ETag", tag) == -1 ||
	    response_imply(response, "Last-Modified", date) == -1 ||
	    response_imply(response, "Accept-Ranges", "bytes") == -1)
		return -1;
	return response_imply(response, "Content-Type", media_type_find(path));
}

static int
fail_range(struct gantry_response *response, int64_t size)
{
	char content_range[40];
	const struct gantry_header headers[] = {
		{ "Content-Range", content_range },
		{ NULL, NULL },
	};

	snprintf(
	    content_range, sizeof(content_range), "bytes */%" PRId64, size);
	return gantry_response_raise(response,
	    &(struct gantry_http_error){
		.status = GANTRY_416, .headers = headers });
}

/* Find the range that the client wants, if any.  -1: the response failed. */
static int
choose_range(
    struct gantry_response *response, int64_t size, struct gantry_range *range)
{
	const char *date =
	    gantry_response_get_header(response, "Last-Modified");
	int64_t modified = -1;
	char content_range[80];

	*range = (struct gantry_range){ 0, size - 1 };
	if (!response_is_read(response) || response_is_head(response) ||
	    strcmp(response->status, GANTRY_200) != 0 ||
	    response_find_condition(response) != CONDITION_NONE)
		return 0;
	if (date == NULL || date_parse_http(date, time(NULL), &modified) == -1)
		modified = -1;
	switch (gantry_request_range(response->request, size,
	    gantry_response_get_header(response, "ETag"), modified, range)) {
	case GANTRY_RANGE_NONE:
		*range = (struct gantry_range){ 0, size - 1 };
		return 0;
	case GANTRY_RANGE_PART:
		snprintf(content_range, sizeof(content_range),
		    "bytes %" PRId64 "-%" PRId64 "/%" PRId64, range->first,
		    range->last, size);
		response->status = GANTRY_206;
		response->is_status_implied = true;
		return response_imply(response, "Content-Range", content_range);
	case GANTRY_RANGE_UNSATISFIABLE:
		break;
	}
	return fail_range(response, size);
}

/* Make DESCRIPTOR, which the response now owns, the body. */
static int
send_file(struct gantry_response *response, const char *path, int descriptor)
{
	int *kept =
	    gantry_environ_alloc(response_environ(response), sizeof(*kept));
	struct gantry_range range;
	struct stat status;

	if (kept == NULL) {
		close(descriptor);
		return response_internal_error(response, "out of memory");
	}
	*kept = descriptor;
	gantry_response_stream(response, read_file, close_file, kept, 0);
	response->content = CONTENT_FILE;
	if (fstat(descriptor, &status) == -1)
		return fail_open(response, path);
	if (!S_ISREG(status.st_mode))
		return fail_missing(response);
	if (describe(response, path, &status) == -1 ||
	    choose_range(response, status.st_size, &range) == -1)
		return -1;
	if (range.first > 0 && lseek(descriptor, range.first, SEEK_SET) == -1)
		return fail_open(response, path);
	response->length = range.last - range.first + 1;
	return 0;
}

/*
 * Let the web server send the file, with its own validators and ranges, since
 * the client got the file from it before.
 */
static int
hand_off(struct gantry_response *response, const char *path, int descriptor,
    const struct handoff *handoff)
{
	struct stat status;
	int result = fstat(descriptor, &status);

	close(descriptor);
	if (result == -1)
		return fail_open(response, path);
	if (!S_ISREG(status.st_mode))
		return fail_missing(response);
	response_forget_content(response);
	gantry_response_header(response, "ETag", NULL);
	gantry_response_header(response, "Last-Modified", NULL);
	if (response_imply(response, "Content-Type", media_type_find(path)) ==
	    -1)
		return -1;
	return response_imply(response, handoff->name, handoff->value);
}

/* Serve PATH, which OPEN_AS opens. */
static int
serve(struct gantry_response *response, const char *path,
    int (*open_as)(const void *argument, int flags), const void *argument)
{
	struct handoff handoff;
	int is_handed_off = handoff_find(response, path, &handoff);
	int descriptor;

	if (is_handed_off == -1)
		return -1;
	descriptor = open_as(argument, is_handed_off ? TO_SEE : TO_READ);
	if (descriptor == -1)
		return fail_open(response, path);
	return is_handed_off ? hand_off(response, path, descriptor, &handoff)
			     : send_file(response, path, descriptor);
}

static int
open_path(const void *argument, int flags)
{
	return open(argument, flags);
}

int
gantry_response_file(struct gantry_response *response, const char *path)
{
	if (response_lacks(response, path, __func__, "path"))
		return -1;
	return serve(response, path, open_path, path);
}

static int
open_below(const void *argument, int flags)
{
	const struct below *below = argument;

	return file_below_open(below->folder, below->name, flags);
}

int
gantry_response_file_below(
    struct gantry_response *response, const char *folder, const char *name)
{
	const struct below below = { folder, name };
	size_t length;
	const char *path;

	if (response_lacks(response, folder, __func__, "folder") ||
	    response_lacks(response, name, __func__, "name"))
		return -1;
	length = strlen(folder);
	if (!file_below_is_name(name))
		return fail_missing(response);
	while (length > 0 && folder[length - 1] == '/')
		length--;
	path = gantry_environ_format(
	    response_environ(response), "%.*s/%s", (int)length, folder, name);
	if (path == NULL)
		return response_internal_error(response, "out of memory");
	return serve(response, path, open_below, &below);
}
