/*
 * Command lines, parsed and applied to a configuration.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/options.h"
#include "cmd/shelf.h"
#include "unit.h"

#define WORDS_MAX 12

static struct options options;
static struct cmdline cmdline;
static struct gantry_error error;

static const struct cmdline_command base = { .usage = "" };
static const struct cmdline_command call = {
	.name = "call",
	.example = "call GET /publications",
	.options = options_of_call,
	.operands = operands_of_call,
};
static const struct cmdline_command replay = {
	.name = "replay",
	.example = "gantry replay FILE",
	.options = options_of_replay,
	.operands = operands_of_replay,
};
static const struct cmdline_command *const commands[] = { &call, &replay,
	NULL };
static const struct cmdline_program program = { "gantry", "1", &base,
	commands };

/* Parse WORDS, ended by NULL, as a command line of COMMAND. */
static int
parse_for(const struct cmdline_command *command, const char *const *words)
{
	static char *argv[WORDS_MAX + 2];
	int argc = 0;

	unsetenv("GANTRY_CONFIG");
	argv[argc++] = (char *)"gantry";
	for (; *words != NULL; words++)
		argv[argc++] = (char *)*words;
	argv[argc] = NULL;
	error = (struct gantry_error){ 0 };
	cmdline = (struct cmdline){ .program = &program,
		.command = command,
		.context = shelf,
		.argc = argc,
		.argv = argv };
	return options_parse(&options, &cmdline, &error);
}

static int
parse(const char *const *words)
{
	return parse_for(&base, words);
}

START_TEST(an_empty_command_line_sets_nothing)
{
	static const char *const words[] = { NULL };

	ck_assert_int_eq(parse(words), 0);
	ck_assert(!cmdline.wants_help && !cmdline.wants_version);
	ck_assert(!options.check_config && !options.print_config);
	ck_assert_ptr_null(options.config_file);
	ck_assert_uint_eq(options.given_count, 0);
	options_clear(&options);
	options_clear(&options);
}
END_TEST

START_TEST(options_that_are_not_keys_are_stored)
{
	static const char *const words[] = { "--check-config", "--help",
		"--print-config", "--version", "--config", "/a.conf", NULL };

	ck_assert_int_eq(parse(words), 0);
	ck_assert(options.check_config && options.print_config);
	ck_assert(cmdline.wants_help && cmdline.wants_version);
	ck_assert_str_eq(options.config_file, "/a.conf");
	ck_assert_uint_eq(options.given_count, 0);
	options_clear(&options);
}
END_TEST

START_TEST(a_variable_names_the_file_unless_an_option_does)
{
	char name[] = "gantry", option[] = "--config=/b.conf";
	char *argv[] = { name, option, NULL };
	struct cmdline without = { .program = &program,
		.command = &base,
		.context = shelf,
		.argc = 1,
		.argv = argv };
	struct cmdline with = without;

	with.argc = 2;
	setenv("GANTRY_CONFIG", "/a.conf", 1);
	ck_assert_int_eq(options_parse(&options, &without, &error), 0);
	ck_assert_str_eq(options.config_file, "/a.conf");
	options_clear(&options);
	ck_assert_int_eq(options_parse(&options, &with, &error), 0);
	ck_assert_str_eq(options.config_file, "/b.conf");
	options_clear(&options);
}
END_TEST

START_TEST(keys_are_kept_in_their_order)
{
	static const char *const words[] = { "--bind", "unix:/a", "--threads=2",
		"--bind-public", "--bind=unix:/b", "--cache", "", NULL };
	static const struct {
		const char *key, *value;
	} given[] = {
		{ "bind", "unix:/a" },
		{ "threads", "2" },
		{ "bind-public", "yes" },
		{ "bind", "unix:/b" },
		{ "cache", "" },
	};
	size_t i;

	ck_assert_int_eq(parse(words), 0);
	ck_assert_uint_eq(options.given_count, 5);
	for (i = 0; i < 5; i++) {
		ck_assert_str_eq(options.given[i].name, given[i].key);
		ck_assert_str_eq(options.given[i].value, given[i].value);
	}
	options_clear(&options);
}
END_TEST

START_TEST(a_call_has_a_method_a_path_headers_and_a_body)
{
	static const char *const words[] = { "-H", "A: 1", "POST", "-HB: 2",
		"/path?query", "-d", "body", "--cache=/x.db", NULL };

	ck_assert_int_eq(parse_for(&call, words), 0);
	ck_assert_str_eq(options.call_method, "POST");
	ck_assert_str_eq(options.call_target, "/path?query");
	ck_assert_str_eq(options.call_body, "body");
	ck_assert_str_eq(options.call_headers[0], "A: 1");
	ck_assert_str_eq(options.call_headers[1], "B: 2");
	ck_assert_ptr_null(options.call_headers[2]);
	ck_assert_uint_eq(options.given_count, 1);
	options_clear(&options);
}
END_TEST

START_TEST(a_call_without_headers_and_body_has_none)
{
	static const char *const words[] = { "GET", "/", NULL };

	ck_assert_int_eq(parse_for(&call, words), 0);
	ck_assert_ptr_null(options.call_body);
	ck_assert_ptr_null(options.call_headers[0]);
	options_clear(&options);
}
END_TEST

START_TEST(a_replay_has_a_file_and_what_to_print)
{
	static const char *const words[] = { "--trace", "help", "--body",
		"--threads=2", NULL };

	ck_assert_int_eq(parse_for(&replay, words), 0);
	ck_assert_str_eq(options.replay_file, "help");
	ck_assert(options.shows_trace && options.shows_body);
	ck_assert(!options.shows_json && !cmdline.wants_help);
	ck_assert_uint_eq(options.given_count, 1);
	options_clear(&options);
}
END_TEST

START_TEST(an_invalid_word_is_named)
{
	static const struct {
		const struct cmdline_command *command;
		const char *words[5];
		const char *says;
	} cases[] = {
		{ &base, { "--nonsense" }, "unknown option '--nonsense'" },
		{ &base, { "--nonsense=1" }, "unknown option '--nonsense'" },
		{ &base, { "--threads=2", "--nonsense" },
		    "unknown option '--nonsense'" },
		{ &base, { "-x" }, "unknown option '-x'" },
		{ &base, { "-xyz" }, "unknown option '-x'" },
		{ &base, { "-H", "A: 1" }, "unknown option '-H'" },
		{ &base, { "--trace" },
		    "no option '--trace'; these commands have it: replay" },
		{ &base, { "--bind" }, "--bind needs a value: --bind ADDRESS" },
		{ &base, { "--bind-public=yes" },
		    "'--bind-public' takes no value" },
		{ &base, { "--help", "--config" }, "--config needs a value" },
		{ &base, { "--debug", "nonsense" },
		    "unexpected argument 'nonsense'" },
		{ &base, { "--", "--help" }, "unexpected argument '--help'" },
		{ &call, { NULL }, "call needs METHOD, for example: " },
		{ &call, { "GET" },
		    "needs /PATH, for example: gantry call GET /publications" },
		{ &call, { "GET", "/", "/" }, "unexpected argument '/'" },
		{ &call, { "GET", "/", "-d" }, "-d needs a value" },
		{ &call, { "GET", "/", "-H" }, "-H needs a value" },
		{ &call, { "GET", "/", "-x" }, "unknown option '-x'" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(parse_for(cases[i].command, cases[i].words) == -1,
		    "case %zu", i);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "case %zu: %s", i, error.text);
		options_clear(&options);
	}
}
END_TEST

START_TEST(the_option_that_was_meant_is_named)
{
	static const struct {
		const char *words[4];
		const char *says;
	} cases[] = {
		{ { "--thrads=2" }, "'--thrads'; did you mean '--threads'?" },
		{ { "--bind_public" }, "did you mean '--bind-public'?" },
		{ { "--chek-config" }, "did you mean '--check-config'?" },
		{ { "--print-confg" }, "did you mean '--print-config'?" },
		{ { "--nonsense" },
		    "'--nonsense'; gantry --help lists the options" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(parse(cases[i].words), -1);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "case %zu: %s", i, error.text);
		options_clear(&options);
	}
}
END_TEST

START_TEST(every_error_is_kept)
{
	static const char *const words[] = { "--thrads", "2", "--threads=3",
		"-x", "--bind", NULL };

	ck_assert_int_eq(parse(words), -1);
	ck_assert_uint_eq(options.errors.count, 3);
	ck_assert_ptr_nonnull(strstr(error.text, "--thrads"));
	ck_assert_ptr_nonnull(strstr(options.errors.items[1].text, "'-x'"));
	ck_assert_ptr_nonnull(strstr(options.errors.items[2].text, "--bind"));
	ck_assert_uint_eq(options.given_count, 1);
	options_clear(&options);
}
END_TEST

START_TEST(options_override_other_sources)
{
	static const char *const words[] = { "--bind=unix:/a", "--bind=unix:/b",
		"--threads=9", "--bind-public", NULL };
	static const char *const binds[] = { "unix:/a", "unix:/b", NULL };
	struct config config;

	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	shelf_put(&config, CONFIG_FILE, "bind", "unix:/file", &error);
	ck_assert_int_eq(parse(words), 0);
	ck_assert_int_eq(options_apply(&options, &config, &error), 0);
	shelf_assert_list(&config.binds, binds);
	ck_assert_uint_eq(config.threads, 9);
	ck_assert(config.bind_public);
	options_clear(&options);
	config_clear(&config);
}
END_TEST

START_TEST(an_invalid_value_is_named_with_its_option)
{
	static const char *const words[] = { "--workers=2", "--threads=x",
		"--timeout=y", NULL };
	struct config config;

	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	ck_assert_int_eq(parse(words), 0);
	ck_assert_int_eq(options_apply(&options, &config, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_eq(strstr(error.text, "--threads: 'x'"), error.text);
	ck_assert_uint_eq(config.errors.count, 2);
	options_clear(&options);
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_empty_command_line_sets_nothing,
		options_that_are_not_keys_are_stored,
		a_variable_names_the_file_unless_an_option_does,
		keys_are_kept_in_their_order,
		a_call_has_a_method_a_path_headers_and_a_body,
		a_call_without_headers_and_body_has_none,
		a_replay_has_a_file_and_what_to_print,
		an_invalid_word_is_named,
		the_option_that_was_meant_is_named,
		every_error_is_kept,
		options_override_other_sources,
		an_invalid_value_is_named_with_its_option,
		NULL,
	};

	return unit_run("cmd/options", tests);
}
