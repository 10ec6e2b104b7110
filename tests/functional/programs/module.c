/*
 * A module for the tests.  Macros choose what is wrong with it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gantry/gantry.h>
#include <gantry/module.h>

#include <sqlite3.h>

#ifndef SAYS
#define SAYS "one"
#endif
#ifndef HELP
#define HELP "says a word"
#endif

#ifdef FORGES
/* Send a message of its own to the process that asked for the record. */
__attribute__((constructor)) static void
forge(void)
{
	static char message[2 << 20];
	const unsigned size = FORGES;

	memset(message, '\033', sizeof(message));
	message[0] = KIND;
	memcpy(message + 1, &size, sizeof(size));
	if (write(3, message, size + 5) == -1)
		_exit(1);
	for (;;)
		pause();
}
#endif

#if defined(HANGS) || defined(CRASHES) || defined(EXITS) || defined(FORKS) || \
    defined(UNBLOCKS)
__attribute__((constructor)) static void
construct(void)
{
#if defined(UNBLOCKS)
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
#elif defined(FORKS)
	if (fork() != 0)
		raise(SIGSEGV);
	for (;;)
		pause();
#elif defined(HANGS)
	for (;;)
		pause();
#elif defined(CRASHES)
	raise(SIGSEGV);
#else
	exit(0);
#endif
}
#endif

/* Those of the only mount. */
static const struct gantry_settings *opened_with;

#ifdef LACKS
extern int gantry_never_was(void);
#endif

/* A function of this name in gantry is another one. */
void log_error(const char *format);
void
log_error(const char *format)
{
	(void)format;
}

static const char *
version_of_sqlite(void)
{
	static char version[32];
	sqlite3_stmt *statement = NULL;
	sqlite3 *database = NULL;

	if (sqlite3_open(":memory:", &database) == SQLITE_OK &&
	    sqlite3_prepare_v2(database, "SELECT sqlite_version()", -1,
		&statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		snprintf(version, sizeof(version), "%s",
		    (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(database);
	return version;
}

static int
say(struct gantry_request *request, struct gantry_response *response)
{
	const char *word = gantry_settings_get(opened_with, "word");
	char text[64];

	(void)request;
	log_error("this is the module's own");
	if (strcmp(word, "crash") == 0)
		raise(SIGSEGV);
	if (strcmp(word, "wait") == 0)
		usleep(900000);
#ifdef LACKS
	gantry_never_was();
#endif
	snprintf(text, sizeof(text), "%s %s", SAYS, word);
	return gantry_response_text(response, text);
}

static int
show_sqlite(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, version_of_sqlite());
}

static int
start_job(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_error error;

	if (gantry_job_start(gantry_request_environ(request), "note", &error) ==
	    -1)
		return gantry_response_text(response, error.text);
	return gantry_response_text(response, "started");
}

static const struct gantry_route routes[] = {
	{ .uri_template = "/say", .on_get = GANTRY_RESPONDER(say) },
	{ .uri_template = "/sqlite", .on_get = GANTRY_RESPONDER(show_sqlite) },
	{ .uri_template = "/job", .on_post = GANTRY_RESPONDER(start_job) },
	{ 0 },
};
static const struct gantry_site site = { .routes = routes };

static int
open_word(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	opened_with = settings;
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

/* Also shows which process makes the arguments. */
static int
note_arguments(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *error)
{
	(void)error;
	gantry_buffer_puts(arguments, "/bin/sh");
	gantry_buffer_putc(arguments, '\0');
	gantry_buffer_puts(arguments, "-c");
	gantry_buffer_putc(arguments, '\0');
	gantry_buffer_printf(
	    arguments, "echo noted %s", gantry_settings_get(settings, "word"));
	gantry_buffer_putc(arguments, '\0');
	return 0;
}

static const struct gantry_job jobs[] = {
	{ .name = "note", .arguments = note_arguments },
	{ 0 },
};

static const struct gantry_setting settings[] = {
	{ .key = "word", .fallback = "hey", .help = "the word" },
	{ .key = "times",
	    .type = GANTRY_SETTING_INTEGER,
	    .least = 1,
	    .most = 9,
	    .fallback = "1",
	    .help = "a number" },
	{ .key = "pin", .secret = true, .help = "a secret" },
	{ 0 },
};

static const struct gantry_alias aliases[] = {
	{ "word", "word", "the word to say" },
	{ 0 },
};

static const struct gantry_application word_application = {
	.name = "word",
	.help = HELP,
	.settings = settings,
	.open = open_word,
	.call = gantry_web_call,
	.close = gantry_web_close,
	.jobs = jobs,
	.aliases = aliases,
};

#if defined(OTHER_ABI)
const struct gantry_module gantry_module = {
	.magic = GANTRY_MODULE_MAGIC,
	.abi = GANTRY_ABI + 7,
	.size = sizeof(struct gantry_module),
	.application = &word_application,
};
#elif defined(OTHER_SIZES)
const struct gantry_module gantry_module = {
	.magic = GANTRY_MODULE_MAGIC,
	.abi = GANTRY_ABI,
	.size = sizeof(struct gantry_module) + 8,
	.application = &word_application,
};
#elif defined(NO_RECORD)
const struct gantry_application *unused = &word_application;
#else
GANTRY_MODULE(&word_application);
#endif
