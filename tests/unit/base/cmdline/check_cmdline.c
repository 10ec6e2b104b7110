/*
 * A small program's command lines, and its help.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cmdline/cmdline.h"
#include "unit.h"

#define WORDS_MAX 10

enum colour {
	RED,
	GREEN
};

struct fields {
	bool is_quiet;
	enum colour colour;
	const char *name;
	const char *file, *other; /* operands */
	unsigned jobs;
	const char **items;
	const char *called; /* by --call */
	char errors[1024];
};

static int
set_called(void *fields, const struct cmdline_option *option, char *value,
    struct gantry_error *error)
{
	if (strcmp(value, "wrong") == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s is wrong", option->name);
	((struct fields *)fields)->called = value;
	return 0;
}

#define FIELD(name) offsetof(struct fields, name)

static const struct cmdline_option paint_options[] = {
	{ "quiet", 'q', CMDLINE_FLAG, .offset = FIELD(is_quiet),
	    .help = "print nothing" },
	{ "green", 0, CMDLINE_CONSTANT, .offset = FIELD(colour),
	    .constant = GREEN, .help = "paint in green" },
	{ "name", 'n', CMDLINE_TEXT, "NAME", .offset = FIELD(name),
	    .fallback = "a b", .help = "the name" },
	{ "jobs", 0, CMDLINE_NUMBER, "N", .offset = FIELD(jobs), .min = 1,
	    .max = 64, .fallback = "4",
	    .help = "paint with N processes, which is more than there is room "
		    "for on one line" },
	{ NULL, 'I', CMDLINE_LIST, "ITEM", .offset = FIELD(items),
	    .computed = "none", .help = "one item; can be repeated" },
	{ "call", 0, CMDLINE_CALL, "X", .call = set_called, .help = "call it" },
	{ NULL },
};

static const struct cmdline_operand paint_operands[] = {
	{ "FILE", FIELD(file), .is_file = true },
	{ "OTHER", FIELD(other), .is_optional = true },
	{ NULL },
};

static int run_paint(struct cmdline *cmdline);
static int run_base(struct cmdline *cmdline);

static const struct cmdline_command paint = {
	.name = "paint",
	.usage = "FILE [OTHER] [OPTION ...]",
	.summary = "paint a file",
	.description = "Paints.\n\nTwice.",
	.example = "paint a.png",
	.options = paint_options,
	.operands = paint_operands,
	.notes = "Notes.",
	.run = run_paint,
};

static const struct cmdline_option show_options[] = {
	{ "json", 0, CMDLINE_FLAG, .offset = FIELD(is_quiet),
	    .help = "as JSON" },
	{ NULL },
};

static const struct cmdline_command show = {
	.name = "show",
	.usage = "[OPTION ...]",
	.summary = "show it",
	.description = "Shows.",
	.options = show_options,
	.run = run_paint,
};

static const struct cmdline_option print_options[] = {
	{ "to", .kind = CMDLINE_TEXT, .argument = "FILE", .offset = FIELD(file),
	    .is_required = true, .help = "the printer" },
	{ "json", .kind = CMDLINE_FLAG, .offset = FIELD(is_quiet),
	    .help = "as JSON" },
	{ NULL },
};

static const struct cmdline_command print = {
	.name = "print",
	.usage = "[OPTION ...]",
	.summary = "print it",
	.description = "Prints.",
	.options = print_options,
	.run = run_paint,
};

static const struct cmdline_command base = {
	.usage = "[OPTION ...]",
	.description = "Art.",
	.run = run_base,
};

static const struct cmdline_command *const commands[] = { &paint, &show, &print,
	NULL };

static const struct cmdline_program program = {
	.name = "art",
	.version = "1.2",
	.base = &base,
	.commands = commands,
};

static const struct cmdline_option shared[] = {
	{ "namely", 0, CMDLINE_FLAG, .offset = FIELD(is_quiet),
	    .heading = "shared", .help = "shared by all" },
	{ NULL },
};

static struct fields fields;
static const struct cmdline_command *ran;

static void
keep_error(void *argument, const struct gantry_error *error)
{
	struct fields *into = argument;
	size_t length = strlen(into->errors);

	snprintf(into->errors + length, sizeof(into->errors) - length, "%s\n",
	    error->text);
}

static int
run(struct cmdline *cmdline, const struct cmdline_option *more)
{
	int status;

	cmdline->fields = &fields;
	cmdline->shared = more;
	cmdline->on_error = keep_error;
	if (!cmdline_begin(cmdline, &status))
		return status;
	ran = cmdline->command;
	return 0;
}

static int
run_paint(struct cmdline *cmdline)
{
	return run(cmdline, shared);
}

static int
run_base(struct cmdline *cmdline)
{
	return run(cmdline, NULL);
}

/* Run "art" with WORDS, ended by NULL.  Returns the exit status. */
static int
art(const char *const *words)
{
	static char *argv[WORDS_MAX + 2];
	int argc = 0;

	free(fields.items);
	fields = (struct fields){ .is_quiet = false };
	ran = NULL;
	argv[argc++] = (char *)"art";
	for (; *words != NULL; words++)
		argv[argc++] = (char *)*words;
	argv[argc] = NULL;
	return cmdline_run(&program, argc, argv, NULL);
}

/* The same, giving back what was printed; good until the next call. */
static const char *
printed(const char *const *words)
{
	static char text[4096];
	const char *path = unit_path("printed");
	FILE *file;
	size_t length;
	int saved;

	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	ck_assert_ptr_nonnull(freopen(path, "w", stdout));
	ck_assert_int_eq(art(words), 0);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	file = fopen(path, "r");
	ck_assert_ptr_nonnull(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

START_TEST(every_kind_of_option_is_stored)
{
	static const char *const words[] = { "paint", "-q", "--green",
		"--name=x", "--jobs", "64", "-Ione", "a.png" };
	const char *all[WORDS_MAX + 1] = { NULL };

	memcpy(all, words, sizeof(words));
	all[8] = "--call=me";
	ck_assert_int_eq(art(all), 0);
	ck_assert_ptr_eq(ran, &paint);
	ck_assert(fields.is_quiet);
	ck_assert_int_eq(fields.colour, GREEN);
	ck_assert_str_eq(fields.name, "x");
	ck_assert_uint_eq(fields.jobs, 64);
	ck_assert_str_eq(fields.items[0], "one");
	ck_assert_ptr_null(fields.items[1]);
	ck_assert_str_eq(fields.called, "me");
	ck_assert_str_eq(fields.file, "a.png");
	ck_assert_ptr_null(fields.other);
}
END_TEST

START_TEST(defaults_are_stored_before_the_options)
{
	static const char *const words[] = { "paint", "a", "b", NULL };

	ck_assert_int_eq(art(words), 0);
	ck_assert(!fields.is_quiet);
	ck_assert_int_eq(fields.colour, RED);
	ck_assert_str_eq(fields.name, "a b");
	ck_assert_uint_eq(fields.jobs, 4);
	ck_assert_ptr_nonnull(fields.items);
	ck_assert_ptr_null(fields.items[0]);
	ck_assert_str_eq(fields.other, "b");
}
END_TEST

START_TEST(a_list_keeps_all_its_values_in_their_order)
{
	static const char *const words[] = { "paint", "-I", "b", "x", "-I", "a",
		"-Ib", NULL };

	ck_assert_int_eq(art(words), 0);
	ck_assert_str_eq(fields.items[0], "b");
	ck_assert_str_eq(fields.items[1], "a");
	ck_assert_str_eq(fields.items[2], "b");
	ck_assert_ptr_null(fields.items[3]);
}
END_TEST

START_TEST(an_invalid_word_is_named_with_what_to_do)
{
	static const struct {
		const char *words[6];
		const char *says;
	} cases[] = {
		{ { "paint", "x", "--jbos=2" },
		    "unknown option '--jbos'; did you mean '--jobs'?\n" },
		{ { "paint", "x", "--nothing" },
		    "unknown option '--nothing'; art paint --help lists the "
		    "options\n" },
		{ { "paint", "x", "-x" },
		    "unknown option '-x'; art paint --help lists the options\n" },
		{ { "paint", "x", "-\xc3\xa9" },
		    "unknown option '-?'; art paint --help lists the "
		    "options\nunknown option '-?'" },
		{ { "paint", "x", "--nam" },
		    "option '--nam' is ambiguous: it can be '--name' or "
		    "'--namely'\n" },
		{ { "paint", "x", "--json" },
		    "paint has no option '--json'; these commands have it: "
		    "show, print\n" },
		{ { "paint", "x", "--quiet=yes" },
		    "'--quiet' takes no value\n" },
		{ { "paint", "x", "--name" },
		    "--name needs a value: --name NAME\n" },
		{ { "paint", "x", "-n" },
		    "--name needs a value: --name NAME\n" },
		{ { "paint", "x", "-I" }, "-I needs a value: -I ITEM\n" },
		{ { "paint", "x", "--jobs=0" },
		    "--jobs: '0' is not a number from 1 to 64\n" },
		{ { "paint", "x", "--jobs=65" }, "'65' is not a number" },
		{ { "paint", "x", "--jobs=-1" }, "'-1' is not a number" },
		{ { "paint", "x", "--jobs=" }, "'' is not a number" },
		{ { "paint", "x", "--jobs=4x" }, "'4x' is not a number" },
		{ { "paint", "x", "--call=wrong" }, "--call: call is wrong\n" },
		{ { "paint" }, "paint needs FILE, for example: art paint" },
		{ { "paint", "x", "y", "z" },
		    "unexpected argument 'z'; art paint --help shows the "
		    "usage\n" },
		{ { "show", "x" }, "unexpected argument 'x'" },
		{ { "print", "--json" },
		    "print needs --to FILE; art print --help shows the "
		    "usage\n" },
		{ { "--jbos" },
		    "unknown option '--jbos'; art --help lists the options\n" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(art(cases[i].words), CMDLINE_MISUSED);
		ck_assert_ptr_null(ran);
		ck_assert_msg(strstr(fields.errors, cases[i].says) != NULL,
		    "case %zu: %s", i, fields.errors);
	}
}
END_TEST

/* But not operands: one may be the value of an unknown option. */
START_TEST(every_invalid_option_is_reported)
{
	static const char *const words[] = { "paint", "--jbos", "3", "4", "5",
		"--jobs=x", "--name", NULL };

	ck_assert_int_eq(art(words), CMDLINE_MISUSED);
	ck_assert_str_eq(fields.errors,
	    "unknown option '--jbos'; did you mean '--jobs'?\n"
	    "--jobs: 'x' is not a number from 1 to 64\n"
	    "--name needs a value: --name NAME\n");
}
END_TEST

START_TEST(an_unknown_command_is_named_with_the_one_that_was_meant)
{
	static const char *const near[] = { "piant", NULL };
	static const char *const help[] = { "hepl", NULL };
	static const char *const far[] = { "nonsense", NULL };

	unit_capture();
	ck_assert_int_eq(art(near), CMDLINE_MISUSED);
	ck_assert_int_eq(art(help), CMDLINE_MISUSED);
	ck_assert_int_eq(art(far), CMDLINE_MISUSED);
	ck_assert_str_eq(unit_captured(),
	    "art: unknown command 'piant'; did you mean 'paint'?\n"
	    "art: unknown command 'hepl'; did you mean 'help'?\n"
	    "art: unknown command 'nonsense'; art --help shows the usage\n");
}
END_TEST

static const char paint_help[] =
    "usage: art paint FILE [OTHER] [OPTION ...]\n"
    "\n"
    "Paints.\n"
    "\n"
    "Twice.\n"
    "\n"
    "options:\n"
    "  -q, --quiet              print nothing\n"
    "  --green                  paint in green\n"
    "  -n, --name NAME          the name (default \"a b\")\n"
    "  --jobs N                 paint with N processes, which is more than "
    "there is\n"
    "                           room for on one line (default 4)\n"
    "  -I ITEM                  one item; can be repeated (default: none)\n"
    "  --call X                 call it\n"
    "\n"
    "shared:\n"
    "  --namely                 shared by all\n"
    "  -h, --help               print this help\n"
    "  --version                print the version\n"
    "\n"
    "Notes.\n";

START_TEST(help_is_printed_for_a_command_however_it_is_asked_for)
{
	static const char *const ways[][WORDS_MAX] = {
		{ "paint", "--help" },
		{ "paint", "-h" },
		{ "paint", "x", "--help", "y", "z" },
		{ "help", "paint" },
	};
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		ck_assert_str_eq(printed(ways[i]), paint_help);
		ck_assert_ptr_null(ran);
	}
}
END_TEST

START_TEST(the_word_help_asks_for_help_where_no_file_is_expected)
{
	static const char *const file[] = { "paint", "help", NULL };
	static const char *const help[] = { "show", "help", NULL };

	ck_assert_int_eq(art(file), 0);
	ck_assert_str_eq(fields.file, "help");
	ck_assert_ptr_eq(
	    strstr(printed(help), "usage: art show"), printed(help));
}
END_TEST

START_TEST(the_program_s_help_lists_its_commands)
{
	static const char *const ways[][2] = { { "--help" }, { "-h" },
		{ "help" } };
	size_t i;

	for (i = 0; i < 3; i++)
		ck_assert_str_eq(printed(ways[i]),
		    "usage: art [OPTION ...]\n"
		    "       art paint FILE [OTHER] [OPTION ...]\n"
		    "       art show [OPTION ...]\n"
		    "       art print [OPTION ...]\n"
		    "       art help [COMMAND]\n"
		    "\n"
		    "Art.\n"
		    "\n"
		    "commands:\n"
		    "  paint                    paint a file\n"
		    "  show                     show it\n"
		    "  print                    print it\n"
		    "  help                     print the help of a command\n"
		    "\n"
		    "options:\n"
		    "  -h, --help               print this help\n"
		    "  --version                print the version\n");
}
END_TEST

START_TEST(the_version_is_printed_in_every_command)
{
	static const char *const ways[][3] = { { "--version" },
		{ "paint", "--version" }, { "show", "--version" } };
	size_t i;

	for (i = 0; i < 3; i++)
		ck_assert_str_eq(printed(ways[i]), "art 1.2\n");
}
END_TEST

START_TEST(an_invalid_option_counts_more_than_help)
{
	static const char *const words[] = { "paint", "--help", "--jbos",
		NULL };

	ck_assert_int_eq(art(words), CMDLINE_MISUSED);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_kind_of_option_is_stored,
		defaults_are_stored_before_the_options,
		a_list_keeps_all_its_values_in_their_order,
		an_invalid_word_is_named_with_what_to_do,
		every_invalid_option_is_reported,
		an_unknown_command_is_named_with_the_one_that_was_meant,
		help_is_printed_for_a_command_however_it_is_asked_for,
		the_word_help_asks_for_help_where_no_file_is_expected,
		the_program_s_help_lists_its_commands,
		the_version_is_printed_in_every_command,
		an_invalid_option_counts_more_than_help,
		NULL,
	};

	return unit_run("base/cmdline", tests);
}
