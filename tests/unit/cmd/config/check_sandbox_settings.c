/*
 * What operators add to the rights of applications.
 */
#include <string.h>

#include "cmd/config/sandbox_settings.h"
#include "cmd/shelf.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

static void
put(enum config_source source, const char *name, const char *value)
{
	ck_assert_msg(shelf_put(&config, source, name, value, &error) == 0,
	    "%s", error.text);
}

static void
begin(void)
{
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	put(CONFIG_FILE, "mount", "/a=first");
	put(CONFIG_FILE, "mount", "/b=first");
	put(CONFIG_FILE, "mount", "/c=plain");
}

static void
assert_rights(
    size_t mount, enum right right, const char *first, const char *second)
{
	const char *const *list =
	    rights_list(config.mounts[mount].rights, right);

	if (first == NULL) {
		ck_assert_ptr_null(list);
		return;
	}
	ck_assert_str_eq(list[0], first);
	if (second != NULL)
		ck_assert_str_eq(list[1], second);
	else
		ck_assert_ptr_null(list[1]);
}

START_TEST(rights_of_an_application_and_of_a_mount_add_up)
{
	begin();
	put(CONFIG_FILE, "set", "first.sandbox.writes=/tmp");
	put(CONFIG_FILE, "set", "/b:first.sandbox.writes=/usr");
	put(CONFIG_COMMAND_LINE, "set", "/b:first.sandbox.runs=/bin/sh");
	put(CONFIG_FILE, "set", "plain.sandbox.connects=db:5432");
	ck_assert_int_eq(config_finish(&config, &error), 0);
	assert_rights(0, RIGHT_WRITES, "/tmp", NULL);
	assert_rights(1, RIGHT_WRITES, "/tmp", "/usr");
	assert_rights(0, RIGHT_RUNS, NULL, NULL);
	assert_rights(1, RIGHT_RUNS, "/bin/sh", NULL);
	assert_rights(2, RIGHT_CONNECTS, "db:5432", NULL);
	/* Mounts with different rights have different names. */
	ck_assert_str_eq(mount_name(&config.mounts[0]), "first");
	ck_assert_str_eq(mount_name(&config.mounts[1]), "/b:first");
	config_clear(&config);
}
END_TEST

START_TEST(each_is_printed_with_its_place)
{
	struct gantry_buffer text = { 0 };

	begin();
	put(CONFIG_FILE, "set", "plain.sandbox.reads=/tmp");
	put(CONFIG_FILE, "set", "plain.sandbox.reads=/usr");
	put(CONFIG_FILE, "set", "/b:first.sandbox.reads=/etc");
	ck_assert_int_eq(config_finish(&config, &error), 0);
	config_print(&config, &text);
	gantry_buffer_putc(&text, '\0');
	ck_assert_ptr_nonnull(
	    strstr(text.data, "[plain]\nsandbox.reads = /tmp "));
	ck_assert_ptr_nonnull(strstr(text.data, "\nsandbox.reads = /usr "));
	ck_assert_ptr_nonnull(
	    strstr(text.data, "[mount /b]\nsandbox.reads = /etc "));
	gantry_buffer_clear(&text);
	config_clear(&config);
}
END_TEST

START_TEST(wrong_values_are_errors)
{
	static const struct {
		const char *value, *reason;
	} rows[] = {
		{ "plain.sandbox.write=/tmp", "did you mean 'sandbox.writes'" },
		{ "plain.sandbox.=x", "no setting 'sandbox.'" },
		{ "plain.sandbox.reads=tmp", "is not an absolute path" },
		{ "plain.sandbox.reads=", "is not an absolute path" },
		{ "plain.sandbox.writes=/does/not/exist",
		    "it must exist when workers start" },
		{ "plain.sandbox.connects=host:port",
		    "sandbox.connects: 'host:port' is not an address" },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ck_assert_int_eq(shelf_put(&config, CONFIG_FILE, "set",
				     rows[i].value, &error),
		    -1);
		ck_assert_msg(strstr(error.text, rows[i].reason) != NULL, "%s",
		    error.text);
	}
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		rights_of_an_application_and_of_a_mount_add_up,
		each_is_printed_with_its_place,
		wrong_values_are_errors,
		NULL,
	};

	return unit_run("cmd/sandbox_settings", tests);
}
