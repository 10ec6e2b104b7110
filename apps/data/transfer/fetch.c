/*
 * Fetching a cache: the manifest or the file, its parts, the checks, and the
 * exchange.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"
#include "data/cache/cache.h"
#include "data/cache/temporary.h"
#include "data/firestore/pull/http_retry.h"
#include "data/transfer/assembly.h"
#include "data/transfer/ed25519.h"
#include "data/transfer/fetch.h"
#include "data/transfer/fetch_body.h"

/* How often a fetch begins again because the manifest was replaced. */
#define MANIFEST_TRIES 3

struct fetch {
	const struct fetch_options *options;
	struct fetch_result *result;
	struct fetch_state state;
	struct download *download;
	char *part_path;
	int part;
	int base; /* the open cache that is there; -1: none */
	/* Has the rights of the new cache, and is it if it had to be expanded.
	 */
	struct temporary temporary;
	struct fetch_body body;
	struct chunk_manifest manifest;
	struct assembly *assembly;
	bool is_patching;
};

/* Open the file of the part, which nobody else may read yet. */
static int
open_part(struct fetch *fetch, struct gantry_error *error)
{
	const char *name;
	int folder = folder_open_of(fetch->options->path, &name, error);

	if (folder == -1)
		return -1;
	if (asprintf(&fetch->part_path, "%s.part", fetch->options->path) ==
	    -1) {
		fetch->part_path = NULL;
		close(folder);
		return gantry_error_memory(error);
	}
	fetch->part = safe_open_at(folder,
	    fetch->part_path + (name - fetch->options->path), O_RDWR | O_CREAT,
	    0600, error);
	close(folder);
	return fetch->part == -1 ? -1 : 0;
}

/* Read what of the cache PATH is compared with that of the manifest. */
static int
read_created(const char *path, char generation[CACHE_GENERATION_SIZE],
    int64_t *created, struct gantry_error *error)
{
	struct db *db = cache_open(path, generation, error);
	int result;

	if (db == NULL)
		return -1;
	result = db_integer(
	    db, "SELECT value FROM meta WHERE key = 'created'", created, error);
	db_close(db);
	return result;
}

/* Check the file at PATH, open as FILE, before it becomes the cache. */
static int
check(struct fetch *fetch, const char *path, int file, bool is_hashed,
    struct gantry_error *error)
{
	const struct fetch_options *options = fetch->options;
	int64_t created;

	if (fetch_body_check_length(file, error) == -1 ||
	    read_created(path, fetch->result->generation, &created, error) ==
		-1)
		return -1;
	if (is_hashed &&
	    (created != fetch->manifest.created ||
		strcmp(fetch->result->generation, fetch->manifest.generation) !=
		    0))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the cache is generation %s, but its manifest says %s",
		    fetch->result->generation, fetch->manifest.generation);
	return options->check == NULL
	    ? 0
	    : options->check(options->argument, path, is_hashed, error);
}

/* Put the part in the place of the cache, with the rights of the temporary. */
static int
publish_part(struct fetch *fetch, struct gantry_error *error)
{
	struct temporary part = { .path = strdup(fetch->part_path) };
	struct stat rights;
	int result = -1;

	part.lock = fcntl(fetch->part, F_DUPFD_CLOEXEC, 0);
	if (part.path == NULL || part.lock == -1)
		gantry_error_memory(error);
	else if (fstat(fetch->temporary.lock, &rights) == -1 ||
	    (geteuid() == 0 &&
		fchown(part.lock, rights.st_uid, rights.st_gid) == -1) ||
	    (geteuid() != 0 &&
		fchown(part.lock, (uid_t)-1, rights.st_gid) == -1) ||
	    fchmod(part.lock, rights.st_mode & 0777) == -1)
		gantry_error_system(
		    error, "cannot set the mode of %s", fetch->part_path);
	else
		result = temporary_publish(&part, fetch->options->path, error);
	if (part.lock != -1)
		close(part.lock);
	free(part.path);
	return result;
}

/* The cache is in place: note what it came from. */
static void
note(struct fetch *fetch)
{
	fetch->state.fetched = fetch->body.found;
	fetch->state.part = (struct validators){ .tag = "" };
	fetch_state_set_cache(&fetch->state, fetch->options->path);
	fetch_state_save(&fetch->state);
}

/* What came is a file: a cache, perhaps compressed. */
static int
finish_file(struct fetch *fetch, struct gantry_error *error)
{
	const enum fetch_kind kind = fetch_body_kind(fetch->part, error);
	int result;

	if (kind == FETCH_NEITHER)
		return -1;
	if (fetch->options->public_key != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "what came is not a manifest, and only a manifest can be "
		    "signed as --public-key asks for");
	if (kind == FETCH_CACHE)
		return check(fetch, fetch->part_path, fetch->part, false,
			   error) == -1
		    ? -1
		    : publish_part(fetch, error);
	result = fetch_body_expand(
	    fetch->part, fetch->temporary.lock, fetch->options->most, error);
	if (result == 0)
		result = check(fetch, fetch->temporary.path,
		    fetch->temporary.lock, false, error);
	if (result == 0)
		result = temporary_publish(
		    &fetch->temporary, fetch->options->path, error);
	if (result == 0)
		unlink(fetch->part_path);
	return result;
}

static int
take_part(void *argument, uint64_t offset, const char *data, size_t length,
    struct gantry_error *error)
{
	struct fetch *fetch = argument;
	const struct gantry_buffer bytes = {
		.data = (char *)data,
		.length = length,
	};

	if (fetch->options->show != NULL)
		fetch->options->show(fetch->options->argument,
		    download_received(fetch->download),
		    download_received(fetch->download) +
			assembly_left(fetch->assembly));
	return fetch->is_patching
	    ? assembly_take_patch(fetch->assembly, offset, bytes, error)
	    : assembly_take_data(fetch->assembly, offset, bytes, error);
}

/* Get the bytes from START to END of the file NAME beside the manifest. */
static int
get_beside(struct fetch *fetch, const char *name, uint64_t start, uint64_t end,
    struct gantry_error *error)
{
	struct http_retry retry = { .tries = fetch->options->tries };
	struct download_request request = {
		.start = start,
		.end = end,
		.take = take_part,
		.argument = fetch,
	};
	struct download_answer answer;
	char *url = download_beside(fetch->options->url, name, error);
	uint64_t left = assembly_left(fetch->assembly);
	int result = -1;

	if (url == NULL)
		return -1;
	request.url = url;
	do {
		assembly_restart(fetch->assembly);
		result =
		    download_run(fetch->download, &request, &answer, error);
		/* What was left out comes with the next request. */
		if (result == -1 && assembly_left(fetch->assembly) < left &&
		    !fetch->is_patching && error->code == GANTRY_ERROR_HANGUP) {
			result =
			    http_retry_wait(&retry, answer.retry_after, error);
			break;
		}
	} while (result == -1 && error->code == GANTRY_ERROR_HANGUP &&
	    http_retry_wait(&retry, answer.retry_after, error) == 0);
	if (result == -1) {
		/* A new manifest names other files. */
		if (answer.status == 404 || answer.status == 410)
			error->code = GANTRY_ERROR_CONFLICT;
		gantry_error_prefix(error, "%s", name);
	}
	free(url);
	return result;
}

static int
get_patch(struct fetch *fetch, struct gantry_error *error)
{
	char name[PACK_NAME_SIZE], from[SHA256_TEXT], to[SHA256_TEXT];

	sha256_write(assembly_base_id(fetch->assembly), from);
	sha256_write(&fetch->manifest.id, to);
	snprintf(name, sizeof(name), "patch-%s-%s", from, to);
	fetch->is_patching = true;
	return get_beside(fetch, name, 0, 0, error);
}

/* Get all chunks that are missing.  A patch that fails is not needed. */
static int
get_chunks(struct fetch *fetch, struct gantry_error *error)
{
	char name[PACK_NAME_SIZE], id[SHA256_TEXT];
	uint64_t start, end;

	if (assembly_patch(fetch->assembly) != NULL &&
	    get_patch(fetch, error) == 0)
		fetch->result->is_patched =
		    !assembly_missing(fetch->assembly, &start, &end);
	fetch->is_patching = false;
	sha256_write(&fetch->manifest.id, id);
	snprintf(name, sizeof(name), "data-%s.zst", id);
	while (assembly_missing(fetch->assembly, &start, &end))
		if (get_beside(fetch, name, start, end, error) == -1)
			return -1;
	if (ftruncate(fetch->part, (off_t)fetch->manifest.size) == -1)
		return gantry_error_system(
		    error, "cannot write %s", fetch->part_path);
	return 0;
}

/* Is the manifest one to follow? */
static int
check_manifest(
    struct fetch *fetch, size_t signed_length, struct gantry_error *error)
{
	const struct fetch_options *options = fetch->options;
	char generation[CACHE_GENERATION_SIZE];
	struct gantry_error ignored;
	int64_t created;

	if (fetch->manifest.size > options->most)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the cache is larger than %" PRIu64 " MB; see --max-size",
		    options->most / 1000000);
	if (options->public_key == NULL)
		return 0;
	if (ed25519_verify(&fetch->body.text, signed_length,
		options->public_key, error) == -1)
		return -1;
	if (!options->allows_older && fetch->base != -1 &&
	    read_created(options->path, generation, &created, &ignored) == 0 &&
	    created > fetch->manifest.created)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "generation %s is older than %s, which is there; "
		    "--allow-older goes back",
		    fetch->manifest.generation, generation);
	return 0;
}

static int
finish_manifest(struct fetch *fetch, struct gantry_error *error)
{
	struct gantry_buffer *text = &fetch->body.text;
	size_t signed_length;

	chunk_manifest_clear(&fetch->manifest);
	if (chunk_manifest_read(&fetch->manifest, text->data, text->length,
		&signed_length, error) == -1 ||
	    check_manifest(fetch, signed_length, error) == -1)
		return -1;
	memcpy(fetch->result->generation, fetch->manifest.generation,
	    CACHE_GENERATION_SIZE);
	assembly_free(fetch->assembly);
	fetch->assembly =
	    assembly_new(&fetch->manifest, fetch->part, fetch->base, error);
	if (fetch->assembly == NULL)
		return -1;
	if (assembly_is_base(fetch->assembly)) {
		fetch->result->is_unchanged = true;
		unlink(fetch->part_path);
		return 0;
	}
	if (get_chunks(fetch, error) == -1 ||
	    check(fetch, fetch->part_path, fetch->part, true, error) == -1)
		return -1;
	return publish_part(fetch, error);
}

/* Get what the URL has, and finish.  Returns 0 or -1. */
static int
attempt(struct fetch *fetch, struct gantry_error *error)
{
	struct download_answer answer;
	bool is_manifest;
	int result;

	if (fetch_body_get(&fetch->body, &answer, error) == -1)
		return -1;
	if (answer.status == 304) {
		fetch->result->is_unchanged = true;
		return 0;
	}
	is_manifest = fetch_body_is_manifest(&fetch->body);
	result = is_manifest ? finish_manifest(fetch, error)
			     : finish_file(fetch, error);
	if (result == 0)
		note(fetch);
	else if (!is_manifest || error->code == GANTRY_ERROR_INPUT ||
	    error->code == GANTRY_ERROR_UNAVAILABLE)
		/* A part that is not good would only fail again, and one that
		 * fills the disk would hinder others. */
		unlink(fetch->part_path);
	return result;
}

static int
begin(struct fetch *fetch, struct gantry_error *error)
{
	const struct fetch_options *options = fetch->options;

	if (download_check(options->url, error) == -1 ||
	    fetch_state_open(
		&fetch->state, options->path, options->url, error) == -1 ||
	    temporary_make(&fetch->temporary, options->path, error) == -1 ||
	    open_part(fetch, error) == -1)
		return -1;
	fetch->base = open(options->path, O_RDONLY | O_CLOEXEC);
	fetch->download = download_new(&options->http, error);
	fetch->body = (struct fetch_body){
		.options = options,
		.state = &fetch->state,
		.download = fetch->download,
		.part = fetch->part,
	};
	return fetch->download != NULL ? 0 : -1;
}

static void
clear(struct fetch *fetch)
{
	struct stat status;

	/* Nothing came: do not leave an empty file. */
	if (fetch->part != -1 && fstat(fetch->part, &status) == 0 &&
	    status.st_size == 0 && status.st_nlink == 1)
		unlink(fetch->part_path);
	assembly_free(fetch->assembly);
	chunk_manifest_clear(&fetch->manifest);
	gantry_buffer_clear(&fetch->body.text);
	download_free(fetch->download);
	temporary_remove(&fetch->temporary);
	if (fetch->part != -1)
		close(fetch->part);
	if (fetch->base != -1)
		close(fetch->base);
	free(fetch->part_path);
	fetch_state_close(&fetch->state);
}

int
fetch_run(const struct fetch_options *options, struct fetch_result *result,
    struct gantry_error *error)
{
	struct fetch fetch = {
		.options = options,
		.result = result,
		.state = { .file = -1 },
		.part = -1,
		.base = -1,
		.temporary = { .lock = -1 },
	};
	struct gantry_buffer name = { 0 };
	int status, tries = 0;

	*result = (struct fetch_result){ .received = 0 };
	status = begin(&fetch, error);
	if (status == 0)
		do
			status = attempt(&fetch, error);
		while (status == -1 && error->code == GANTRY_ERROR_CONFLICT &&
		    ++tries < MANIFEST_TRIES);
	if (fetch.download != NULL)
		result->received = download_received(fetch.download);
	if (status == -1 && error->code != GANTRY_ERROR_BUSY) {
		download_redact(options->url, &name);
		if (!gantry_buffer_failed(&name))
			gantry_error_prefix(error, "%.*s", (int)name.length,
			    name.length > 0 ? name.data : "");
	}
	gantry_buffer_clear(&name);
	clear(&fetch);
	return status;
}
