/*
 * The publications of a cache and their words.  Each process opens the cache
 * for itself.
 */
#include <stdlib.h>
#include <string.h>

#include "data/gantry-cache/images_source.h"

struct opened {
	const struct images_source *source;
	struct db *db;
	struct db_statement *words, *total;
};

static void
close_cache(void *pointer)
{
	struct opened *opened = pointer;

	if (opened == NULL)
		return;
	db_finalize(opened->words);
	db_finalize(opened->total);
	db_close(opened->db);
	free(opened);
}

/* All processes must draw the same data. */
static int
check_generation(const struct images_source *source, const char *generation,
    struct gantry_error *error)
{
	if (strcmp(source->generation, generation) == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "cache %s was replaced while it was being drawn; run "
	    "gantry-cache images again",
	    source->cache);
}

static void *
open_cache(void *argument, struct gantry_error *error)
{
	const struct images_source *source = argument;
	struct opened *opened = calloc(1, sizeof(*opened));
	char generation[CACHE_GENERATION_SIZE];

	if (opened == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	opened->source = source;
	opened->db = cache_open(source->cache, generation, error);
	if (opened->db != NULL &&
	    check_generation(source, generation, error) == 0) {
		opened->words =
		    db_prepare(opened->db, source->pictures->words, error);
		opened->total =
		    db_prepare(opened->db, source->pictures->total, error);
		if (opened->words != NULL && opened->total != NULL)
			return opened;
	}
	close_cache(opened);
	return NULL;
}

static int
visit_names(void *pointer, int (*visit)(void *visitor, const char *name),
    void *visitor, struct gantry_error *error)
{
	struct opened *opened = pointer;
	struct db_statement *names =
	    db_prepare(opened->db, opened->source->pictures->names, error);
	const char *name;
	size_t length;
	int64_t left;
	int result;

	if (names == NULL)
		return -1;
	result = db_size(opened->db, &left, error);
	while (result != -1 && (result = db_step(names, error)) == 1) {
		if (left-- == 0)
			result = gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "cache %s is damaged: its pages repeat themselves",
			    opened->source->cache);
		name = db_column_text(names, 0, &length);
		/* No URL leads to a publication with a NUL in its name. */
		if (result == 1 && strlen(name) == length &&
		    visit(visitor, name) == -1)
			result = gantry_error_memory(error);
	}
	db_finalize(names);
	return result;
}

/* Count the words of NAME after the first READ as left out. */
static int
count_others(struct opened *opened, const char *name, uint64_t read,
    struct words *words, struct gantry_error *error)
{
	struct db_statement *row = opened->total;
	int64_t total = 0;
	int result;

	db_bind_text(row, 1, name, strlen(name));
	result = db_step(row, error);
	if (result == 1)
		total = db_column_integer(row, 0);
	db_reset(row);
	if (total > (int64_t)read)
		words->left_out.counts[LEFT_OUT_BEYOND] +=
		    (uint64_t)total - read;
	return result == -1 ? -1 : 0;
}

static int
add_words(void *pointer, const char *name, struct words *words,
    struct gantry_error *error)
{
	struct opened *opened = pointer;
	struct db_statement *row = opened->words;
	const char *text;
	uint64_t read = 0;
	size_t length;
	int result;

	db_bind_text(row, 1, name, strlen(name));
	while ((result = db_step(row, error)) == 1) {
		read++;
		text = db_column_text(row, 0, &length);
		if (words_add(words, text, length, db_column_integer(row, 1)) ==
		    -1) {
			result = gantry_error_memory(error);
			break;
		}
	}
	db_reset(row);
	if (result == 0 && read >= WORDS_MAX)
		result = count_others(opened, name, read, words, error);
	return result;
}

int
images_source_init(struct images_source *source, const char *path,
    const struct cache_projection *const projections[],
    struct gantry_error *error)
{
	struct db *db;

	*source = (struct images_source){ .cache = path };
	for (; *projections != NULL && source->pictures == NULL; projections++)
		if ((*projections)->pictures.names != NULL)
			source->pictures = &(*projections)->pictures;
	if (source->pictures == NULL)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "no application has word clouds to draw");
	db = cache_open(path, source->generation, error);
	if (db == NULL)
		return -1;
	db_close(db);
	return 0;
}

struct gallery_source
images_source_get(struct images_source *source)
{
	return (struct gallery_source){
		.argument = source,
		.open = open_cache,
		.close = close_cache,
		.visit_names = visit_names,
		.add_words = add_words,
	};
}
