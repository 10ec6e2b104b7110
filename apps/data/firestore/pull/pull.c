/*
 * A pull, from the beginning or from where the last one was interrupted.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/absolute_url.h"
#include "data/firestore/pull/http.h"
#include "data/firestore/pull/pull.h"
#include "data/firestore/pull/pull_jobs.h"
#include "data/firestore/pull/pull_page.h"
#include "data/firestore/rest/rest_read.h"
#include "data/firestore/spool/since.h"

#define GOOGLE_HOST "https://firestore.googleapis.com"

/* A pull under way. */
struct pull {
	const struct firestore_pull_options *options;
	struct pull_target target;
	struct spool spool;
	uint64_t read; /* documents, by this process */
	atomic_bool stopped; /* after a failure: no more pages are read */
};

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Remove the collections that an earlier pull found. */
static void
drop_known(struct paths *ids, const struct firestore_since *since)
{
	size_t i, count = 0;

	for (i = 0; i < ids->count; i++) {
		if (firestore_since_has_root(since, ids->items[i]))
			free(ids->items[i]);
		else
			ids->items[count++] = ids->items[i];
	}
	ids->count = count;
}

/*
 * Create the spool: with the chosen collections, or with all that exist, or,
 * with "since", with new collections and the queries for newer documents in the
 * others.
 */
static int
create_spool(
    struct pull *pull, struct pull_caller *caller, struct gantry_error *error)
{
	const struct firestore_pull_options *options = pull->options;
	struct spool_source source = {
		.project = pull->target.project,
		.database = pull->target.database,
		.read_time = caller->read_time,
		.are_chosen =
		    options->collections != NULL || options->groups != NULL,
		.groups = options->groups,
	};
	struct spool_since since;
	const char *const *chosen = options->collections;
	struct paths ids = { 0 };
	int result = 0;

	if (!source.are_chosen)
		result = pull_page_find(caller, "", &ids, error);
	for (; chosen != NULL && *chosen != NULL && result == 0; chosen++)
		result = paths_add(&ids, *chosen, error);
	if (result == 0 && options->since != NULL) {
		drop_known(&ids, options->since);
		since = (struct spool_since){ options->since->field.text,
			options->since->base, options->since->queries,
			options->since->query_count };
		source.since = &since;
	}
	if (ids.count > 1)
		qsort(ids.items, ids.count, sizeof(*ids.items), compare_ids);
	if (result == 0)
		result = paths_end(&ids, error);
	if (result == 0) {
		source.collections = (const char *const *)ids.items;
		result =
		    spool_create(&pull->spool, options->spool, &source, error);
	}
	paths_clear(&ids);
	return result;
}

static int
begin(struct pull *pull, struct gantry_error *error)
{
	struct gantry_buffer read_time = { 0 };
	struct pull_caller caller;
	int result = pull_caller_init(&caller, &pull->target, error);

	if (result == 0)
		result = pull_page_now(&caller, &read_time, error);
	if (result == 0) {
		caller.read_time = read_time.data;
		result = create_spool(pull, &caller, error);
	}
	pull_caller_clear(&caller);
	gantry_buffer_clear(&read_time);
	return result;
}

static bool
is_among(const char *id, const char *const *ids)
{
	for (; *ids != NULL; ids++)
		if (strcmp(id, *ids) == 0)
			return true;
	return false;
}

/* Are the CHOSEN collections those of the COUNT parts? */
static bool
is_same(
    struct spool_part *const *parts, size_t count, const char *const *chosen)
{
	size_t i, chosen_count = 0;

	while (chosen != NULL && chosen[chosen_count] != NULL)
		chosen_count++;
	if (chosen_count != count)
		return false;
	for (i = 0; i < count; i++)
		if (!is_among(parts[i]->collection, chosen))
			return false;
	return true;
}

/* Does the spool have exactly the collections that are wanted? */
static bool
has_chosen(
    const struct spool *spool, const struct firestore_pull_options *options)
{
	if (options->collections == NULL && options->groups == NULL)
		return !spool->are_chosen;
	return spool->are_chosen &&
	    is_same(
		spool->parts, spool->collection_count, options->collections) &&
	    is_same(spool->parts + spool->collection_count, spool->group_count,
		options->groups);
}

/* Does the spool continue from the same cache as this pull? */
static int
check_since(const struct pull *pull, struct gantry_error *error)
{
	const struct firestore_since *since = pull->options->since;
	const struct spool *spool = &pull->spool;
	const char *path = pull->options->spool;

	if (spool->base == NULL && since == NULL)
		return 0;
	if (spool->base == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is from a full pull; continue without --since, or "
		    "remove it to start again",
		    path);
	if (since == NULL || strcmp(since->field.text, spool->field.text) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is from a pull with --since %s; continue with that, or "
		    "remove it to start again",
		    path, spool->field.text);
	if (strcmp(since->base, spool->base) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s continues from a cache that has been replaced; remove "
		    "it to start again",
		    path);
	return 0;
}

static int
check_match(const struct pull *pull, struct gantry_error *error)
{
	const struct spool *spool = &pull->spool;

	if (strcmp(spool->project, pull->target.project) != 0 ||
	    strcmp(spool->database, pull->target.database) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is from project %s, database %s; continue with these, "
		    "or remove it to start again",
		    pull->options->spool, spool->project, spool->database);
	if (spool->rejected > 0 && !pull->options->keeps_rejected)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s has %" PRIu64 " documents that cannot be read; "
		    "continue with --quarantine",
		    pull->options->spool, spool->rejected);
	if (!has_chosen(spool, pull->options))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is from a pull of other collections; continue "
		    "with these, or remove it to start again",
		    pull->options->spool);
	return check_since(pull, error);
}

static int
open_spool(struct pull *pull, struct gantry_error *error)
{
	const char *path = pull->options->spool;
	int result;

	if (!spool_exists(path))
		return begin(pull, error);
	if (!pull->options->resumes)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "%s is left from an interrupted pull; continue with "
		    "--resume, or remove it to start again",
		    path);
	result = spool_resume(&pull->spool, path, error);
	if (result == 0)
		return begin(pull, error);
	return result == -1 ? -1 : check_match(pull, error);
}

/* Does "since" come from the same database? */
static int
check_base(const struct pull *pull, struct gantry_error *error)
{
	const struct firestore_since *since = pull->options->since;
	const struct pull_target *target = &pull->target;

	if (since == NULL ||
	    (strcmp(since->project, target->project) == 0 &&
		strcmp(since->database, target->database) == 0))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the cache is from project %.80s, database %.80s; --since cannot "
	    "continue from it with project %.80s, database %.80s; do a full "
	    "pull, without --since",
	    since->project, since->database, target->project, target->database);
}

static int
run_jobs(struct pull *pull, struct gantry_error *error)
{
	struct pull_jobs jobs = {
		.target = &pull->target,
		.spool = &pull->spool,
		.count = pull->options->jobs,
		.stopped = &pull->stopped,
		.progress = pull->options->progress,
		.argument = pull->options->argument,
	};
	int result = pull_jobs_run(&jobs, error);

	pull->read = jobs.read;
	return result;
}

/* Make HOST the emulator's URL, and nothing but a host and a port. */
static int
find_emulator(struct gantry_buffer *host, const char *emulator,
    struct gantry_error *error)
{
	struct absolute_url url;

	gantry_buffer_printf(host, "http://%s", emulator);
	gantry_buffer_putc(host, '\0');
	if (gantry_buffer_failed(host))
		return gantry_error_memory(error);
	if (absolute_url_parse(&url, host->data) == -1 || url.path.length > 0 ||
	    *url.rest != '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "FIRESTORE_EMULATOR_HOST is not HOST:PORT");
	return 0;
}

/* Fill in TARGET, except for the source of its token. */
static int
find_target(struct pull *pull, struct gantry_buffer *host, const char *project,
    struct gantry_error *error)
{
	const struct firestore_pull_options *options = pull->options;
	struct pull_target *target = &pull->target;

	if (options->project != NULL)
		project = options->project;
	if (project == NULL || project[0] == '\0')
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "no project given; use --project or set "
		    "GOOGLE_CLOUD_PROJECT");
	if (strchr(project, '/') != NULL ||
	    strchr(options->database, '/') != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the name of a project or database cannot contain "
		    "'/'");
	if (options->emulator != NULL &&
	    find_emulator(host, options->emulator, error) == -1)
		return -1;
	target->project = project;
	target->database = options->database;
	target->is_emulator = options->emulator != NULL;
	target->host = target->is_emulator ? host->data : GOOGLE_HOST;
	target->tries = options->tries;
	target->keeps_rejected = options->keeps_rejected;
	target->stopped = &pull->stopped;
	return pull_target_init(target, error);
}

static void
summarize(struct firestore_pull_summary *summary, const struct pull *pull)
{
	const char *time = pull->spool.read_time;

	*summary = (struct firestore_pull_summary){
		.documents = pull->spool.documents,
		.read = pull->read,
	};
	if (pull->target.project == NULL)
		return;
	snprintf(summary->project, sizeof(summary->project), "%s",
	    pull->target.project);
	snprintf(summary->database, sizeof(summary->database), "%s",
	    pull->target.database);
	if (time != NULL)
		(void)rest_read_timestamp(
		    (struct bytes){ time, strlen(time) }, &summary->read_time);
}

static int
pull_all(struct pull *pull, struct auth *auth, struct gantry_error *error)
{
	struct gantry_buffer host = { 0 };
	const char *project = auth != NULL ? auth_project(auth) : NULL;
	int result = find_target(pull, &host, project, error);

	pull->target.auth = auth;
	if (result == 0)
		result = check_base(pull, error);
	if (result == 0)
		result = open_spool(pull, error);
	if (result == 0)
		result = run_jobs(pull, error);
	gantry_buffer_clear(&host);
	return result;
}

int
firestore_pull(const struct firestore_pull_options *options,
    struct firestore_pull_summary *summary, struct gantry_error *error)
{
	struct pull pull = { .options = options, .spool.descriptor = -1 };
	const struct auth_options auth_options = {
		.token = options->token,
		.account = options->account,
		.exchanges = options->exchanges,
		.tries = options->tries,
		.stopped = &pull.stopped,
	};
	struct auth *auth = NULL;
	int result = http_setup(error);

	*summary = (struct firestore_pull_summary){ 0 };
	if (result == -1)
		return -1;
	if (options->token != NULL || options->account != NULL) {
		auth = auth_new(&auth_options, error);
		result = auth == NULL ? -1 : 0;
	}
	if (result == 0)
		result = pull_all(&pull, auth, error);
	summarize(summary, &pull);
	spool_clear(&pull.spool);
	pull_target_clear(&pull.target);
	auth_free(auth);
	http_cleanup();
	return result;
}
