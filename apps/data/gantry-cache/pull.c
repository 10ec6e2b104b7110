/*
 * The command line of "gantry-cache pull": what to read, from where, and with
 * which credentials.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/field_path.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/images_run.h"
#include "data/gantry-cache/pull_run.h"

#define COLLECTIONS_MAX 64
#define TOKEN_MAX	16384

struct pull_options {
	struct pull_wishes wishes;
	char *token; /* a copy */
	const char *collections[COLLECTIONS_MAX + 1];
	size_t collection_count;
	struct images_choice images;
};

/* Get the environment variable NAME; NULL when it is empty. */
static const char *
get_variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* Read the token from the file PATH, "-" for standard input. */
static int
read_token(struct pull_options *options, const char *path)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	size_t length;

	if (file == NULL)
		return complain("cannot open --token-file %s", path);
	options->token = calloc(1, TOKEN_MAX);
	if (options->token == NULL)
		return complain("out of memory");
	length = fread(options->token, 1, TOKEN_MAX - 1, file);
	if (file != stdin)
		fclose(file);
	options->token[length] = '\0';
	options->token[strcspn(options->token, " \t\r\n")] = '\0';
	if (options->token[0] == '\0')
		return complain("--token-file %s is empty", path);
	return STATUS_DONE;
}

/* Copy TOKEN and overwrite it in ARGV, which other users can see. */
static int
take_token(struct pull_options *options, char *token)
{
	options->token = strdup(token);
	memset(token, '*', strlen(token));
	if (options->token == NULL)
		return complain("out of memory");
	if (options->token[strcspn(options->token, " \t\r\n")] != '\0' ||
	    options->token[0] == '\0')
		return complain("--token takes a token");
	return STATUS_DONE;
}

static int
add_collection(struct pull_options *options, const char *id)
{
	size_t i;

	if (id[0] == '\0' || strchr(id, '/') != NULL)
		return complain("--collection takes the id of a collection "
				"of the root");
	for (i = 0; i < options->collection_count; i++)
		if (strcmp(options->collections[i], id) == 0)
			return STATUS_DONE;
	if (options->collection_count == COLLECTIONS_MAX)
		return complain("--collection is given more than %d times",
		    COLLECTIONS_MAX);
	options->collections[options->collection_count++] = id;
	options->wishes.firestore.collections = options->collections;
	return STATUS_DONE;
}

static int
set_since(struct pull_options *options, const char *field)
{
	struct field_path path;
	struct gantry_error error;
	int result = field_path_read(&path, field, &error);

	field_path_clear(&path);
	options->wishes.since = field;
	return result == -1 ? complain("--since: %s", error.text) : STATUS_DONE;
}

static int
read_number(unsigned *number, const char *name, const char *text, unsigned most)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end != '\0' || value < 1 ||
	    value > most)
		return complain("%s takes a number from 1 to %u", name, most);
	*number = (unsigned)value;
	return STATUS_DONE;
}

/* Fill in what the options left open: project and credentials. */
static int
fill_in(struct pull_options *options)
{
	struct firestore_pull_options *firestore = &options->wishes.firestore;
	const char *variable = get_variable("GANTRY_TOKEN");
	const char *account = get_variable("GOOGLE_APPLICATION_CREDENTIALS");

	firestore->emulator = get_variable("FIRESTORE_EMULATOR_HOST");
	if (firestore->project == NULL)
		firestore->project = get_variable("GOOGLE_CLOUD_PROJECT");
	if (firestore->project == NULL)
		firestore->project = get_variable("GCLOUD_PROJECT");
	firestore->token = options->token;
	/* Do not send a token to an emulator unless it was given for it. */
	if (firestore->token == NULL && firestore->emulator == NULL &&
	    !firestore->exchanges)
		firestore->token = variable;
	if (firestore->token != NULL)
		return STATUS_DONE;
	if (firestore->exchanges || firestore->emulator == NULL) {
		if (account == NULL)
			return complain("set GOOGLE_APPLICATION_CREDENTIALS "
					"to a service account's key, or give "
					"--token-file");
		firestore->account = account;
	}
	return STATUS_DONE;
}

static const struct option table[] = {
	{ "collection", required_argument, NULL, 'c' },
	{ "database", required_argument, NULL, 'd' },
	{ "images", required_argument, NULL, 'g' },
	{ "jobs", required_argument, NULL, 'j' },
	{ "log", no_argument, NULL, 'l' },
	{ "no-images", no_argument, NULL, 'i' },
	{ "output", required_argument, NULL, 'o' },
	{ "project", required_argument, NULL, 'p' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "resume", no_argument, NULL, 'r' },
	{ "since", required_argument, NULL, 's' },
	{ "token", required_argument, NULL, 't' },
	{ "token-exchange", no_argument, NULL, 'x' },
	{ "token-file", required_argument, NULL, 'f' },
	{ "tries", required_argument, NULL, 'n' },
	{ NULL, 0, NULL, 0 },
};

static int
take_option(struct pull_options *options, int code, char *argv[])
{
	struct firestore_pull_options *firestore = &options->wishes.firestore;

	switch (code) {
	case 'c':
		return add_collection(options, optarg);
	case 'd':
		firestore->database = optarg;
		return STATUS_DONE;
	case 'g':
		options->images.folder = optarg;
		return STATUS_DONE;
	case 'i':
		options->images.are_unwanted = true;
		return STATUS_DONE;
	case 'j':
		return read_number(&firestore->jobs, "--jobs", optarg, 64);
	case 'l':
		options->wishes.mode = PROGRESS_LOG;
		return STATUS_DONE;
	case 'n':
		return read_number(&firestore->tries, "--tries", optarg, 100);
	case 'o':
		options->wishes.output = optarg;
		return STATUS_DONE;
	case 'p':
		firestore->project = optarg;
		return STATUS_DONE;
	case 'q':
		options->wishes.mode = PROGRESS_QUIET;
		return STATUS_DONE;
	case 'r':
		firestore->resumes = true;
		return STATUS_DONE;
	case 's':
		return set_since(options, optarg);
	case 'x':
		firestore->exchanges = true;
		return STATUS_DONE;
	case 'f':
	case 't':
		if (options->token != NULL)
			return complain("--token and --token-file exclude "
					"each other");
		return code == 't' ? take_token(options, optarg)
				   : read_token(options, optarg);
	case ':':
		return complain("%s needs a value", argv[optind - 1]);
	default:
		return complain("pull has no option '%s'", argv[optind - 1]);
	}
}

static int
parse(struct pull_options *options, int argc, char *argv[])
{
	int code, status;

	while ((code = getopt_long(argc, argv, ":", table, NULL)) != -1) {
		status = take_option(options, code, argv);
		if (status != STATUS_DONE)
			return status;
	}
	if (argc != optind)
		return complain("pull takes no '%s'", argv[optind]);
	if (options->wishes.output == NULL)
		return complain("pull needs --output FILE");
	if (options->images.folder != NULL && options->images.are_unwanted)
		return complain("--images goes without --no-images");
	if (options->wishes.since != NULL && options->collection_count > 0)
		return complain("--since goes without --collection");
	return fill_in(options);
}

static int
run_pull(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	struct pull_options options = {
		.wishes.firestore = {
			.database = "(default)",
			.jobs = 4,
			.tries = 10,
		},
		.wishes.projections = projections,
	};
	struct gantry_error error;
	int status = parse(&options, argc, argv);

	if (status == STATUS_DONE && pull_run(&options.wishes, &error) == -1)
		status = fail(&error);
	else if (status == STATUS_DONE)
		status = images_run_after(&options.images,
		    options.wishes.output, options.wishes.mode, projections);
	free(options.token);
	return status;
}

const struct command pull_command = {
	.name = "pull",
	.usage = "--output FILE [--project P] [--database D] [OPTION ...]",
	.help =
	    "  reads all documents of a live Firestore, as they are at one "
	    "moment, and puts\n"
	    "  a cache of them at FILE; what was read is kept in FILE.pull "
	    "until all is there\n"
	    "  --project P        default: GOOGLE_CLOUD_PROJECT, "
	    "GCLOUD_PROJECT, or the project\n"
	    "                     of the credentials\n"
	    "  --database D       default: (default)\n"
	    "  --collection ID    only this collection of the root and all "
	    "below it; may be\n"
	    "                     repeated\n"
	    "  --since FIELD      read only documents whose FIELD is at least "
	    "the greatest in\n"
	    "                     the cache at FILE, and put them into it; see "
	    "below\n"
	    "  --resume           go on with a pull that broke off, reading "
	    "nothing twice;\n"
	    "                     Firestore keeps its moment for an hour, or 7 "
	    "days with\n"
	    "                     point-in-time recovery\n"
	    "  --jobs N           read N collections at a time; default: 4\n"
	    "  --tries N          try each request so often; default: 10\n"
	    "  --token-file FILE  read an access token from FILE, or from "
	    "standard input (-)\n"
	    "  --token TOKEN      the same as an argument, which other users "
	    "of the machine\n"
	    "                     may see; GANTRY_TOKEN in the environment "
	    "is the third way\n"
	    "  --token-exchange   get a token from the credentials' token_uri "
	    "in any case; by\n"
	    "                     default they sign one themselves, unless "
	    "their token_uri\n"
	    "                     is not Google's\n"
	    "  --images FOLDER    where its word clouds are drawn then; "
	    "default: images beside\n"
	    "                     FILE\n"
	    "  --no-images        draw none\n"
	    "  --log              a line of progress a minute\n"
	    "  --quiet            print nothing but errors\n"
	    "  Without a token it takes the service account's key that "
	    "GOOGLE_APPLICATION_\n"
	    "  CREDENTIALS names; the account needs the role "
	    "roles/datastore.viewer.  With\n"
	    "  FIRESTORE_EMULATOR_HOST=HOST:PORT it reads the emulator there "
	    "as its owner.\n"
	    "  Each document read is billed as one read.\n"
	    "  With --since, FILE is a cache that a full pull of the same "
	    "database made, and\n"
	    "  FIELD a timestamp, number or string that the application raises "
	    "with every\n"
	    "  write, such as updated or meta.updated.  What was deleted stays "
	    "in the cache,\n"
	    "  and what is written without FIELD, or with a lesser one, is not "
	    "seen: do a\n"
	    "  full pull now and then.  Firestore wants an index for it, of the "
	    "scope\n"
	    "  collection group, on FIELD of each collection; where it says\n"
	    "  FAILED_PRECONDITION, that one is missing.\n",
	.run = run_pull,
};
