/*
 * The keys that take one of a few words.
 */
#include <string.h>

#include "cmd/commands/commands.h"
#include "cmd/shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

static void
begin(void)
{
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
}

static int
put(const char *value)
{
	error = (struct gantry_error){ 0 };
	return shelf_put(&config, CONFIG_FILE, "file-handoff", value, &error);
}

START_TEST(files_are_handed_off_in_two_ways_or_none)
{
	static const char *const ways[] = { "x-sendfile",
		"x-accel-redirect:/srv/files=/internal", "x-accel-redirect:/=/",
		"x-accel-redirect:/a b/=/i/" };
	size_t i;

	begin();
	ck_assert_ptr_null(command_gate_options(&config).file_handoff);
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		ck_assert_msg(put(ways[i]) == 0, "%s", error.text);
		ck_assert_str_eq(
		    command_gate_options(&config).file_handoff, ways[i]);
	}
	ck_assert_int_eq(put("none"), 0);
	ck_assert_ptr_null(command_gate_options(&config).file_handoff);
	config_clear(&config);
}
END_TEST

START_TEST(a_bad_way_is_told_what_there_is)
{
	static const struct {
		const char *value, *text;
	} cases[] = {
		{ "", "give none, x-sendfile or x-accel-redirect:" },
		{ "X-Sendfile", "'X-Sendfile' is no way" },
		{ "x-sendfile:/a", "is no way" },
		{ "x-accel-redirect", "is no way" },
		{ "x-accel-redirect:", "where nginx has the files" },
		{ "x-accel-redirect:/a", "where nginx has the files" },
		{ "x-accel-redirect:a=/b", "where nginx has the files" },
		{ "x-accel-redirect:/a=b", "where nginx has the files" },
		{ "x-accel-redirect:/a=", "where nginx has the files" },
		{ "x-accel-redirect:/a=/b\n", "where nginx has the files" },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(put(cases[i].value) == -1, "%s", cases[i].value);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].text) != NULL, "%s",
		    error.text);
		ck_assert_ptr_null(command_gate_options(&config).file_handoff);
	}
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		files_are_handed_off_in_two_ways_or_none,
		a_bad_way_is_told_what_there_is,
		NULL,
	};

	return unit_run("cmd/keys_choices", tests);
}
