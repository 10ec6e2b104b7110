/*
 * --help: the options by topic, each with its default, which is the table's.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/config/config.h"
#include "cmd/config/help.h"

#define WIDTH  79
#define COLUMN 27 /* where what is said of an option begins */

static const char *const topics[TOPIC_COUNT] = {
	[TOPIC_APPLICATIONS] = "applications",
	[TOPIC_PEERS] = "the web server and its connections",
	[TOPIC_PROCESSES] = "processes",
	[TOPIC_TIMEOUTS] = "time-outs",
	[TOPIC_LIMITS] = "limits",
	[TOPIC_LOG] = "errors and the log",
	[TOPIC_OTHER] = "more",
};

/* Print TEXT behind what fills AT columns of the line, and fold it. */
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
	    "read FILE first (default: " SYSCONFDIR "/gantry.conf, if it is "
	    "there)" },
	{ "--check-config", NULL,
	    "say all that is wrong with the configuration, and serve nothing" },
	{ "--print-config", NULL,
	    "print each value and where it comes from, as a file that gantry "
	    "can read, and serve nothing" },
	{ "--help", NULL, "print this" },
	{ "--version", NULL, "print the version" },
	{ NULL },
};

static const struct line call_options[] = {
	{ "-H", "'NAME: VALUE'", "a header; repeatable" },
	{ "-d", "BODY", "the body" },
	{ NULL },
};

/* Below the line of a command are its own, for completions. */
static const struct line trace_lines[] = {
	{ "trace", NULL, "like call, and show what was done" },
	{ "  --body", NULL, "the answer's body, too" },
	{ "  --json", NULL, "for programs" },
	{ "replay", NULL, "serve again what --capture kept" },
	{ "  --trace", NULL, "show what was done" },
	{ "  --body", NULL, "then the answer's body, too" },
	{ "  --json", NULL, "then for programs" },
	{ NULL },
};

static const struct line routes_lines[] = {
	{ "routes", NULL,
	    "the routes of the mounted applications, with their hooks and "
	    "middleware" },
	{ "  --match", "PATH",
	    "which of them PATH leads to, and why not to the others" },
	{ NULL },
};

static const struct line signals[] = {
	{ "TERM", NULL, "finish the requests and stop" },
	{ "INT", NULL, "stop at once" },
	{ "QUIT", NULL, "stop at once" },
	{ "HUP", NULL, "read the configuration again, with new workers" },
	{ "USR1", NULL, "open the logs again" },
	{ "USR2", NULL, "run the program's new version in place" },
	{ "TTIN", NULL, "one worker more" },
	{ "TTOU", NULL, "one worker less" },
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

	printf("usage: gantry [OPTION ...]\n"
	       "       gantry call METHOD /PATH [-H 'NAME: VALUE'] [-d BODY] "
	       "[OPTION ...]\n"
	       "       gantry trace METHOD /PATH [-H 'NAME: VALUE'] [-d BODY] "
	       "[OPTION ...]\n"
	       "       gantry replay FILE [OPTION ...]\n"
	       "       gantry routes [--match PATH] [OPTION ...]\n"
	       "       gantry doctor --server NAME [OPTION ...]\n"
	       "       gantry doctor --probe URL\n"
	       "       gantry status | top | ctl ORDER [OPTION ...]\n\n"
	       "A bridge from web servers to C applications: serves FastCGI, "
	       "or one CGI request\nwhen GATEWAY_INTERFACE is set; 'call' "
	       "answers one request in process, 'trace'\nshows how, 'replay' "
	       "answers one that was kept, 'doctor' prints what a web\nserver "
	       "is told, 'status', 'top' and 'ctl' ask the gantry that "
	       "runs.\n");
	/* What no one sorted comes last. */
	for (topic = TOPIC_OTHER + 1; topic < TOPIC_COUNT; topic++)
		print_topic(keys, (enum config_topic)topic);
	print_topic(keys, TOPIC_OTHER);
	printf("\nEach of these is also a key of the file's [gantry] section "
	       "and a variable:\n--bind-public is GANTRY_BIND_PUBLIC.  The "
	       "command line beats the environment\nbeats the file.  Without "
	       "--bind, sockets come from descriptor 0 or LISTEN_FDS.\n");
	print_lines("the command line alone", own_options);
	print_lines("call", call_options);
	print_lines("trace and replay", trace_lines);
	print_lines("routes", routes_lines);
	print_lines("signals", signals);
	printf("\napplications and their settings:\n");
	for (; *applications != NULL; applications++)
		print_application(*applications);
	printf(
	    "\nexit status: 0 served, or answered below 400 by call, trace or "
	    "replay; 1 failed;\n2 makes no sense.  gantry(8) and gantry.conf(5) say "
	    "more.\n");
}
