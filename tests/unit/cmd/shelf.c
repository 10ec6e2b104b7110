/*
 * Applications to configure.
 */
#include <check.h>

#include "cmd/shelf.h"

static const char *const colours[] = { "red", "green", "blue", NULL };

static const struct gantry_setting settings[] = {
	{ .key = "cache", .fallback = "default.db", .help = "a file" },
	{ .key = "colour",
	    .fallback = "red",
	    .choices = colours,
	    .help = "red, green or blue" },
	{ .key = "password", .help = "a word", .secret = true },
	{ NULL },
};

static const struct gantry_alias aliases[] = {
	{ "cache", "cache", "the file of all" },
	{ "always", "debug", "as --debug" },
	{ NULL },
};

static const struct gantry_application first = {
	.name = "first",
	.settings = settings,
	.aliases = aliases,
};

static const struct gantry_application second = {
	.name = "second",
	.settings = settings,
};

static const struct gantry_application plain = { .name = "plain" };

const struct gantry_application *const shelf[] = {
	&first,
	&second,
	&plain,
	NULL,
};

int
shelf_put(struct config *config, enum config_source source, const char *name,
    const char *value, struct gantry_error *error)
{
	const struct config_key *key = config_find(config, name);

	ck_assert_msg(key != NULL, "unknown key %s", name);
	config_at(config, source, "test");
	return config_put(config, key, value, error);
}

const char *
shelf_setting(const struct config *config, size_t index, const char *key)
{
	return gantry_settings_get(&config->settings[index], key);
}

void
shelf_assert_list(const struct config_list *list, const char *const *items)
{
	size_t i;

	for (i = 0; items[i] != NULL; i++) {
		ck_assert_uint_gt(list->count, i);
		ck_assert_str_eq(list->items[i], items[i]);
	}
	ck_assert_uint_eq(list->count, i);
}
