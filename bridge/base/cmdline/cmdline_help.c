/*
 * --help: the usage, the description, the options with their defaults, and for
 * a program also its commands.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cmdline/cmdline.h"
#include "base/this_program.h"

#define WIDTH  79
#define COLUMN 27 /* where the text beside an option begins */

/* Print the words of TEXT, LENGTH bytes, from column AT on, folded. */
static void
print_words(const char *text, size_t length, size_t at, size_t column)
{
	char *shown = program_expand_dup(text, length);
	const char *end;
	size_t word;

	text = shown != NULL ? shown : "";
	for (end = text + strlen(text); text < end; text += word) {
		text += strspn(text, " ");
		word = strcspn(text, " \n");
		if (at > column && at + 1 + word > WIDTH) {
			printf("\n%*s", (int)column, "");
			at = column;
		}
		at += (size_t)printf(
		    "%s%.*s", at > column ? " " : "", (int)word, text);
		if (text[word] == '\n')
			break;
	}
	putchar('\n');
	free(shown);
}

void
cmdline_print_row(const char *head, const char *text)
{
	size_t at = strlen(head);

	if (text == NULL)
		text = ""; /* an application may have no help */
	fputs(head, stdout);
	if (at > COLUMN - 2) {
		putchar('\n');
		at = 0;
	}
	printf("%*s", (int)(COLUMN - at), "");
	print_words(text, strlen(text), COLUMN, COLUMN);
}

void
cmdline_print_text(const char *text)
{
	size_t length;

	for (; *text != '\0'; text += length) {
		length = strcspn(text, "\n");
		if (length > 0)
			print_words(text, length, 0, 0);
		else
			putchar('\n');
		if (text[length] == '\n')
			length++;
	}
}

/* As the shell would need it. */
static const char *
quote(const char *value)
{
	return strpbrk(value, " ()") != NULL ? "\"" : "";
}

void
cmdline_print_default(const char *head, const char *text, const char *fallback,
    const char *computed)
{
	char whole[512];

	if (text == NULL)
		text = "";
	if (fallback != NULL)
		snprintf(whole, sizeof(whole), "%s (default %s%s%s)", text,
		    quote(fallback), fallback, quote(fallback));
	else if (computed != NULL)
		snprintf(
		    whole, sizeof(whole), "%s (default: %s)", text, computed);
	else
		snprintf(whole, sizeof(whole), "%s", text);
	cmdline_print_row(head, whole);
}

static void
print_option(const struct cmdline_option *option)
{
	char letter[8] = "", name[64] = "", head[128], text[512];

	if (option->letter != '\0')
		snprintf(letter, sizeof(letter), "-%c%s", option->letter,
		    option->name != NULL ? ", " : "");
	if (option->name != NULL)
		snprintf(name, sizeof(name), "--%s", option->name);
	snprintf(head, sizeof(head), "  %s%s%s%s", letter, name,
	    option->argument != NULL ? " " : "",
	    option->argument != NULL ? option->argument : "");
	if (option->is_required)
		snprintf(text, sizeof(text), "%s (required)", option->help);
	else
		snprintf(text, sizeof(text), "%s", option->help);
	cmdline_print_default(head, text, option->fallback, option->computed);
}

static void
print_options(const struct cmdline *cmdline)
{
	struct cmdline shown = *cmdline;
	const struct cmdline_option **options, **option;

	if (cmdline->command->shared_note != NULL)
		shown.shared = NULL;
	options = cmdline_options(&shown);
	if (options == NULL)
		return;
	for (option = options; *option != NULL; option++) {
		if ((*option)->heading != NULL)
			printf("\n%s:\n", (*option)->heading);
		else if (option == options)
			printf("\noptions:\n");
		if ((*option)->help != NULL)
			print_option(*option);
	}
	free(options);
	if (cmdline->command->shared_note != NULL) {
		putchar('\n');
		cmdline_print_text(cmdline->command->shared_note);
	}
}

/* LEAD before the first line, as many blanks before the others. */
static void
print_usage(const struct cmdline_program *program,
    const struct cmdline_command *command, const char **lead)
{
	const char *line = command->usage, *name = command->name;
	size_t length;

	for (; *line != '\0'; line += length) {
		length = strcspn(line, "\n");
		printf("%-6s %s%s%s%s%.*s\n", *lead, program->name,
		    name != NULL ? " " : "", name != NULL ? name : "",
		    length > 0 ? " " : "", (int)length, line);
		*lead = "";
		if (line[length] == '\n')
			length++;
	}
}

static void
print_commands(const struct cmdline_program *program)
{
	const struct cmdline_command *const *command;
	char head[64];

	printf("\ncommands:\n");
	for (command = program->commands; *command != NULL; command++) {
		snprintf(head, sizeof(head), "  %s", (*command)->name);
		cmdline_print_row(head, (*command)->summary);
	}
	cmdline_print_row("  help", "print the help of a command");
}

void
cmdline_print_help(const struct cmdline *cmdline)
{
	const struct cmdline_program *program = cmdline->program;
	const struct cmdline_command *command = cmdline->command;
	const struct cmdline_command *const *other;
	const char *lead = "usage:";

	print_usage(program, command, &lead);
	if (command == program->base) {
		for (other = program->commands; *other != NULL; other++)
			print_usage(program, *other, &lead);
		printf("%-6s %s help [COMMAND]\n", lead, program->name);
	}
	putchar('\n');
	cmdline_print_text(command->description);
	if (command == program->base)
		print_commands(program);
	print_options(cmdline);
	if (command->print_notes != NULL)
		command->print_notes(cmdline);
	if (command->notes != NULL) {
		putchar('\n');
		cmdline_print_text(command->notes);
	}
}

void
cmdline_print_version(const struct cmdline *cmdline)
{
	printf("%s %s\n", cmdline->program->name, cmdline->program->version);
}
