/*
 * Parsing a command line by its tables, with getopt_long.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cmdline/cmdline.h"
#include "base/cmdline/standard_streams.h"
#include "base/text/suggestion.h"

/* What getopt_long returns for the option of this index; letters are below. */
#define FIRST_LONG 256

#define TITLE_SIZE  64
#define NAME_SIZE   64
#define OWNERS_SIZE 96

static const struct cmdline_option common_options[] = {
	{ .name = "help",
	    .letter = 'h',
	    .kind = CMDLINE_HELP,
	    .help = "print this help" },
	{ .name = "version",
	    .kind = CMDLINE_VERSION,
	    .help = "print the version" },
	{ NULL },
};

static bool
is_end(const struct cmdline_option *option)
{
	return option == NULL ||
	    (option->name == NULL && option->letter == '\0');
}

const struct cmdline_option **
cmdline_options(const struct cmdline *cmdline)
{
	const struct cmdline_option *tables[] = { cmdline->command->options,
		cmdline->shared, common_options };
	const struct cmdline_option *option, **options;
	size_t count = 0, i;

	for (i = 0; i < 3; i++)
		for (option = tables[i]; !is_end(option); option++)
			count++;
	options = calloc(count + 1, sizeof(*options));
	if (options == NULL)
		return NULL;
	count = 0;
	for (i = 0; i < 3; i++)
		for (option = tables[i]; !is_end(option); option++)
			options[count++] = option;
	return options;
}

/* "gantry" or "gantry call" */
static void
write_title(const struct cmdline *cmdline, char title[TITLE_SIZE])
{
	const char *name = cmdline->command->name;

	snprintf(title, TITLE_SIZE, "%s%s%s", cmdline->program->name,
	    name != NULL ? " " : "", name != NULL ? name : "");
}

/* What messages call the command: "call", or "gantry" without a command. */
static const char *
subject(const struct cmdline *cmdline)
{
	return cmdline->command->name != NULL ? cmdline->command->name
					      : cmdline->program->name;
}

static void
print_error(const struct cmdline *cmdline, const struct gantry_error *error)
{
	fprintf(stderr, "%s: %s\n", cmdline->program->name, error->text);
}

static void
reject(struct cmdline *cmdline, const struct gantry_error *error)
{
	cmdline->error_count++;
	if (cmdline->on_error != NULL)
		cmdline->on_error(cmdline->fields, error);
	else
		print_error(cmdline, error);
}

/* "--name" or "-l" */
static void
write_name(const struct cmdline_option *option, char name[NAME_SIZE])
{
	if (option->name != NULL)
		snprintf(name, NAME_SIZE, "--%s", option->name);
	else
		snprintf(name, NAME_SIZE, "-%c", option->letter);
}

static int
store_number(unsigned *field, const struct cmdline_option *option,
    const char *value, struct gantry_error *error)
{
	char *end;
	unsigned long number = strtoul(value, &end, 10);

	if (value[0] < '0' || value[0] > '9' || *end != '\0' ||
	    number < option->min || number > option->max)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a number from %u to %u", value, option->min,
		    option->max);
	*field = (unsigned)number;
	return 0;
}

static void
append(const char **list, const char *value)
{
	while (*list != NULL)
		list++;
	*list = value;
}

static int
store(struct cmdline *cmdline, const struct cmdline_option *option, char *value,
    struct gantry_error *error)
{
	void *field = (char *)cmdline->fields + option->offset;

	switch (option->kind) {
	case CMDLINE_FLAG:
		*(bool *)field = true;
		return 0;
	case CMDLINE_CONSTANT:
		*(int *)field = option->constant;
		return 0;
	case CMDLINE_TEXT:
		*(const char **)field = value;
		return 0;
	case CMDLINE_NUMBER:
		return store_number(field, option, value, error);
	case CMDLINE_LIST:
		append(*(const char ***)field, value);
		return 0;
	case CMDLINE_CALL:
		return option->call(cmdline->fields, option, value, error);
	case CMDLINE_HELP:
		cmdline->wants_help = true;
		return 0;
	case CMDLINE_VERSION:
		cmdline->wants_version = true;
		return 0;
	}
	return 0;
}

/* Every list has room for all words. */
static int
store_defaults(struct cmdline *cmdline,
    const struct cmdline_option *const *options, struct gantry_error *error)
{
	const struct cmdline_option *option;
	void *field;

	for (; *options != NULL; options++) {
		option = *options;
		field = (char *)cmdline->fields + option->offset;
		if (option->kind == CMDLINE_LIST) {
			*(const char ***)field = calloc(
			    (size_t)cmdline->argc + 1, sizeof(const char *));
			if (*(const char ***)field == NULL)
				return gantry_error_memory(error);
		} else if (option->kind == CMDLINE_TEXT &&
		    option->fallback != NULL) {
			*(const char **)field = option->fallback;
		} else if (option->kind == CMDLINE_NUMBER &&
		    option->fallback != NULL) {
			store_number(field, option, option->fallback, error);
		}
	}
	return 0;
}

static bool
has_option(const struct cmdline_command *command, const char *name)
{
	const struct cmdline_option *option;

	for (option = command->options; !is_end(option); option++)
		if (option->name != NULL && strcmp(option->name, name) == 0)
			return true;
	return false;
}

/* The commands that have the option NAME: "trace, replay", or "". */
static void
write_owners(const struct cmdline_program *program, const char *name,
    char owners[OWNERS_SIZE])
{
	const struct cmdline_command *const *command;
	size_t length = 0;

	*owners = '\0';
	for (command = program->commands; *command != NULL; command++) {
		if (!has_option(*command, name) || length >= OWNERS_SIZE)
			continue;
		length +=
		    (size_t)snprintf(owners + length, OWNERS_SIZE - length,
			"%s%s", length > 0 ? ", " : "", (*command)->name);
	}
}

/* The option NAME, of "--NAME" or "--NAME=VALUE", does not exist. */
static int
reject_name(const struct cmdline *cmdline,
    const struct cmdline_option *const *options, const char *name,
    struct gantry_error *error)
{
	struct suggestion suggestion = { .name = name };
	const char *first = NULL;
	char title[TITLE_SIZE], best[NAME_SIZE], owners[OWNERS_SIZE];

	write_title(cmdline, title);
	for (; *options != NULL; options++) {
		if ((*options)->name == NULL)
			continue;
		if (strncmp((*options)->name, name, strlen(name)) != 0) {
			suggestion_offer(&suggestion, (*options)->name);
			continue;
		}
		if (first != NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "option '--%s' is ambiguous: it can be '--%s' or "
			    "'--%s'",
			    name, first, (*options)->name);
		first = (*options)->name;
	}
	write_owners(cmdline->program, name, owners);
	if (*owners != '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s has no option '--%s'; these commands have it: %s",
		    subject(cmdline), name, owners);
	if (suggestion.best == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "unknown option '--%s'; %s --help lists the options", name,
		    title);
	snprintf(best, sizeof(best), "--%s", suggestion.best);
	suggestion.best = best;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "unknown option '--%s'%s", name, suggestion_hint(&suggestion));
}

/* getopt_long did not understand WORD. */
static int
reject_option(const struct cmdline *cmdline,
    const struct cmdline_option *const *options, const char *word,
    struct gantry_error *error)
{
	char title[TITLE_SIZE], name[NAME_SIZE];

	if (optopt >= FIRST_LONG)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'--%s' takes no value",
		    options[optopt - FIRST_LONG]->name);
	/* A byte that is not ASCII is negative; WORD is not always its word. */
	if (optopt != 0) {
		write_title(cmdline, title);
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "unknown option '-%c'; %s --help lists the options",
		    optopt > ' ' && optopt < 0x7f ? optopt : '?', title);
	}
	snprintf(
	    name, sizeof(name), "%.*s", (int)strcspn(word + 2, "="), word + 2);
	return reject_name(cmdline, options, name, error);
}

/* The option that getopt_long means by CODE, or NULL. */
static const struct cmdline_option *
find_option(const struct cmdline_option *const *options, int code)
{
	if (code >= FIRST_LONG)
		return options[code - FIRST_LONG];
	for (; *options != NULL; options++)
		if ((*options)->letter == code)
			return *options;
	return NULL;
}

static int
read_option(struct cmdline *cmdline,
    const struct cmdline_option *const *options, int code,
    struct gantry_error *error)
{
	const struct cmdline_option *option;
	char name[NAME_SIZE];

	if (code == '?')
		return reject_option(
		    cmdline, options, cmdline->argv[optind - 1], error);
	option = find_option(options, code == ':' ? optopt : code);
	write_name(option, name);
	if (code == ':')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s needs a value: %s %s", name, name, option->argument);
	if (store(cmdline, option, optarg, error) == -1)
		return gantry_error_prefix(error, "%s", name);
	return 0;
}

static bool
has_value(const struct cmdline_option *option)
{
	return option->argument != NULL;
}

/* getopt_long's two descriptions of OPTIONS; the caller frees LONGS. */
static int
describe(const struct cmdline_option *const *options, struct option **longs,
    char letters[FIRST_LONG])
{
	size_t count = 0, i;

	while (options[count] != NULL)
		count++;
	*longs = calloc(count + 1, sizeof(**longs));
	if (*longs == NULL)
		return -1;
	*letters++ = ':';
	for (i = 0, count = 0; options[i] != NULL; i++) {
		if (options[i]->name != NULL)
			(*longs)[count++] = (struct option){
				.name = options[i]->name,
				.has_arg = has_value(options[i])
				    ? required_argument
				    : no_argument,
				.val = FIRST_LONG + (int)i,
			};
		if (options[i]->letter == '\0')
			continue;
		*letters++ = options[i]->letter;
		if (has_value(options[i]))
			*letters++ = ':';
	}
	*letters = '\0';
	return 0;
}

static int
read_options(struct cmdline *cmdline,
    const struct cmdline_option *const *options, struct gantry_error *error)
{
	char letters[FIRST_LONG];
	struct option *longs;
	int code;

	if (describe(options, &longs, letters) == -1)
		return gantry_error_memory(error);
	optind = 0; /* begin anew, also after another use of getopt */
	opterr = 0;
	while ((code = getopt_long(
		    cmdline->argc, cmdline->argv, letters, longs, NULL)) != -1)
		if (read_option(cmdline, options, code, error) == -1)
			reject(cmdline, error);
	free(longs);
	return 0;
}

static int
reject_missing(const struct cmdline *cmdline,
    const struct cmdline_operand *operand, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s needs %s, for example: %s %s", subject(cmdline), operand->name,
	    cmdline->program->name, cmdline->command->example);
}

static int
reject_surplus(
    const struct cmdline *cmdline, const char *word, struct gantry_error *error)
{
	char title[TITLE_SIZE];

	write_title(cmdline, title);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "unexpected argument '%s'; %s --help shows the usage", word, title);
}

/* A single "help" where no file is expected. */
static bool
asks_for_help(const struct cmdline *cmdline, int count, char *const words[])
{
	const struct cmdline_operand *operand = cmdline->command->operands;

	return count == 1 && strcmp(words[0], "help") == 0 &&
	    (operand == NULL || !operand->is_file);
}

static int
read_operands(struct cmdline *cmdline, struct gantry_error *error)
{
	static const struct cmdline_operand none = { .name = NULL };
	const struct cmdline_operand *operand = cmdline->command->operands;
	char **words = cmdline->argv + optind;
	int count = cmdline->argc - optind;

	if (asks_for_help(cmdline, count, words))
		cmdline->wants_help = true;
	if (cmdline->wants_help || cmdline->wants_version)
		return 0;
	if (operand == NULL)
		operand = &none;
	for (; count > 0 && operand->name != NULL; operand++, words++, count--)
		*(const char **)((char *)cmdline->fields + operand->offset) =
		    *words;
	if (count > 0)
		return reject_surplus(cmdline, *words, error);
	if (operand->name != NULL && !operand->is_optional)
		return reject_missing(cmdline, operand, error);
	return 0;
}

static int
check_required(const struct cmdline *cmdline,
    const struct cmdline_option *const *options, struct gantry_error *error)
{
	const struct cmdline_option *option;
	char title[TITLE_SIZE];

	if (cmdline->wants_help || cmdline->wants_version)
		return 0;
	write_title(cmdline, title);
	for (; *options != NULL; options++) {
		option = *options;
		if (option->is_required &&
		    *(const char **)((char *)cmdline->fields +
			option->offset) == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s needs --%s %s; %s --help shows the usage",
			    subject(cmdline), option->name, option->argument,
			    title);
	}
	return 0;
}

int
cmdline_parse(struct cmdline *cmdline)
{
	const struct cmdline_option **options = cmdline_options(cmdline);
	struct gantry_error error;
	int result;

	if (options == NULL)
		result = gantry_error_memory(&error);
	else
		result = store_defaults(cmdline, options, &error);
	if (result == 0)
		result = read_options(cmdline, options, &error);
	/* The value of an unknown option would look like an operand. */
	if (result == 0 && cmdline->error_count == 0)
		result = read_operands(cmdline, &error);
	if (result == 0 && cmdline->error_count == 0)
		result = check_required(cmdline, options, &error);
	if (result == -1)
		reject(cmdline, &error);
	free(options);
	return cmdline->error_count == 0 ? 0 : -1;
}

bool
cmdline_begin(struct cmdline *cmdline, int *status)
{
	if (cmdline_parse(cmdline) == -1) {
		*status = CMDLINE_MISUSED;
		return false;
	}
	*status = 0;
	if (cmdline->wants_help)
		cmdline_print_help(cmdline);
	else if (cmdline->wants_version)
		cmdline_print_version(cmdline);
	return !cmdline->wants_help && !cmdline->wants_version;
}

int
cmdline_misused(const struct cmdline *cmdline, const char *format, ...)
{
	char title[TITLE_SIZE];
	char text[sizeof(((struct gantry_error *)NULL)->text)];
	va_list arguments;

	write_title(cmdline, title);
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fprintf(stderr, "%s: %s", cmdline->program->name, text);
	/* A suggestion, which is a question, is help enough. */
	if (*text == '\0' || text[strlen(text) - 1] != '?')
		fprintf(stderr, "; %s --help shows the usage", title);
	fputc('\n', stderr);
	return CMDLINE_MISUSED;
}

static int
reject_command(const struct cmdline *cmdline, const char *name)
{
	const struct cmdline_command *const *command;
	struct suggestion suggestion = { .name = name };

	for (command = cmdline->program->commands; *command != NULL; command++)
		suggestion_offer(&suggestion, (*command)->name);
	suggestion_offer(&suggestion, "help");
	return cmdline_misused(cmdline, "unknown command '%s'%s", name,
	    suggestion_hint(&suggestion));
}

static int
run_command(const struct cmdline_program *program, int argc, char *argv[],
    const void *context)
{
	static char help[] = "--help";
	const struct cmdline_command *const *command = program->commands;
	struct cmdline cmdline = { .program = program,
		.command = program->base,
		.context = context,
		.argc = argc,
		.argv = argv };

	/* "help X" is "X --help". */
	if (argc > 1 && strcmp(argv[1], "help") == 0) {
		if (argc > 2)
			argv[1] = argv[2];
		argv[argc > 2 ? 2 : 1] = help;
	}
	if (argc < 2 || argv[1][0] == '-')
		return program->base->run(&cmdline);
	while (*command != NULL && strcmp((*command)->name, argv[1]) != 0)
		command++;
	if (*command == NULL)
		return reject_command(&cmdline, argv[1]);
	cmdline.command = *command;
	cmdline.argc--;
	cmdline.argv++;
	return (*command)->run(&cmdline);
}

int
cmdline_run(const struct cmdline_program *program, int argc, char *argv[],
    const void *context)
{
	standard_streams_open();
	return standard_streams_end(
	    program->name, run_command(program, argc, argv, context));
}
