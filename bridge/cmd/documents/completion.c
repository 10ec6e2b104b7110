/*
 * The completions of gantry ask the program for its help, so they suit every
 * program once its name is put in.
 */
#include <stdio.h>
#include <string.h>

#include "base/this_program.h"
#include "cmd/documents/documents.h"

#define NAME "gantry"

static void
print_line(const char *line)
{
	const char *found;

	for (; (found = strstr(line, NAME)) != NULL;
	     line = found + strlen(NAME))
		printf("%.*s%s", (int)(found - line), line, program_name());
	fputs(line, stdout);
}

int
completion_print(const struct cmdline *cmdline, const char *shell)
{
	const char *const *line;

	if (strcmp(shell, "bash") == 0)
		line = completion_bash;
	else if (strcmp(shell, "zsh") == 0)
		line = completion_zsh;
	else
		return cmdline_misused(cmdline,
		    "--print-completion: '%s' is not a shell with "
		    "completions; give bash or zsh",
		    shell);
	for (; *line != NULL; line++)
		print_line(*line);
	return fflush(stdout) == 0 ? 0 : 1;
}
