/*
 * The command fetch: get a cache from a web server or an object store, once or
 * again and again.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "data/cache/build/output.h"
#include "data/cache/cache.h"
#include "data/firestore/pull/http.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/progress.h"
#include "data/gantry-cache/run_on_cache.h"
#include "data/transfer/fetch.h"

#define MEGABYTE UINT64_C(1000000)

enum verifying {
	VERIFY_UNHASHED, /* what has no manifest */
	VERIFY_ALWAYS,
	VERIFY_NEVER,
};

struct fetch_arguments {
	struct fetch_options options;
	const char *url;
	const char *output;
	bool is_forced;
	unsigned every; /* seconds; 0: once */
	unsigned jitter; /* seconds */
	unsigned megabytes;
	enum verifying verifying;
	enum progress_mode mode;
	struct progress progress;
	const struct cache_projection *const *projections;
};

static void
show(void *argument, uint64_t received, uint64_t total)
{
	struct fetch_arguments *arguments = argument;

	progress_show_bytes(&arguments->progress, received, total);
}

static int
check(void *argument, const char *path, bool is_hashed,
    struct gantry_error *error)
{
	const struct fetch_arguments *arguments = argument;
	char generation[CACHE_GENERATION_SIZE];
	struct verify_found found;
	struct db *db;
	int result;

	if (arguments->verifying == VERIFY_NEVER ||
	    (is_hashed && arguments->verifying == VERIFY_UNHASHED))
		return 0;
	db = cache_open(path, generation, error);
	if (db == NULL)
		return -1;
	result = verify_content(
	    db, generation, arguments->projections, &found, error);
	db_close(db);
	return result;
}

/* Fetch once.  Returns the exit status. */
static int
fetch_once(struct fetch_arguments *arguments)
{
	struct fetch_result result;
	struct gantry_error error;
	int status;

	progress_begin(&arguments->progress, arguments->mode);
	status = fetch_run(&arguments->options, &result, &error);
	progress_end(&arguments->progress);
	if (status == -1) {
		fail(&error);
		return error.code == GANTRY_ERROR_BUSY ? STATUS_BUSY
						       : STATUS_FAILED;
	}
	if (arguments->mode == PROGRESS_QUIET)
		return STATUS_DONE;
	if (result.is_unchanged)
		printable_line(stdout, "%s: unchanged, %.3f MB came",
		    arguments->output, (double)result.received / 1e6);
	else
		printable_line(stdout, "%s: generation %s, %.3f MB came%s",
		    arguments->output, result.generation,
		    (double)result.received / 1e6,
		    result.is_patched ? " as a patch" : "");
	fflush(stdout);
	return STATUS_DONE;
}

/* Wait for SECONDS and a random time up to JITTER seconds. */
static void
wait_for(unsigned seconds, unsigned jitter)
{
	uint64_t random = 0;

	/* Without random numbers, wait in full. */
	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		random = jitter;
	random %= (uint64_t)jitter * 1000 + 1;
	seconds += (unsigned)(random / 1000);
	usleep((useconds_t)(random % 1000 * 1000));
	while (seconds > 0)
		seconds = sleep(seconds);
}

static int
fetch(struct fetch_arguments *arguments)
{
	unsigned jitter = arguments->jitter;
	int status;

	wait_for(0, jitter);
	/* Even without --jitter, a fleet must not stay in step. */
	if (jitter == 0)
		jitter = (arguments->every + 9) / 10;
	for (;;) {
		status = fetch_once(arguments);
		if (arguments->every == 0)
			return status;
		wait_for(arguments->every, jitter);
	}
}

/* Blot out where a list of processes shows it what may be a secret. */
static char *
hide_url(const char *url)
{
	char *copy = strdup(url), *place = (char *)url;

	if (copy != NULL)
		memset(place, '*', strlen(place));
	return copy;
}

static int
run_fetch(struct cmdline *cmdline)
{
	struct fetch_arguments arguments = { .url = NULL };
	struct fetch_options *options = &arguments.options;
	struct output output = { .path = NULL };
	struct gantry_error error;
	char *url, *place = NULL;
	int status;

	cmdline->fields = &arguments;
	if (!cmdline_begin(cmdline, &status))
		return status;
	url = hide_url(arguments.url);
	output.path = arguments.output;
	output.is_forced = arguments.is_forced;
	if (url != NULL)
		place = output_find(&output, &error);
	else
		gantry_error_memory(&error);
	if (place == NULL || http_setup(&error) == -1) {
		status = fail(&error);
	} else {
		options->url = url;
		options->path = place;
		options->most = arguments.megabytes * MEGABYTE;
		options->check = check;
		options->show = show;
		options->argument = &arguments;
		arguments.projections = cmdline->context;
		status = fetch(&arguments);
		http_cleanup();
	}
	free(place);
	free(url);
	return status;
}

#define FIELD(name) offsetof(struct fetch_arguments, name)

static const struct cmdline_option fetch_options[] = {
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(output),
	    .is_required = true,
	    .help = "where to put the cache" },
	{ .name = "force",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_forced),
	    .help = "replace FILE even if it is not a cache" },
	{ .name = "every",
	    .kind = CMDLINE_NUMBER,
	    .argument = "SECONDS",
	    .offset = FIELD(every),
	    .min = 1,
	    .max = 604800,
	    .help = "do not end, but fetch again after this time and a random "
		    "part of a tenth of it" },
	{ .name = "jitter",
	    .kind = CMDLINE_NUMBER,
	    .argument = "SECONDS",
	    .offset = FIELD(jitter),
	    .max = 86400,
	    .fallback = "0",
	    .help = "wait for a random time up to this before the first fetch, "
		    "and with --every before each" },
	{ .name = "public-key",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(options.public_key),
	    .help = "take only manifests that this Ed25519 public key in PEM "
		    "verifies, and none that is older than FILE" },
	{ .name = "allow-older",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(options.allows_older),
	    .help = "with --public-key, go back to an older cache" },
	{ .name = "verify",
	    .kind = CMDLINE_CONSTANT,
	    .offset = FIELD(verifying),
	    .constant = VERIFY_ALWAYS,
	    .help = "verify the content also when a manifest has its hashes" },
	{ .name = "no-verify",
	    .kind = CMDLINE_CONSTANT,
	    .offset = FIELD(verifying),
	    .constant = VERIFY_NEVER,
	    .help = "do not verify the content of a cache without a manifest" },
	{ .name = "max-size",
	    .kind = CMDLINE_NUMBER,
	    .argument = "MB",
	    .offset = FIELD(megabytes),
	    .min = 1,
	    .max = 100000000,
	    .fallback = "16000",
	    .help = "refuse a cache that is larger, in millions of bytes" },
	{ .name = "tries",
	    .kind = CMDLINE_NUMBER,
	    .argument = "N",
	    .offset = FIELD(options.tries),
	    .min = 1,
	    .max = 100,
	    .fallback = "5",
	    .help = "how often to send a request that fails" },
	{ .name = "stall",
	    .kind = CMDLINE_NUMBER,
	    .argument = "SECONDS",
	    .offset = FIELD(options.http.stall),
	    .min = 1,
	    .max = 3600,
	    .fallback = "30",
	    .help = "break off what is slower than 1000 bytes a second for "
		    "this long, and continue it" },
	{ .name = "ca-file",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(options.http.ca_file),
	    .help = "trust the authorities in this PEM file only",
	    .computed = "those of the system" },
	{ .name = "aws-region",
	    .kind = CMDLINE_TEXT,
	    .argument = "REGION",
	    .offset = FIELD(options.http.region),
	    .help = "sign requests to an object store (AWS signature 4)" },
	{ .name = "aws-credentials",
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(options.http.credentials),
	    .help = "read the key from [default] of this file",
	    .computed = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" },
	PROGRESS_OPTIONS(struct fetch_arguments, mode),
	{ NULL },
};

static const struct cmdline_operand fetch_operands[] = {
	{ .name = "URL", .offset = FIELD(url) },
	{ NULL },
};

const struct cmdline_command fetch_command = {
	.name = "fetch",
	.usage = "URL --output FILE [OPTION ...]",
	.summary = "get a cache from a web server or an object store",
	.description =
	    "Get the cache at URL and put it at FILE if it is good.  URL is a "
	    "cache, one that zstd compressed, or the manifest that pack "
	    "wrote; then only what FILE lacks is downloaded.  A download that "
	    "breaks is continued, and nothing is downloaded if URL is "
	    "unchanged.  Whatever fails, the cache that is at FILE stays.",
	.example = "fetch https://cache.example/manifest --output cache.db",
	.options = fetch_options,
	.operands = fetch_operands,
	.run = run_fetch,
};
