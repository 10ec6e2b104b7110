/*
 * A process that draws one publication after the other.
 */
#include <string.h>
#include <unistd.h>

#include "data/cache/image_name.h"
#include "data/clouds/gallery/draw_worker.h"
#include "data/clouds/gallery/manifest.h"

/*
 * Link the files called NAME from one folder to another.  Returns false when
 * that fails, for example because they do not exist; some may have been linked.
 */
static bool
link_files(int from, int to, const char *name)
{
	struct gantry_buffer path = { 0 };
	bool result = true;
	int i;

	for (i = 0; i < PICTURE_FILES && result; i++) {
		gantry_buffer_reset(&path);
		gantry_buffer_puts(&path, name);
		gantry_buffer_puts(&path, picture_files[i].suffix);
		gantry_buffer_putc(&path, '\0');
		result = !gantry_buffer_failed(&path) &&
		    linkat(from, path.data, to, path.data, 0) == 0;
	}
	gantry_buffer_clear(&path);
	return result;
}

/* If there are files of a picture with HASH, link them. */
static bool
find_files(const struct draw_worker *worker, const char *name, const char *hash)
{
	int i;

	for (i = 0; i < 2; i++)
		if (worker->from[i] != -1 &&
		    g_strcmp0(g_hash_table_lookup(worker->manifests[i], name),
			hash) == 0 &&
		    link_files(worker->from[i], worker->to, name))
			return true;
	return false;
}

static int
make(const struct draw_worker *worker, struct shaper *shaper, void *source,
    struct draw_worker_result *result, struct words *words)
{
	const char *publication = worker->names[result->index];
	const struct picture picture = {
		.publication = publication,
		.words = words,
		.folder = worker->to,
	};
	struct gantry_buffer name = { 0 };
	int outcome = 0;
	char *hash;

	if (worker->source->add_words(
		source, publication, words, &result->error) == -1)
		return -1;
	if (stop_words_remove(worker->stop_words, words) == -1)
		return gantry_error_memory(&result->error);
	hash = picture_hash(shaper, words);
	g_strlcpy(result->hash, hash, sizeof(result->hash));
	image_name_put(&name, publication);
	gantry_buffer_putc(&name, '\0');
	if (gantry_buffer_failed(&name)) {
		outcome = gantry_error_memory(&result->error);
	} else if (!find_files(worker, name.data, hash)) {
		result->is_drawn = true;
		outcome = picture_draw(
		    shaper, &picture, &result->outcome, &result->error);
	}
	gantry_buffer_clear(&name);
	g_free(hash);
	return outcome;
}

/* A result is smaller than PIPE_BUF, so it is written as a whole. */
static int
send_result(
    const struct draw_worker *worker, const struct draw_worker_result *result)
{
	return write(worker->results, result, sizeof(*result)) ==
		(ssize_t)sizeof(*result)
	    ? 0
	    : -1;
}

static int
make_next(const struct draw_worker *worker, unsigned index,
    struct shaper *shaper, void *source)
{
	struct draw_worker_result result = { .index = index };
	struct words words = { .items = NULL };

	result.failed = make(worker, shaper, source, &result, &words) == -1;
	if (result.failed)
		gantry_error_prefix(
		    &result.error, "publication %.100s", worker->names[index]);
	words_clear(&words);
	return send_result(worker, &result) == -1 || result.failed ? -1 : 0;
}

int
draw_worker_run(const struct draw_worker *worker)
{
	const struct gallery_source *from = worker->source;
	struct draw_worker_result failure = { .failed = true };
	struct shaper *shaper = shaper_new(worker->font, &failure.error);
	void *source =
	    shaper == NULL ? NULL : from->open(from->argument, &failure.error);
	unsigned index;
	int result = 0;

	if (source == NULL)
		result = send_result(worker, &failure), result = -1;
	while (result == 0) {
		index = atomic_fetch_add(worker->next, 1);
		if (index >= worker->count)
			break;
		result = make_next(worker, index, shaper, source);
	}
	from->close(source);
	shaper_free(shaper);
	return result == 0 ? 0 : 1;
}
