/*
 * Pulls a live Firestore into a cache.  Everything that is read goes to a file
 * beside the cache first, and a resumed pull does not read it again.  With
 * --since, only documents newer than those of the existing cache are read, and
 * merged into it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <gantry/buffer.h>

#include "data/firestore/path_glob.h"
#include "data/firestore/paths.h"
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
	struct pull_base_newer newer; /* with a base */
	struct quarantine quarantine;
	struct lacks lacks; /* what the cache will lack */
	struct paths collections; /* that the selected paths are in */
	struct omissions omissions;
	struct document_loader loader;
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
	struct run *run = argument;

	return document_loader_add(&run->loader, document, error);
}

static int
reject_document(void *argument, const struct firestore_rejected *rejected,
    struct gantry_error *error)
{
	struct run *run = argument;

	return document_loader_reject(&run->quarantine, rejected, error);
}

/* Add what was pulled to BUILDER. */
static int
fill(struct run *run, struct cache_builder *builder, struct gantry_error *error)
{
	const char *spool = run->options->firestore.spool;
	const bool keeps = run->options->quarantine != NULL;
	const struct spool_visitor visitor = {
		.visit = add_document,
		.reject = keeps ? reject_document : NULL,
		.argument = run,
	};

	run->newer.omissions = &run->omissions;
	run->loader.omissions = &run->omissions;
	run->newer.spool = spool;
	run->newer.quarantine = keeps ? &run->quarantine : NULL;
	run->loader.builder = builder;
	run->loader.selection = &run->options->selection;
	if (run->base != NULL)
		return pull_base_merge(run->base, builder, &run->newer, error);
	return spool_read(spool, &visitor, error);
}

/* When the whole database was read, or 0. */
static int64_t
find_pulled(const struct run *run)
{
	if (run->base != NULL)
		return run->base->past.pulled;
	return selection_is_partial(&run->options->selection)
	    ? 0
	    : run->summary.read_time;
}

/* Note the documents that were left out, or what the base lacks. */
static int
note_lacks(struct run *run, struct gantry_error *error)
{
	const struct selection *selection = &run->options->selection;
	struct gantry_buffer text = { 0 };
	int result;

	if (run->base != NULL)
		return lacks_read(&run->lacks, run->base->db, error);
	if (!selection_is_partial(selection))
		return 0;
	selection_describe(selection, &text);
	result = gantry_buffer_putc(&text, '\0') == 0
	    ? lacks_add(&run->lacks, LACK_COLLECTIONS, text.data, 0, error)
	    : gantry_error_memory(error);
	gantry_buffer_clear(&text);
	return result;
}

/*
 * A pull that finds nothing, for example because a collection is misspelt, must
 * not replace a good cache.
 */
static int
check_found(const struct run *run, struct gantry_error *error)
{
	const struct firestore_pull_summary *summary = &run->summary;

	if (summary->documents > 0 || run->base != NULL ||
	    run->options->allows_empty)
		return 0;
	unlink(run->options->firestore.spool);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "project %s, database %s has no documents%s; give --allow-empty if "
	    "the cache shall be empty",
	    summary->project, summary->database,
	    selection_is_partial(&run->options->selection)
		? " in these collections"
		: "");
}

/*
 * The same for a part of what was selected, such as one collection.  The spool
 * stays: another pattern may need the same documents.
 */
static int
check_selected(
    const struct run *run, const char *source, struct gantry_error *error)
{
	if (run->base != NULL || run->options->allows_empty)
		return 0;
	if (selection_check(&run->options->selection, source, run->loader.read,
		error) == -1)
		return -1;
	return omissions_check(&run->omissions, source, error);
}

/*
 * With a base, its list has them, and how many documents there are now is not
 * known.
 */
static int
note_omissions(struct run *run, struct gantry_error *error)
{
	size_t i;

	if (run->base == NULL)
		return omissions_note(&run->omissions, &run->lacks, error);
	for (i = 0; i < run->lacks.count; i++)
		if (strcmp(run->lacks.items[i].kind, LACK_FIELDS) == 0)
			run->lacks.items[i].count = 0;
	return 0;
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
		result = check_selected(run, name.data, error);
	if (result == 0)
		result = note_omissions(run, error);
	/* There was no spool to compare it with at the beginning. */
	if (result == 0)
		result = quarantine_check(
		    &run->quarantine, run->options->firestore.spool, error);
	if (result == 0)
		result = document_loader_keep(&run->quarantine,
		    run->options->quarantine, &run->lacks, error);
	if (result == 0)
		result = cache_builder_publish(builder, &source, error);
	cache_builder_free(builder);
	gantry_buffer_clear(&name);
	return result;
}

static void
print_merged(const struct run *run)
{
	const struct merge_counts *counts = &run->newer.counts;
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

	document_loader_report(&run->quarantine, run->options->quarantine);
	if (run->options->mode == PROGRESS_QUIET)
		return;
	if (run->base != NULL)
		print_merged(run);
	else
		printable_line(stdout,
		    "%s: %" PRIu64 " documents from project %s, database %s; "
		    "read %" PRIu64 " of them",
		    run->options->output, run->loader.added, summary->project,
		    summary->database, summary->read);
	document_loader_report_omissions(&run->omissions, run->options->output);
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

/* Begin the quarantine before anything is read and billed. */
static int
open_quarantine(struct run *run, struct gantry_error *error)
{
	const struct pull_options *options = run->options;

	if (options->quarantine == NULL)
		return 0;
	if (quarantine_open(&run->quarantine, options->quarantine,
		options->firestore.spool, options->is_forced, error) == -1)
		return -1;
	if (quarantine_check(&run->quarantine, options->place, error) == -1)
		return -1;
	return quarantine_check(
	    &run->quarantine, options->firestore.spool, error);
}

/* The fields that the base lacks are left out of newer documents, too. */
static int
take_omissions(struct run *run, struct gantry_error *error)
{
	const struct pull_options *options = run->options;
	struct omissions recorded = { .items = NULL };
	struct lacks lacks = { NULL, 0 };
	int result = lacks_read(&lacks, run->base->db, error);

	if (result == 0)
		result = omissions_recall(&recorded, &lacks, error);
	lacks_clear(&lacks);
	if (result == 0 && run->omissions.count > 0 &&
	    !omissions_are_equal(&run->omissions, &recorded))
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cache %s: it was made with another --omit, and is "
		    "continued with its own; do a full pull, without --since, "
		    "to change it",
		    options->output);
	if (result == 0)
		result =
		    omissions_check_field(&recorded, options->since, error);
	omissions_clear(&run->omissions);
	run->omissions = recorded;
	return result;
}

/* A cache with indexes keeps them, and its choice of fields. */
static int
take_indexes(struct run *run, struct gantry_error *error)
{
	struct indexing *indexing = run->options->indexing;
	int64_t version;

	if (db_integer(run->base->db,
		"SELECT coalesce(max(value), 0) FROM meta"
		" WHERE key = 'index_version'",
		&version, error) == -1)
		return -1;
	if (version == 0)
		return 0;
	indexing->is_wanted = true;
	if (indexing->choices.first != NULL)
		return 0;
	return index_choices_read(&indexing->choices, run->base->db, error);
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
		if (result == 0)
			result = take_omissions(run, error);
		if (result == 0)
			result = take_indexes(run, error);
	}
	if (result == 0)
		result = pull(run, error);
	pull_base_close(&base);
	lacks_clear(&run->lacks);
	return result;
}

static bool
is_below(const char *path, const char *above)
{
	const size_t length = strlen(above);

	return strncmp(path, above, length) == 0 &&
	    (path[length] == '\0' || path[length] == '/');
}

/* Add COLLECTION, unless it is in one of the others, in place of those in it.
 */
static int
add_collection(
    struct paths *list, const char *collection, struct gantry_error *error)
{
	size_t i, kept = 0;

	for (i = 0; i < list->count; i++)
		if (is_below(collection, list->items[i]))
			return 0;
	for (i = 0; i < list->count; i++) {
		if (is_below(list->items[i], collection))
			free(list->items[i]);
		else
			list->items[kept++] = list->items[i];
	}
	list->count = kept;
	return paths_add(list, collection, error);
}

/*
 * Which collections have to be read for the selected paths?  With groups, these
 * are read instead.
 */
static int
find_collections(struct run *run, struct gantry_error *error)
{
	struct firestore_pull_options *firestore = &run->options->firestore;
	const char *const *glob = run->options->selection.paths;
	char *collection;
	int result = 0;

	firestore->groups = run->options->selection.groups;
	if (glob == NULL || firestore->groups != NULL)
		return 0;
	for (; *glob != NULL && result == 0; glob++) {
		collection = path_glob_collection(*glob);
		if (collection == NULL)
			return gantry_error_memory(error);
		if (collection[0] == '\0') {
			free(collection);
			return 0;
		}
		result = add_collection(&run->collections, collection, error);
		free(collection);
	}
	if (result == 0)
		result = paths_end(&run->collections, error);
	firestore->collections = (const char *const *)run->collections.items;
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
	options->firestore.keeps_rejected = options->quarantine != NULL;
	options->firestore.progress = show_progress;
	options->firestore.argument = &run;
	if (gantry_buffer_failed(&spool))
		gantry_error_memory(error);
	else if (omissions_add_all(&run.omissions,
		     (const char *const *)options->omitted, error) == 0 &&
	    open_quarantine(&run, error) == 0 &&
	    find_collections(&run, error) == 0 &&
	    selection_init(&options->selection, error) == 0)
		result = pull_from_base(&run, error);
	if (result == 0)
		result = run.quarantine.count > 0;
	quarantine_close(&run.quarantine);
	selection_clear(&options->selection);
	omissions_clear(&run.omissions);
	paths_clear(&run.collections);
	gantry_buffer_clear(&spool);
	return result;
}
