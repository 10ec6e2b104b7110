/*
 * gantry shell: lines from the terminal, the command line, a file or a pipe.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/this_program.h"
#include "cmd/shell/line/line_editor.h"
#include "cmd/shell/line_completion.h"
#include "cmd/shell/shell_commands.h"
#include "cmd/shell/show/screen.h"
#include "serve/observe/backtrace.h"

/* Run the lines of -c.  Each may have several. */
static int
run_strings(struct shell *shell, const char *const *strings)
{
	int status = 0;
	size_t length;
	const char *at;
	char *line;

	for (; *strings != NULL && status == 0; strings++)
		for (at = *strings;
		     *at != '\0' && status == 0 && !shell->is_over;
		     at += length + (at[length] == '\n')) {
			length = strcspn(at, "\n");
			line = strndup(at, length);
			status = line != NULL
			    ? shell_run(shell, line)
			    : shell_misused(shell, "out of memory");
			free(line);
		}
	return status;
}

/* Run the lines of FILE up to the first that fails. */
static int
run_lines(struct shell *shell, FILE *file, const char *name)
{
	unsigned number = 0;
	char *line = NULL;
	size_t size = 0;
	int status = 0;

	while (status == 0 && !shell->is_over) {
		errno = 0;
		if (getline(&line, &size, file) == -1)
			break;
		snprintf(shell->place, sizeof(shell->place),
		    "%.200s:%u: ", name, ++number);
		status = shell_run(shell, line);
	}
	if (status == 0 && ferror(file)) {
		*shell->place = '\0';
		shell_misused(
		    shell, "cannot read '%s': %s", name, strerror(errno));
		status = errno == EINTR ? 130 : 2;
	}
	free(line);
	return status;
}

static int
run_file(struct shell *shell)
{
	FILE *file;
	int status;

	if (strcmp(shell->file, "-") == 0)
		return run_lines(shell, stdin, "standard input");
	file = fopen(shell->file, "r");
	if (file == NULL)
		return shell_misused(shell, "cannot read '%s': %s", shell->file,
		    strerror(errno));
	status = run_lines(shell, file, shell->file);
	fclose(file);
	return status;
}

static void
greet(const struct shell *shell)
{
	const struct mounted *mounted = &shell->mounted;
	char version[160];
	size_t i;

	program_put_version(version, sizeof(version));
	printf("%s:", version);
	for (i = 0; i < mounted->count; i++)
		printf("%s %s at %s", i > 0 ? "," : "",
		    mounted->mounts[i].application->name,
		    *mounted->mounts[i].prefix != '\0'
			? mounted->mounts[i].prefix
			: "/");
	printf(".  'help' lists the commands; Tab completes.\n");
	fflush(stdout);
}

/* Run a line of the terminal; its status does not end the shell. */
static void
run_typed(struct shell *shell, struct line_editor *editor, const char *line)
{
	struct gantry_buffer expanded = { 0 };
	struct gantry_error error;
	const int result =
	    line_history_expand(&shell->history, line, &expanded, &error);

	if (result == -1) {
		shell_misused(shell, "%s", error.text);
	} else {
		if (result == 1) {
			printf("%s\n", expanded.data);
			fflush(stdout);
		}
		if (line_history_add(&shell->history, expanded.data))
			line_editor_remember(editor, expanded.data);
		shell_run(shell, expanded.data);
		exchange_was_interrupted();
	}
	gantry_buffer_clear(&expanded);
}

static int
run_terminal(struct shell *shell)
{
	char prompt[PROGRAM_NAME_MAX + 3];
	const struct line_editor_options options = {
		.prompt = prompt,
		.is_coloured = shell->is_coloured,
		.history = &shell->history,
		.complete = line_completion_fill,
		.owner = shell,
	};
	struct line_editor *editor;
	const char *line;

	snprintf(prompt, sizeof(prompt), "%s>", program_name());
	line_history_open(&shell->history);
	greet(shell);
	editor = line_editor_new(&options);
	while (editor != NULL && !shell->is_over &&
	    (line = line_editor_read(editor)) != NULL)
		run_typed(shell, editor, line);
	line_editor_free(editor);
	line_history_close(&shell->history);
	return editor != NULL ? 0 : shell_misused(shell, "out of memory");
}

static int
run(struct shell *shell, const struct options *options)
{
	if (options->shell_commands != NULL && *options->shell_commands != NULL)
		return run_strings(shell, options->shell_commands);
	if (shell->file != NULL)
		return run_file(shell);
	if (shell->is_interactive)
		return run_terminal(shell);
	return run_lines(shell, stdin, "standard input");
}

int
command_shell(const struct config *config, const struct options *options)
{
	static atomic_int crashed; /* no master asks */
	const bool has_commands =
	    options->shell_commands != NULL && *options->shell_commands != NULL;
	struct shell shell = {
		.config = config,
		.file = options->shell_file,
		.is_coloured = screen_has_colour(STDOUT_FILENO),
		.is_interactive = !has_commands &&
		    options->shell_file == NULL && isatty(STDIN_FILENO) &&
		    isatty(STDOUT_FILENO),
	};
	struct gantry_error error;
	int status;

	if (has_commands && shell.file != NULL)
		return shell_misused(&shell,
		    "give commands with -c or in the file '%s', not both",
		    shell.file);
	if (mounted_open(&shell.mounted, config, &error) == -1) {
		program_print_error("%s", error.text);
		return 1;
	}
	backtrace_prepare(&crashed, NULL, NULL);
	exchange_catch_interrupts(shell.is_interactive);
	status = run(&shell, options);
	exchange_clear(&shell.last);
	exchange_clear(&shell.before);
	cookie_jar_remove(&shell.jar, NULL);
	mounted_close(&shell.mounted);
	return status;
}
