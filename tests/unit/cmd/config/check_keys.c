/*
 * The list of keys, with the aliases that applications declare.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/shelf.h"
#include "unit.h"

static struct gantry_error error;

static const struct gantry_setting settings[] = {
	{ .key = "file", .type = GANTRY_SETTING_PATH, .help = "a file" },
	{ .key = "flag", .type = GANTRY_SETTING_BOOLEAN, .help = "a flag" },
	{ .key = "threads", .type = GANTRY_SETTING_INTEGER, .help = "few" },
	{ .key = "cache", .help = "what every gantry had" },
	{ NULL },
};

static const struct gantry_alias aliases[] = {
	{ "zebra", "file", "the last" },
	{ "flagged", "flag", "a switch" },
	{ "workers", "flag", "the name of an option" },
	{ "few", "threads", "a setting before an option" },
	{ "crowd", "workers", "an option" },
	{ NULL },
};

static const struct gantry_alias wrong_aliases[] = {
	{ "lost", "fiel", "leads nowhere" },
	{ NULL },
};

static struct gantry_application application = {
	.name = "one",
	.settings = settings,
};

static const struct gantry_application *const applications[] = { &application,
	&application, NULL };

START_TEST(keys_are_sorted_with_the_aliases)
{
	struct config_key *keys;
	const struct config_key *key;
	size_t own = 0, all = 0;

	application.aliases = NULL;
	keys = config_keys_new(applications, &error);
	ck_assert_ptr_nonnull(keys);
	while (keys[own].name != NULL)
		own++;
	free(keys);
	application.aliases = aliases;
	keys = config_keys_new(applications, &error);
	ck_assert_ptr_nonnull(keys);
	for (; keys[all].name != NULL; all++)
		if (all > 0)
			ck_assert_str_lt(keys[all - 1].name, keys[all].name);
	ck_assert_uint_eq(all, own + 4);

	key = config_key_find(keys, "zebra");
	ck_assert_str_eq(key->setting, "file");
	ck_assert_str_eq(key->argument, "FILE");
	ck_assert_str_eq(key->help, "the last");
	ck_assert_ptr_null(config_key_find(keys, "flagged")->argument);
	ck_assert_str_eq(config_key_find(keys, "few")->setting, "threads");
	key = config_key_find(keys, "crowd");
	ck_assert_ptr_null(key->setting);
	ck_assert_str_eq(key->option, "workers");
	ck_assert_str_eq(key->argument, "N");
	ck_assert_int_eq(key->topic, TOPIC_PROCESSES);
	ck_assert(!config_key_find(keys, "workers")->is_indirect);
	free(keys);
}
END_TEST

START_TEST(former_names_are_known_without_an_alias_and_not_in_the_help)
{
	struct config_key *keys;
	const struct config_key *key;

	application.aliases = NULL;
	keys = config_keys_new(applications, &error);
	ck_assert_ptr_nonnull(keys);
	key = config_key_find(keys, "cache");
	ck_assert_str_eq(key->setting, "cache");
	ck_assert_str_eq(key->argument, "VALUE");
	ck_assert_ptr_null(key->help);
	key = config_key_find(keys, "require-cache");
	ck_assert_str_eq(key->option, "require-available");
	ck_assert_ptr_null(key->argument);
	ck_assert_ptr_null(key->help);
	free(keys);
	/* Nobody knows them where there is no cache. */
	application.settings = NULL;
	keys = config_keys_new(applications, &error);
	ck_assert_ptr_null(config_key_find(keys, "cache"));
	ck_assert_ptr_null(config_key_find(keys, "require-cache"));
	free(keys);
	application.settings = settings;
}
END_TEST

START_TEST(an_alias_that_stands_for_nothing_is_an_error)
{
	struct config config;

	application.aliases = wrong_aliases;
	ck_assert_ptr_null(config_keys_new(applications, &error));
	ck_assert_str_eq(error.text,
	    "application 'one': the alias 'lost' stands for 'fiel', which is "
	    "neither a setting nor an option");
	application.aliases = (const struct gantry_alias[]){
		{ "lost", NULL, "leads nowhere" },
		{ NULL },
	};
	ck_assert_ptr_null(config_keys_new(applications, &error));
	ck_assert_str_eq(
	    error.text, "application 'one': the alias 'lost' has no target");
	ck_assert_int_eq(config_init(&config, applications, &error), -1);
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		keys_are_sorted_with_the_aliases,
		former_names_are_known_without_an_alias_and_not_in_the_help,
		an_alias_that_stands_for_nothing_is_an_error,
		NULL,
	};

	return unit_run("cmd/keys", tests);
}
