/*
 * The part of {program} --help that is not about options: where values come
 * from, the signals, the applications with their settings, and the exit status.
 */
#include <stdio.h>

#include "cmd/config/help.h"
#include "cmd/config/sandbox_settings.h"
#include "gantry/contract.h"

static const struct {
	const char *name, *help;
} signals[] = {
	{ "TERM", "finish the running requests, then stop" },
	{ "INT", "stop at once" },
	{ "QUIT", "stop at once" },
	{ "HUP", "read the configuration again and start new workers" },
	{ "USR1", "reopen the log files" },
	{ "USR2", "replace the running program with its new version" },
	{ "TTIN", "start one more worker" },
	{ "TTOU", "stop one worker" },
	{ "WINCH", "stop all workers until the next HUP" },
};

static void
print_signals(void)
{
	char head[16];
	size_t i;

	printf("\nsignals:\n");
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		snprintf(head, sizeof(head), "  %s", signals[i].name);
		cmdline_print_row(head, signals[i].help);
	}
}

static void
print_application(const struct gantry_application *application)
{
	const struct gantry_setting *setting;
	char head[128];

	snprintf(head, sizeof(head), "  %s", application->name);
	cmdline_print_row(head, application->help);
	for (setting = application->settings;
	     setting != NULL && setting->key != NULL; setting++) {
		snprintf(head, sizeof(head), "    %s.%s", application->name,
		    setting->key);
		cmdline_print_default(head, setting->help,
		    setting->secret ? NULL : setting->fallback, NULL);
	}
}

/* The settings that every application has. */
static void
print_sandbox_settings(void)
{
	const struct gantry_setting *setting;
	char head[128];

	printf("\nsettings of every application, which add to what the sandbox "
	       "allows:\n");
	for (setting = sandbox_settings; setting->key != NULL; setting++) {
		snprintf(head, sizeof(head), "  %s", setting->key);
		cmdline_print_row(head, setting->help);
	}
}

void
help_print_notes(const struct cmdline *cmdline)
{
	const struct gantry_application *const *applications = cmdline->context;

	putchar('\n');
	cmdline_print_text(
	    "Every option before \"only on the command line\" is also a key "
	    "of the [gantry] section of the configuration file, and an "
	    "environment variable: --bind-public is GANTRY_BIND_PUBLIC.  The "
	    "command line overrides the environment, and the environment "
	    "overrides the file.\n\nWithout --bind, {program} uses the sockets "
	    "that it is started with: descriptor 0, or those of LISTEN_FDS.");
	print_signals();
	printf("\napplications and their settings:\n");
	for (; *applications != NULL; applications++)
		print_application(*applications);
	print_sandbox_settings();
	putchar('\n');
	cmdline_print_text(
	    "exit status: 0 {program} served until it was told to stop; 1 it "
	    "failed; 2 the command line or the configuration is not valid.\n\n"
	    "See gantry(8) and gantry.conf(5), which describe the options.");
}
