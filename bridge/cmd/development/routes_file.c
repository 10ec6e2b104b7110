/*
 * The debugger looks a route's responder up in this list, so that it can break
 * there before the first request.
 */
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/development/debugger.h"

extern char **environ;

/* "--NAME=VALUE", or "--NAME" for a switch; to be freed. */
static char *
make_option(const struct options *options, const struct option_given *given)
{
	const struct config_key *key =
	    config_key_find(options->keys, given->name);
	char *text = NULL;

	if (key != NULL && key->argument == NULL) {
		if (asprintf(&text, "--%s", given->name) == -1)
			return NULL;
	} else if (asprintf(&text, "--%s=%s", given->name, given->value) ==
	    -1) {
		return NULL;
	}
	return text;
}

/* The arguments, ended by NULL, to be freed from number 2 on. */
static char **
make_arguments(const struct options *options, const char *program)
{
	char **arguments = calloc(options->given_count + 4, sizeof(*arguments));
	size_t count = 2, i;

	if (arguments == NULL)
		return NULL;
	arguments[0] = (char *)program;
	arguments[1] = (char *)"routes";
	for (i = 0; i < options->given_count; i++) {
		arguments[count] = make_option(options, &options->given[i]);
		count += arguments[count] != NULL;
	}
	if (options->config_file != NULL &&
	    asprintf(&arguments[count], "--config=%s", options->config_file) ==
		-1)
		arguments[count] = NULL;
	return arguments;
}

void
routes_file_write(const struct options *options, const char *folder)
{
	static const char program[] = "/proc/self/exe";
	char **arguments = make_arguments(options, program);
	posix_spawn_file_actions_t actions;
	char path[PATH_MAX];
	pid_t process;
	size_t i;

	if (arguments == NULL)
		return;
	snprintf(path, sizeof(path), "%s/routes", folder);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDOUT_FILENO, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_addopen(
	    &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(
		&process, program, &actions, NULL, arguments, environ) == 0)
		waitpid(process, NULL, 0);
	posix_spawn_file_actions_destroy(&actions);
	for (i = 2; arguments[i] != NULL; i++)
		free(arguments[i]);
	free(arguments);
}
