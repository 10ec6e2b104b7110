#ifndef GANTRY_SERVE_H
#define GANTRY_SERVE_H

#include <gantry/contract.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * A program that serves applications.  Fields that are not set are NULL.  New
 * fields are added at the end.
 */
struct gantry_program {
	/*
	 * What the program is called: in its help, messages and log, as the
	 * identifier of syslog and the journal, and in the default paths
	 * /run/NAME/NAME.sock and /run/NAME/NAME.ctl.  At most 48 letters,
	 * digits, dots, dashes and underscores, beginning with a letter or a
	 * digit.  NULL: the name of the file that was started.
	 */
	const char *name;
	const char *version; /* of the program, for --version and the status */
	const char *summary; /* one line: "todo lists over HTTP" */
	/*
	 * Paragraphs for --help and --print-man, separated by an empty line.
	 */
	const char *description;
	/*
	 * The configuration file that is read, if it exists, without --config.
	 * NULL: NAME.conf in gantry's sysconfdir, such as /etc.
	 */
	const char *config_file;
	/* Ended by NULL.  The first one is mounted at / by default. */
	const struct gantry_application *const *applications;
};

/*
 * Run PROGRAM, which must stay valid until the return: parse the command line,
 * the environment and the configuration file, and serve its applications under
 * FastCGI or CGI, or run another command such as "call".  Returns the exit
 * status for main: 0; 1 if serving failed; 2 if the command line, the
 * environment, the configuration or PROGRAM is invalid, or there is no
 * application, or one without a name.
 *
 * Environment variables have the prefix GANTRY_ in every program, and the
 * section of the configuration file for options is [gantry].
 */
int gantry_program_main(
    int argc, char *argv[], const struct gantry_program *program);

/*
 * The same for a program without a version and a description of its own, which
 * is called as the file that was started.  Parse the command line, the
 * environment and the configuration file, and serve APPLICATIONS (ended by
 * NULL) under FastCGI or CGI, or run another command such as "call".  If no
 * mount is configured, the first application is mounted at /.  Returns the exit
 * status for main: 0; 1 if serving failed; 2 if the command line, the
 * environment or the configuration is invalid.
 */
int gantry_main(int argc, char *argv[],
    const struct gantry_application *const applications[]);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
