/*
 * The state of the images has three sources: whether the folder holds images of
 * the current generation, the progress file that the drawing program writes
 * there, and the status of the job that started it.
 */
#include <string.h>

#include "data/cache/image_name.h"
#include "entities/hooks.h"
#include "entities/image_folder.h"
#include "entities/images.h"
#include "entities/images_job.h"
#include "entities/state.h"

/* Retry-After, in seconds, while images are drawn. */
#define LOOK_AGAIN 5

/* The URL of an image holds its generation, so the image never changes. */
#define FOR_EVER "public, max-age=31536000, immutable"

/* An SVG that is opened as a document has styles and embedded emoji. */
#define OF_A_DOCUMENT                                                    \
	"default-src 'none'; img-src data:; style-src 'unsafe-inline'; " \
	"frame-ancestors 'none'"

static const struct gantry_param generation = {
	.name = "generation",
	.help = "the generation of the data that was drawn",
	.place = GANTRY_IN_PATH,
};
static const struct gantry_param file = {
	.name = "file",
	.help =
	    "the percent-encoded name of the publication, followed by .png, "
	    "@2x.png, @dark.png, @dark@2x.png or .svg; a URL encodes it "
	    "twice",
	.place = GANTRY_IN_PATH,
};
const struct gantry_param *const image_params[] = { &generation, &file, NULL };

/* The state of the images, as the answers report it. */
struct images {
	const char *state; /* "absent", "drawing", "done" or "failed" */
	const char *generation;
	struct image_folder_progress progress;
	bool has_counts; /* progress is about this generation */
	struct gantry_job_status job;
};

static bool
is_equal(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* The images of the current generation do not exist and are not being drawn. */
static const char *
state_of_rest(const struct images *images)
{
	if (images->job.failed)
		return "failed";
	/* The process that drew them ended before it was done. */
	if (is_equal(images->progress.generation, images->generation) &&
	    (is_equal(images->progress.state, "failed") ||
		is_equal(images->progress.state, "drawing")))
		return "failed";
	return "absent";
}

static void
look(struct gantry_request *request, struct images *images)
{
	const struct entities *self = gantry_request_state(request);
	struct gantry_environ *environ = gantry_request_environ(request);
	const char *folder = self->images.data;
	struct gantry_error error;

	*images = (struct images){
		.state = "done",
		.generation = self->store->generation(self->store),
	};
	if (self->store->has_images)
		return;
	/* Without jobs, another process may still draw. */
	gantry_job_look(environ, IMAGES_JOB, &images->job, &error);
	image_folder_read(environ, folder, &images->progress);
	if (image_folder_has(folder, images->generation)) {
		images->has_counts =
		    is_equal(images->progress.generation, images->generation);
	} else if (images->job.runs ||
	    image_folder_is_busy(folder, &images->progress)) {
		images->state = "drawing";
		images->has_counts =
		    is_equal(images->progress.state, "drawing");
		if (images->has_counts && images->progress.generation != NULL)
			images->generation = images->progress.generation;
	} else {
		images->state = state_of_rest(images);
		images->has_counts =
		    is_equal(images->progress.generation, images->generation);
	}
}

static void
put_integer(struct gantry_json_writer *json, const char *name, bool is_known,
    int64_t value)
{
	if (is_known)
		gantry_json_put_integer(json, name, value);
	else
		gantry_json_put_null(json, name);
}

static int
write_state(struct gantry_response *response, const struct images *images)
{
	const struct image_folder_progress *progress = &images->progress;
	struct gantry_json_writer *json = gantry_response_json(response);
	bool known = images->has_counts;

	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "state", images->state);
	gantry_json_put_text(json, "generation", images->generation);
	put_integer(json, "done", known, progress->done);
	put_integer(json, "total", known, progress->total);
	put_integer(json, "started", known, progress->started);
	put_integer(json, "updated", known, progress->updated);
	/* The reason names files of the server, which clients must not see. */
	gantry_json_put_text(json, "error",
	    is_equal(images->state, "failed")
		? "The images could not be drawn; the server's log says why."
		: NULL);
	gantry_json_end(json);
	return gantry_response_cache_control(response, "no-store");
}

int
images_progress(
    struct gantry_request *request, struct gantry_response *response)
{
	struct images images;

	look(request, &images);
	if (is_equal(images.state, "drawing") &&
	    gantry_response_retry_after(response, LOOK_AGAIN) == -1)
		return -1;
	return write_state(response, &images);
}

/* Answer 429 with the rest of the interval. */
static int
reject_for_now(struct gantry_request *request, int64_t milliseconds)
{
	const struct entities *self = gantry_request_state(request);
	struct gantry_environ *environ = gantry_request_environ(request);
	const struct gantry_header headers[] = {
		{ "Retry-After",
		    gantry_environ_format(environ, "%lld",
			(long long)(milliseconds + 999) / 1000) },
		{ NULL, NULL },
	};
	const struct gantry_http_error error = {
		.status = GANTRY_429,
		.detail = gantry_environ_format(environ,
		    "The images can be drawn once every %lld seconds.",
		    (long long)(self->images_interval + 999) / 1000),
		.headers = headers,
	};

	return gantry_response_raise(gantry_request_response(request), &error);
}

/* Answer 503 with the reason: the client has the token. */
static int
fail_to_start(struct gantry_request *request, const struct gantry_error *error)
{
	struct gantry_environ *environ = gantry_request_environ(request);

	gantry_errors_printf(gantry_environ_wsgi(environ)->errors,
	    "cannot start drawing the images: %s", error->text);
	return gantry_response_fail(gantry_request_response(request),
	    GANTRY_503, "Cannot start drawing the images: %s.", error->text);
}

/* Returns 0 when the job runs, or -1 when the response was set to fail. */
static int
start(struct gantry_request *request, struct images *images)
{
	const struct entities *self = gantry_request_state(request);
	int64_t left = self->images_interval - images->job.age;
	struct gantry_error error;

	if (images->job.age >= 0 && left > 0)
		return reject_for_now(request, left);
	if (gantry_job_start(
		gantry_request_environ(request), IMAGES_JOB, &error) == -1)
		return fail_to_start(request, &error);
	images->state = "drawing";
	images->has_counts = false;
	return 0;
}

int
draw_images(struct gantry_request *request, struct gantry_response *response)
{
	struct images images;
	const char *progress;

	look(request, &images);
	if (is_equal(images.state, "done")) {
		gantry_response_status(response, GANTRY_201);
		return write_state(response, &images);
	}
	if (!is_equal(images.state, "drawing") && start(request, &images) == -1)
		return -1;
	progress = gantry_url_for(request, "progress", NULL);
	gantry_response_status(response, GANTRY_202);
	if (progress == NULL ||
	    gantry_response_location(response, progress) == -1 ||
	    gantry_response_retry_after(response, LOOK_AGAIN) == -1)
		return -1;
	return write_state(response, &images);
}

static bool
is_image(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL &&
	    (strcmp(dot, ".png") == 0 || strcmp(dot, ".svg") == 0);
}

int
image(struct gantry_request *request, struct gantry_response *response)
{
	const struct entities *self = gantry_request_state(request);
	const char *folder, *name, *path;

	if (gantry_param_text(request, &generation, &folder) == -1 ||
	    gantry_param_text(request, &file, &name) == -1)
		return -1;
	if (!is_image(name))
		return gantry_response_fail(
		    response, GANTRY_404, "No such image.");
	path = gantry_environ_format(
	    gantry_request_environ(request), "%s/%s", folder, name);
	if (path == NULL ||
	    gantry_response_file_below(response, self->images.data, path) == -1)
		return -1;
	if (gantry_response_header(
		response, "Content-Security-Policy", OF_A_DOCUMENT) == -1)
		return -1;
	return gantry_response_cache_control(response, FOR_EVER);
}

/* Append the file name, whose percent signs are encoded once more. */
static void
put_file(struct gantry_buffer *uri, const char *publication)
{
	struct gantry_buffer name = { 0 };

	image_name_put(&name, publication);
	gantry_buffer_putc(&name, '\0');
	if (gantry_buffer_failed(&name))
		uri->failed = true;
	else
		gantry_percent_encode(uri, name.data);
	gantry_buffer_clear(&name);
}

void
images_put_uri(struct gantry_buffer *uri, const char *prefix,
    struct store *store, const char *publication)
{
	gantry_buffer_puts(uri, prefix);
	gantry_buffer_putc(uri, '/');
	if (store->has_images) {
		gantry_percent_encode(uri, publication);
	} else {
		gantry_buffer_puts(uri, store->generation(store));
		gantry_buffer_putc(uri, '/');
		put_file(uri, publication);
	}
	gantry_buffer_puts(uri, ".png");
}
