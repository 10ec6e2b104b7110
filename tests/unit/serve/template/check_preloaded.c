/*
 * Applications that are loaded before the workers are forked.
 */
#include "gate/settings.h"
#include "serve/template/template_process.h"
#include "unit.h"

static unsigned loaded, told[3];
static bool fails;

static int
load(const struct gantry_settings *settings, struct gantry_error *error)
{
	ck_assert(gantry_settings_boolean(settings, "preload"));
	loaded++;
	if (fails)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "no table is there");
	return 0;
}

static void
tell(enum gantry_fork when)
{
	told[when]++;
}

static const struct gantry_setting settings[] = {
	{ .key = "preload", .type = GANTRY_SETTING_BOOLEAN, .fallback = "no" },
	{ .key = NULL },
};

/* It is a text here, whatever it says. */
static const struct gantry_setting other_settings[] = {
	{ .key = "preload", .fallback = "yes" },
	{ .key = NULL },
};

static const struct gantry_application application = {
	.name = "one",
	.settings = settings,
	.preload = load,
	.forks = tell,
};
static const struct gantry_application other = {
	.name = "other",
	.settings = other_settings,
	.preload = load,
};
static const struct gantry_application plain = { .name = "plain" };

static struct gantry_settings values[4];
static struct mount mounts[4];
static struct gate_options options;
static struct gantry_error error;

/* Two mounts of an application, of which the second is preloaded. */
static void
begin(void)
{
	static const struct gantry_application *const applications[] = {
		&plain,
		&application,
		&application,
		&other,
	};
	size_t i;

	for (i = 0; i < 4; i++) {
		ck_assert_int_eq(settings_init(&values[i], applications[i]), 0);
		mounts[i] = (struct mount){
			.prefix = "",
			.application = applications[i],
			.settings = &values[i],
		};
	}
	options = (struct gate_options){ .mounts = mounts, .mount_count = 4 };
}

static void
ask(void)
{
	ck_assert_int_eq(settings_put(&values[2], "preload", "yes", &error), 0);
}

static void
end(void)
{
	size_t i;

	for (i = 0; i < 4; i++)
		settings_clear(&values[i]);
}

START_TEST(only_the_setting_asks_for_it)
{
	begin();
	ck_assert(!preloaded_is_any(&options));
	ask();
	ck_assert(preloaded_is_any(&options));
	end();
}
END_TEST

START_TEST(only_mounts_that_ask_are_loaded)
{
	begin();
	ask();
	ck_assert_int_eq(preloaded_load(&options, &error), 0);
	ck_assert_uint_eq(loaded, 1);
	end();
}
END_TEST

START_TEST(an_error_names_the_application)
{
	begin();
	ask();
	fails = true;
	ck_assert_int_eq(preloaded_load(&options, &error), -1);
	ck_assert_str_eq(error.text, "application 'one': no table is there");
	end();
}
END_TEST

START_TEST(an_application_is_told_once_of_each_fork)
{
	begin();
	ask();
	preloaded_tell(&options, GANTRY_FORK_BEFORE);
	preloaded_tell(&options, GANTRY_FORK_CHILD);
	ck_assert_uint_eq(told[GANTRY_FORK_BEFORE], 1);
	ck_assert_uint_eq(told[GANTRY_FORK_PARENT], 0);
	ck_assert_uint_eq(told[GANTRY_FORK_CHILD], 1);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		only_the_setting_asks_for_it,
		only_mounts_that_ask_are_loaded,
		an_error_names_the_application,
		an_application_is_told_once_of_each_fork,
		NULL,
	};

	return unit_run("serve/preloaded", tests);
}
