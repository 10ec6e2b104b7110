/*
 * A manual page in mdoc(7) from the tables of the command line.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/this_program.h"
#include "cmd/documents/documents.h"

#define WIDTH 76 /* of a line */

/* Today, or SOURCE_DATE_EPOCH, so that a build can be repeated. */
static void
print_date(void)
{
	const char *given = getenv("SOURCE_DATE_EPOCH");
	time_t now = given != NULL ? (time_t)strtoll(given, NULL, 10) : 0;
	struct tm calendar = { 0 };
	char month[32];

	if (now <= 0)
		now = time(NULL);
	gmtime_r(&now, &calendar);
	strftime(month, sizeof(month), "%B", &calendar);
	printf(".Dd %s %d, %d\n", month, calendar.tm_mday,
	    calendar.tm_year + 1900);
}

/* Print LENGTH bytes of TEXT, which are not the beginning of a request. */
static void
print_escaped(const char *text, size_t length)
{
	size_t i;

	if (length > 0 && (*text == '.' || *text == '\''))
		fputs("\\&", stdout);
	for (i = 0; i < length; i++) {
		if (text[i] == '\\')
			fputs("\\e", stdout);
		else if (text[i] == '-')
			fputs("\\-", stdout);
		else
			putchar(text[i]);
	}
}

/* Print the words of a paragraph, folded, and END behind the last. */
static void
print_words(const char *text, size_t length, const char *end)
{
	size_t word, at = 0, skipped = 0;

	for (; length > 0; text += word, length -= word) {
		skipped = strspn(text, " \n");
		skipped = skipped < length ? skipped : length;
		text += skipped;
		length -= skipped;
		word = strcspn(text, " \n");
		word = word < length ? word : length;
		if (word == 0)
			break;
		if (at > 0)
			putchar(at + word >= WIDTH ? '\n' : ' ');
		at = at > 0 && at + word < WIDTH ? at + 1 + word : word;
		print_escaped(text, word);
	}
	printf("%s\n", end);
}

/*
 * Print TEXT, with a paragraph for each empty line in it.  The last sentence
 * gets a full stop if IS_SENTENCE and it has none.
 */
static void
print_text(const char *text, bool is_sentence)
{
	char *shown = program_expand_dup(text, strlen(text));
	char *paragraph = shown, *end;
	size_t length;

	if (shown == NULL)
		return;
	while ((end = strstr(paragraph, "\n\n")) != NULL) {
		print_words(paragraph, (size_t)(end - paragraph), "");
		fputs(".Pp\n", stdout);
		paragraph = end + strspn(end, "\n");
	}
	length = strlen(paragraph);
	is_sentence = is_sentence && length > 0 && paragraph[length - 1] != '.';
	print_words(paragraph, length, is_sentence ? "." : "");
	free(shown);
}

static void
print_head(const struct gantry_program *program)
{
	const struct gantry_application *first = program->applications[0];
	const char *summary = program->summary, *p;

	if (summary == NULL)
		summary = first->help;
	print_date();
	fputs(".Dt ", stdout);
	for (p = program_name(); *p != '\0'; p++)
		putchar(toupper((unsigned char)*p));
	printf(" 8\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", program_name());
	print_text(
	    summary != NULL ? summary : "serves web applications", false);
}

static void
print_usage(const struct cmdline_command *command)
{
	const char *line = command->usage;
	char form[512];
	size_t length;

	for (; *line != '\0'; line += length) {
		length = strcspn(line, "\n");
		fputs(".Nm\n", stdout);
		if (command->name != NULL)
			printf(".Cm %s\n", command->name);
		program_expand(form, sizeof(form), line, length);
		print_words(form, strlen(form), "");
		if (line[length] == '\n')
			length++;
	}
}

static void
print_synopsis(const struct cmdline_program *program)
{
	const struct cmdline_command *const *command;

	fputs(".Sh SYNOPSIS\n", stdout);
	print_usage(program->base);
	for (command = program->commands; *command != NULL; command++)
		print_usage(*command);
}

static void
print_commands(const struct cmdline_program *program)
{
	const struct cmdline_command *const *command;

	fputs(".Pp\nThe commands are:\n.Bl -tag -width routes\n", stdout);
	for (command = program->commands; *command != NULL; command++) {
		printf(".It Cm %s\n", (*command)->name);
		print_text((*command)->summary, true);
	}
	fputs(".El\n.Pp\nThe options and the commands are those of\n.Xr gantry "
	      "8 ,\nwhich describes them.\n",
	    stdout);
}

static void
print_setting(const char *application, const struct gantry_setting *setting)
{
	const char *const *choice = setting->choices;

	printf(".It Va %s.%s\n", application, setting->key);
	print_text(setting->help != NULL ? setting->help : "A setting", true);
	if (choice != NULL) {
		fputs("The values are", stdout);
		for (; *choice != NULL; choice++) {
			fputs("\n.Ql ", stdout);
			print_escaped(*choice, strlen(*choice));
			fputs(choice[1] != NULL ? " ," : " .", stdout);
		}
		putchar('\n');
	}
	if (setting->fallback != NULL && *setting->fallback != '\0' &&
	    !setting->secret) {
		fputs("The default is\n.Ql ", stdout);
		print_escaped(setting->fallback, strlen(setting->fallback));
		fputs(" .\n", stdout);
	}
}

static void
print_application(const struct gantry_application *application)
{
	const struct gantry_setting *setting = application->settings;
	const struct gantry_alias *alias = application->aliases;

	printf(".Ss %s\n", application->name);
	if (application->help != NULL && *application->help != '\0')
		print_text(application->help, true);
	if (setting != NULL && setting->key != NULL) {
		fputs(".Bl -tag -width Ds\n", stdout);
		for (; setting->key != NULL; setting++)
			print_setting(application->name, setting);
		fputs(".El\n", stdout);
	}
	for (; alias != NULL && alias->name != NULL; alias++) {
		printf(".Pp\nThe option\n.Fl \\-%s\nsets\n.Va %s .\n",
		    alias->name, alias->target);
	}
}

static void
print_applications(const struct gantry_application *const *applications)
{
	fputs(
	    ".Sh APPLICATIONS\n"
	    "A setting is set by\n"
	    ".Fl \\-set Ar application.key Ns = Ns Ar value ,\n"
	    "or in the section of its application in the configuration file.\n"
	    "Every application also has the settings of the sandbox that\n"
	    ".Xr gantry.conf 5\n"
	    "describes.\n",
	    stdout);
	for (; *applications != NULL; applications++)
		print_application(*applications);
}

static void
print_end(void)
{
	fputs(".Sh ENVIRONMENT\n"
	      "Each option is also a variable:\n"
	      ".Fl \\-bind\nis\n.Ev GANTRY_BIND .\n"
	      ".Sh FILES\n.Bl -tag -width Ds\n",
	    stdout);
	printf(".It Pa %s\n"
	       "The configuration file, in the format of\n"
	       ".Xr gantry.conf 5 .\n"
	       ".It Pa /run/%s/%s.ctl\n"
	       "The control socket, unless another is configured.\n.El\n",
	    program_config_file(), program_name(), program_name());
	fputs(".Sh EXIT STATUS\n"
	      "0: the program served until it was told to stop, or a command "
	      "succeeded.\n"
	      "1: it failed.\n"
	      "2: the command line or the configuration is not valid.\n"
	      ".Sh SEE ALSO\n"
	      ".Xr gantry.conf 5 ,\n"
	      ".Xr gantry 8\n",
	    stdout);
}

void
manual_print(
    const struct cmdline *cmdline, const struct gantry_program *program)
{
	print_head(program);
	print_synopsis(cmdline->program);
	fputs(".Sh DESCRIPTION\n", stdout);
	print_text(cmdline->program->base->description, true);
	print_commands(cmdline->program);
	print_applications(cmdline->context);
	print_end();
}
