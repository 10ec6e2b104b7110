/*
 * --help: the options by topic, each with its default from the table of keys.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/config/config.h"
#include "cmd/config/help.h"

#define WIDTH  79
#define COLUMN 27 /* where the description of an option begins */

static const char *const topics[TOPIC_COUNT] = {
	[TOPIC_APPLICATIONS] = "applications",
	[TOPIC_PEERS] = "the web server and its connections",
	[TOPIC_PROCESSES] = "processes",
	[TOPIC_TIMEOUTS] = "time-outs",
	[TOPIC_LIMITS] = "limits",
	[TOPIC_LOG] = "errors and the log",
	[TOPIC_OTHER] = "more",
};

/* Print TEXT in its column, folded; the line has AT columns already. */
static void
print_folded(size_t at, const char *text)
{
	size_t length;

	if (at > COLUMN - 2) {
		putchar('\n');
		at = 0;
	}
	printf("%*s", (int)(COLUMN - at), "");
	for (at = COLUMN; *text != '\0'; text += length) {
		text += strspn(text, " ");
		length = strcspn(text, " ");
		if (at > COLUMN && at + 1 + length > WIDTH) {
			printf("\n%*s", COLUMN, "");
			at = COLUMN;
		}
		at += (size_t)printf(
		    "%s%.*s", at > COLUMN ? " " : "", (int)length, text);
	}
	putchar('\n');
}

static void
print_option(const char *name, const char *argument, const char *text)
{
	int at = printf("  %s%s%s", name, argument != NULL ? " " : "",
	    argument != NULL ? argument : "");

	print_folded((size_t)at, text);
}

static void
print_key(const struct config_key *key)
{
	char name[64], text[512];
	size_t length;

	snprintf(name, sizeof(name), "--%s", key->name);
	length = (size_t)snprintf(text, sizeof(text), "%s", key->help);
	if (key->fallback != NULL)
		snprintf(text + length, sizeof(text) - length, " (default %s)",
		    key->fallback);
	else if (key->otherwise != NULL || key->computed != NULL)
		snprintf(text + length, sizeof(text) - length, " (default: %s)",
		    key->computed != NULL ? key->computed : key->otherwise);
	print_option(name, key->argument, text);
}

static void
print_topic(const struct config_key *keys, enum config_topic topic)
{
	const struct config_key *key;
	bool is_begun = false;

	for (key = keys; key->name != NULL; key++) {
		if (key->topic != topic)
			continue;
		if (!is_begun)
			printf("\n%s:\n", topics[topic]);
		is_begun = true;
		print_key(key);
	}
}

static void
print_application(const struct gantry_application *application)
{
	const struct gantry_setting *setting;
	char text[512];
	int at;

	at = printf("  %s", application->name);
	print_folded((size_t)at, application->help);
	for (setting = application->settings;
	     setting != NULL && setting->key != NULL; setting++) {
		snprintf(text, sizeof(text), "%s%s%s%s", setting->help,
		    setting->fallback != NULL ? " (default " : "",
		    setting->fallback != NULL ? setting->fallback : "",
		    setting->fallback != NULL ? ")" : "");
		at = printf("    %s.%s", application->name, setting->key);
		print_folded((size_t)at, text);
	}
}

struct line {
	const char *name;
	const char *argument;
	const char *text;
};

static const struct line own_options[] = {
	{ "--config", "FILE",
	    "read this configuration file (default: " SYSCONFDIR
	    "/gantry.conf, if it is there)" },
	{ "--check-config", NULL,
	    "check the configuration, report every error, and exit" },
	{ "--print-config", NULL,
	    "print each value with its source, as a valid configuration file, "
	    "and exit" },
	{ "--help", NULL, "print this help" },
	{ "--version", NULL, "print the version" },
	{ NULL },
};

static const struct line call_options[] = {
	{ "-H", "'NAME: VALUE'", "a header; repeatable" },
	{ "-d", "BODY", "the body" },
	{ NULL },
};

/* Completions take the indented lines below a command for its options. */
static const struct line trace_lines[] = {
	{ "trace", NULL, "like call, and print what was done" },
	{ "  --body", NULL, "also print the answer's body" },
	{ "  --json", NULL, "print JSON" },
	{ "replay", NULL, "serve requests again that --capture kept" },
	{ "  --trace", NULL, "print what was done" },
	{ "  --body", NULL, "with --trace, also print the answer's body" },
	{ "  --json", NULL, "with --trace, print JSON" },
	{ NULL },
};

static const struct line routes_lines[] = {
	{ "routes", NULL,
	    "print the routes of the mounted applications, with their hooks "
	    "and middleware" },
	{ "  --match", "PATH",
	    "print which route PATH leads to, and why not to the others" },
	{ NULL },
};

static const struct line signals[] = {
	{ "TERM", NULL, "finish the requests and stop" },
	{ "INT", NULL, "stop at once" },
	{ "QUIT", NULL, "stop at once" },
	{ "HUP", NULL, "reload the configuration, with new workers" },
	{ "USR1", NULL, "reopen the logs" },
	{ "USR2", NULL, "replace the running program with its new version" },
	{ "TTIN", NULL, "add a worker" },
	{ "TTOU", NULL, "remove a worker" },
	{ "WINCH", NULL, "end the workers, until HUP" },
	{ NULL },
};

static void
print_lines(const char *title, const struct line *line)
{
	printf("\n%s:\n", title);
	for (; line->name != NULL; line++)
		print_option(line->name, line->argument, line->text);
}

void
help_print(const struct config_key *keys,
    const struct gantry_application *const *applications)
{
	int topic;

	printf(
	    "usage: gantry [OPTION ...]\n"
	    "       gantry call METHOD /PATH [-H 'NAME: VALUE'] [-d BODY] "
	    "[OPTION ...]\n"
	    "       gantry trace METHOD /PATH [-H 'NAME: VALUE'] [-d BODY] "
	    "[OPTION ...]\n"
	    "       gantry replay FILE [OPTION ...]\n"
	    "       gantry routes [--match PATH] [OPTION ...]\n"
	    "       gantry doctor --server NAME [OPTION ...]\n"
	    "       gantry doctor --probe URL\n"
	    "       gantry status | top | ctl ORDER [OPTION ...]\n\n"
	    "A bridge from web servers to C applications.  gantry serves FastCGI, or one CGI\n"
	    "request if GATEWAY_INTERFACE is set.  'call' answers one request in process,\n"
	    "'trace' also prints how, 'replay' serves captured requests again, 'routes'\n"
	    "prints the routes, 'doctor' prints configuration for a web server, and\n"
	    "'status', 'top' and 'ctl' talk to a running gantry.\n");
	/* Keys without a topic come last. */
	for (topic = TOPIC_OTHER + 1; topic < TOPIC_COUNT; topic++)
		print_topic(keys, (enum config_topic)topic);
	print_topic(keys, TOPIC_OTHER);
	printf(
	    "\n"
	    "Each of these is also a key in section [gantry] of the file and a variable:\n"
	    "--bind-public is GANTRY_BIND_PUBLIC.  The command line beats the environment,\n"
	    "and the environment beats the file.  Without --bind, sockets come from\n"
	    "descriptor 0 or LISTEN_FDS.\n");
	print_lines("the command line alone", own_options);
	print_lines("call", call_options);
	print_lines("trace and replay", trace_lines);
	print_lines("routes", routes_lines);
	print_lines("signals", signals);
	printf("\napplications and their settings:\n");
	for (; *applications != NULL; applications++)
		print_application(*applications);
	printf(
	    "\n"
	    "exit status: 0 if gantry served, or if call, trace or replay answered below\n"
	    "400; 1 if it failed; 2 if the configuration or the command line is wrong.  See\n"
	    "gantry(8) and gantry.conf(5).\n");
}
