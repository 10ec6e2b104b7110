/*
 * Pulls a live Firestore into a cache.  Everything that is read goes to a file
 * beside the cache first, and a resumed pull does not read it again.  With
 * --since, only documents newer than those of the existing cache are read, and
 * merged into it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include <gantry/buffer.h>

#include "data/firestore/spool/spool_read.h"
#include "data/gantry-cache/document_loader.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/pull_base.h"
#include "data/gantry-cache/pull_run.h"

/* A pull under way. */
struct run {
	struct pull_options *options;
	struct progress progress;
	struct pull_base *base; /* the cache it continues from; NULL: none */
	struct firestore_pull_summary summary;
	struct merge_counts counts; /* with a base */
	struct lacks lacks; /* what the cache will lack */
};

static void
show_progress(
    void *argument, uint64_t documents, size_t done, size_t collections)
{
	struct run *run = argument;

	progress_show_parts(&run->progress, documents, done, collections);
}

static int
add_document(void *argument, const struct firestore_document *document,
    struct gantry_error *error)
{
	return document_loader_add(argument, document, error);
}

/* Add what was pulled to BUILDER. */
static int
fill(struct run *run, struct cache_builder *builder, struct gantry_error *error)
{
	const char *spool = run->options->firestore.spool;
	struct document_loader loader = { .builder = builder };

	if (run->base != NULL)
		return pull_base_merge(
		    run->base, builder, spool, &run->counts, error);
	return spool_read(spool, add_document, &loader, error);
}

/* When the whole database was read, or 0. */
static int64_t
find_pulled(const struct run *run)
{
	if (run->base != NULL)
		return run->base->past.pulled;
	return run->options->firestore.collections == NULL
	    ? run->summary.read_time
	    : 0;
}

/* Note the collections that were left out, or what the base lacks. */
static int
note_lacks(struct run *run, struct gantry_error *error)
{
	const char *const *id = run->options->firestore.collections;
	struct gantry_buffer text = { 0 };
	int result;

	if (run->base != NULL)
		return lacks_read(&run->lacks, run->base->db, error);
	if (id == NULL)
		return 0;
	gantry_buffer_puts(&text, "all but the root collections");
	for (; *id != NULL; id++)
		gantry_buffer_printf(&text, " %s", *id);
	result = gantry_buffer_putc(&text, '\0') == 0
	    ? lacks_add(&run->lacks, LACK_COLLECTIONS, text.data, 0, error)
	    : gantry_error_memory(error);
	gantry_buffer_clear(&text);
	return result;
}

/* Build the cache from what was pulled. */
static int
build(struct run *run, struct gantry_error *error)
{
	const struct firestore_pull_summary *summary = &run->summary;
	struct gantry_buffer name = { 0 };
	struct cache_source source = {
		.project = summary->project,
		.database = summary->database,
		.exported = summary->read_time,
		.pulled = find_pulled(run),
		.lacks = &run->lacks,
	};
	const struct indexing *indexing = run->options->indexing;
	struct index_options indexes = {
		.path = run->options->place,
		.choices = &indexing->choices,
	};
	const struct cache_builder_options options = {
		.path = run->options->place,
		.projections = run->options->projections,
		.complete = indexing->is_wanted ? indexing_make : NULL,
		.argument = &indexes,
	};
	struct cache_builder *builder = cache_builder_new(&options, error);
	int result = -1;

	gantry_buffer_printf(&name, "firestore:projects/%s/databases/%s",
	    summary->project, summary->database);
	gantry_buffer_putc(&name, '\0');
	source.name = name.data;
	if (gantry_buffer_failed(&name))
		gantry_error_memory(error);
	else if (builder != NULL)
		result = fill(run, builder, error);
	if (result == 0)
		result = cache_builder_publish(builder, &source, error);
	cache_builder_free(builder);
	gantry_buffer_clear(&name);
	return result;
}

static void
print_merged(const struct run *run)
{
	const struct merge_counts *counts = &run->counts;
	time_t pulled = (time_t)(run->base->past.pulled / 1000000);
	char since[32] = "";
	struct tm calendar;

	if (gmtime_r(&pulled, &calendar) != NULL)
		strftime(since, sizeof(since), "%Y-%m-%dT%H:%M:%SZ", &calendar);
	printable_line(stdout,
	    "%s: read %" PRIu64 " documents: %" PRId64 " new, %" PRId64
	    " changed, %" PRId64 " unchanged; %" PRId64
	    " in all from project %s, database %s, including documents deleted "
	    "after %s",
	    run->options->output, run->summary.read, counts->added,
	    counts->changed, counts->unchanged, counts->all,
	    run->summary.project, run->summary.database, since);
}

static void
print_outcome(const struct run *run)
{
	const struct firestore_pull_summary *summary = &run->summary;

	if (run->options->mode == PROGRESS_QUIET)
		return;
	if (run->base != NULL)
		print_merged(run);
	else
		printable_line(stdout,
		    "%s: %" PRIu64 " documents from project %s, database %s; "
		    "read %" PRIu64 " of them",
		    run->options->output, summary->documents, summary->project,
		    summary->database, summary->read);
}

/*
 * A pull that finds nothing, for example because a collection is misspelt, must
 * not replace a good cache.
 */
static int
check_found(const struct run *run, struct gantry_error *error)
{
	const struct firestore_pull_summary *summary = &run->summary;
	const struct firestore_pull_options *firestore =
	    &run->options->firestore;

	if (summary->documents > 0 || run->base != NULL ||
	    run->options->allows_empty)
		return 0;
	unlink(firestore->spool);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "project %s, database %s has no documents%s; give --allow-empty if "
	    "the cache shall be empty",
	    summary->project, summary->database,
	    firestore->collections != NULL ? " in these collections" : "");
}

static int
pull(struct run *run, struct gantry_error *error)
{
	const struct firestore_pull_options *firestore =
	    &run->options->firestore;
	int result;

	progress_begin(&run->progress, run->options->mode);
	result = firestore_pull(firestore, &run->summary, error);
	progress_end(&run->progress);
	if (result == 0)
		result = check_found(run, error);
	if (result == 0)
		result = note_lacks(run, error);
	if (result == 0)
		result = build(run, error);
	if (result == 0 && unlink(firestore->spool) == -1)
		result = gantry_error_system(
		    error, "cannot remove %s", firestore->spool);
	if (result == 0)
		print_outcome(run);
	if (result == -1 && run->summary.read > 0)
		fprintf(stderr,
		    "gantry-cache: %" PRIu64 " documents were read and are "
		    "billed; continue with --resume, which does not read them "
		    "again\n",
		    run->summary.read);
	return result;
}

/* Pull, with --since from the existing cache. */
static int
pull_from_base(struct run *run, struct gantry_error *error)
{
	struct pull_options *options = run->options;
	struct pull_base base = { .db = NULL };
	int result = 0;

	if (options->since != NULL) {
		result = pull_base_open(
		    &base, options->output, options->since, error);
		run->base = &base;
		options->firestore.since = &base.since;
	}
	if (result == 0)
		result = pull(run, error);
	pull_base_close(&base);
	lacks_clear(&run->lacks);
	return result;
}

int
pull_run(struct pull_options *options, struct gantry_error *error)
{
	struct run run = { .options = options };
	struct gantry_buffer spool = { 0 };
	int result = -1;

	gantry_buffer_printf(&spool, "%s.pull", options->output);
	gantry_buffer_putc(&spool, '\0');
	options->firestore.spool = spool.data;
	options->firestore.progress = show_progress;
	options->firestore.argument = &run;
	if (gantry_buffer_failed(&spool))
		gantry_error_memory(error);
	else
		result = pull_from_base(&run, error);
	gantry_buffer_clear(&spool);
	return result;
}
