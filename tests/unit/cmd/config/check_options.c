/*
 * The command line, taken apart and applied.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/options.h"
#include "cmd/shelf.h"
#include "unit.h"

#define WORDS_MAX 12

static struct options options;
static struct gantry_error error;

/* Take apart "gantry" and WORDS, ended by NULL. */
static int
parse(const char *const *words)
{
	static char *argv[WORDS_MAX + 2];
	int argc = 0;

	unsetenv("GANTRY_CONFIG");
	argv[argc++] = (char *)"gantry";
	for (; *words != NULL; words++)
		argv[argc++] = (char *)*words;
	argv[argc] = NULL;
	error = (struct gantry_error){ 0 };
	return options_parse(&options, argc, argv, shelf, &error);
}

START_TEST(without_words_the_command_is_to_serve)
{
	static const char *const words[] = { NULL };

	ck_assert_int_eq(parse(words), 0);
	ck_assert_int_eq(options.command, COMMAND_SERVE);
	ck_assert(!options.help && !options.version);
	ck_assert(!options.check_config && !options.print_config);
	ck_assert_ptr_null(options.config_file);
	ck_assert_uint_eq(options.given_count, 0);
	options_clear(&options);
	options_clear(&options);
}
END_TEST

START_TEST(own_options_are_parsed)
{
	static const char *const words[] = { "--check-config", "--help",
		"--print-config", "--version", "--config", "/a.conf", NULL };

	ck_assert_int_eq(parse(words), 0);
	ck_assert(options.check_config && options.help && options.version);
	ck_assert(options.print_config);
	ck_assert_str_eq(options.config_file, "/a.conf");
	ck_assert_uint_eq(options.given_count, 0);
	options_clear(&options);
}
END_TEST

START_TEST(a_variable_names_the_file_unless_an_option_does)
{
	char program[] = "gantry", option[] = "--config=/b.conf";
	char *argv[] = { program, option, NULL };

	setenv("GANTRY_CONFIG", "/a.conf", 1);
	ck_assert_int_eq(options_parse(&options, 1, argv, shelf, &error), 0);
	ck_assert_str_eq(options.config_file, "/a.conf");
	options_clear(&options);
	ck_assert_int_eq(options_parse(&options, 2, argv, shelf, &error), 0);
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
	static const char *const words[] = { "call", "-H", "A: 1", "POST",
		"-HB: 2", "/path?query", "-d", "body", "--cache=/x.db", NULL };

	ck_assert_int_eq(parse(words), 0);
	ck_assert_int_eq(options.command, COMMAND_CALL);
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

START_TEST(a_call_without_a_body_has_none)
{
	static const char *const words[] = { "call", "GET", "/", NULL };

	ck_assert_int_eq(parse(words), 0);
	ck_assert_ptr_null(options.call_body);
	ck_assert_ptr_null(options.call_headers[0]);
	options_clear(&options);
}
END_TEST

START_TEST(a_call_has_help_too)
{
	static const char *const words[] = { "call", "--help", NULL };

	ck_assert_int_eq(parse(words), 0);
	ck_assert_int_eq(options.command, COMMAND_CALL);
	ck_assert(options.help);
	options_clear(&options);
}
END_TEST

START_TEST(an_error_names_the_word)
{
	static const struct {
		const char *words[5];
		const char *says;
	} cases[] = {
		{ { "--nonsense" }, "unknown option '--nonsense'" },
		{ { "--nonsense=1" }, "unknown option '--nonsense=1'" },
		{ { "--threads=2", "--nonsense" },
		    "unknown option '--nonsense'" },
		{ { "-x" }, "unknown option '-x'" },
		{ { "-xyz" }, "unknown option '-x" },
		{ { "-H", "A: 1" }, "unknown option '-H'" },
		{ { "--bind" }, "--bind needs a value" },
		{ { "--help", "--config" }, "--config needs a value" },
		{ { "nonsense" }, "'nonsense' is neither an option nor" },
		{ { "--help", "nonsense" },
		    "'nonsense' is neither an option nor" },
		{ { "--", "--help" }, "'--help' is neither an option nor" },
		{ { "GET", "/" }, "'GET' is neither an option nor" },
		{ { "call" }, "gantry call GET" },
		{ { "call", "GET" }, "gantry call GET" },
		{ { "call", "GET", "/", "/" }, "gantry call GET" },
		{ { "call", "GET", "/", "-d" }, "-d needs a value" },
		{ { "call", "GET", "/", "-H" }, "-H needs a value" },
		{ { "call", "GET", "/", "-x" }, "unknown option '-x'" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(parse(cases[i].words) == -1, "case %zu", i);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "case %zu: %s", i, error.text);
		options_clear(&options);
	}
}
END_TEST

START_TEST(an_error_suggests_the_likely_option)
{
	static const struct {
		const char *words[4];
		const char *says;
	} cases[] = {
		{ { "--thrads=2" }, "'--thrads=2'; did you mean '--threads'?" },
		{ { "--bind_public" }, "did you mean '--bind-public'?" },
		{ { "--chek-config" }, "did you mean '--check-config'?" },
		{ { "--print-confg" }, "did you mean '--print-config'?" },
		{ { "--nonsense" }, "'--nonsense'; --help lists them" },
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

/* But no operand, which may be the value of an unknown option. */
START_TEST(every_bad_word_is_an_error)
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

START_TEST(options_beat_other_sources)
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

START_TEST(an_error_names_the_option_of_a_bad_value)
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
		without_words_the_command_is_to_serve,
		own_options_are_parsed,
		a_variable_names_the_file_unless_an_option_does,
		keys_are_kept_in_their_order,
		a_call_has_a_method_a_path_headers_and_a_body,
		a_call_without_a_body_has_none,
		a_call_has_help_too,
		an_error_names_the_word,
		an_error_suggests_the_likely_option,
		every_bad_word_is_an_error,
		options_beat_other_sources,
		an_error_names_the_option_of_a_bad_value,
		NULL,
	};

	return unit_run("cmd/options", tests);
}
