/*
 * Passes documents to another thread in batches.  There are three: one is being
 * filled, one is full, and one is being emptied.  Each thread owns one and
 * swaps it for the one in the middle.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/build/feed.h"

#define BATCH_SIZE 131072

struct cache_feed {
	struct cache_builder *builder;
	struct gantry_buffer filling; /* the caller's */
	struct gantry_buffer emptying; /* the thread's */
	pthread_t thread;

	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t changed;
	struct gantry_buffer full; /* or empty, after the thread swapped it */
	bool is_last; /* nothing comes after FULL */
	bool has_failed;
	struct gantry_error error; /* why */
};

static void
swap(struct gantry_buffer *left, struct gantry_buffer *right)
{
	struct gantry_buffer kept = *left;

	*left = *right;
	*right = kept;
}

/* Read the document at AT.  Returns what follows it. */
static const char *
read_document(const char *at, struct cache_document *document)
{
	memcpy(document, at, sizeof(*document));
	document->path = at + sizeof(*document);
	document->fields = document->path + document->path_length + 1;
	return document->fields + document->fields_length + 1;
}

static int
add_batch(struct cache_feed *feed, struct gantry_error *error)
{
	const char *at = feed->emptying.data;
	const char *end = at + feed->emptying.length;
	struct cache_document document;

	while (at < end) {
		at = read_document(at, &document);
		if (cache_builder_add(feed->builder, &document, error) == -1)
			return -1;
	}
	gantry_buffer_reset(&feed->emptying);
	return 0;
}

/* Wait for a batch.  Returns false after the last. */
static bool
wait_for_batch(struct cache_feed *feed)
{
	bool is_there;

	pthread_mutex_lock(&feed->mutex);
	while (feed->full.length == 0 && !feed->is_last)
		pthread_cond_wait(&feed->changed, &feed->mutex);
	is_there = feed->full.length > 0;
	swap(&feed->full, &feed->emptying);
	pthread_cond_signal(&feed->changed);
	pthread_mutex_unlock(&feed->mutex);
	return is_there;
}

static void *
run(void *argument)
{
	struct cache_feed *feed = argument;
	struct gantry_error error;

	while (wait_for_batch(feed)) {
		if (add_batch(feed, &error) == 0)
			continue;
		pthread_mutex_lock(&feed->mutex);
		feed->has_failed = true;
		feed->error = error;
		pthread_cond_signal(&feed->changed);
		pthread_mutex_unlock(&feed->mutex);
		break;
	}
	return NULL;
}

/* Swap the filled batch into the middle, once that is empty. */
static int
pass_batch(struct cache_feed *feed, bool is_last, struct gantry_error *error)
{
	bool has_failed;

	pthread_mutex_lock(&feed->mutex);
	while (feed->full.length > 0 && !feed->has_failed)
		pthread_cond_wait(&feed->changed, &feed->mutex);
	swap(&feed->full, &feed->filling);
	feed->is_last = is_last;
	has_failed = feed->has_failed;
	if (has_failed && error != NULL)
		*error = feed->error;
	pthread_cond_signal(&feed->changed);
	pthread_mutex_unlock(&feed->mutex);
	return has_failed ? -1 : 0;
}

struct cache_feed *
cache_feed_new(struct cache_builder *builder, struct gantry_error *error)
{
	struct cache_feed *feed = calloc(1, sizeof(*feed));

	if (feed == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	feed->builder = builder;
	pthread_mutex_init(&feed->mutex, NULL);
	pthread_cond_init(&feed->changed, NULL);
	errno = pthread_create(&feed->thread, NULL, run, feed);
	if (errno == 0)
		return feed;
	gantry_error_system(error, "cannot start a thread");
	free(feed);
	return NULL;
}

int
cache_feed_add(struct cache_feed *feed, const struct cache_document *document,
    struct gantry_error *error)
{
	struct gantry_buffer *batch = &feed->filling;

	gantry_buffer_add(batch, document, sizeof(*document));
	gantry_buffer_add(batch, document->path, document->path_length);
	gantry_buffer_putc(batch, '\0');
	gantry_buffer_add(batch, document->fields, document->fields_length);
	gantry_buffer_putc(batch, '\0');
	if (gantry_buffer_failed(batch))
		return gantry_error_memory(error);
	return batch->length < BATCH_SIZE ? 0 : pass_batch(feed, false, error);
}

int
cache_feed_end(struct cache_feed *feed, struct gantry_error *error)
{
	bool has_failed;

	if (feed == NULL)
		return 0;
	pass_batch(feed, true, error);
	pthread_join(feed->thread, NULL);
	has_failed = feed->has_failed;
	if (has_failed && error != NULL)
		*error = feed->error;
	pthread_mutex_destroy(&feed->mutex);
	pthread_cond_destroy(&feed->changed);
	gantry_buffer_clear(&feed->filling);
	gantry_buffer_clear(&feed->full);
	gantry_buffer_clear(&feed->emptying);
	free(feed);
	return has_failed ? -1 : 0;
}
