/*
 * Sections of pools: what each inherits, has of its own, and may not have.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/shelf.h"
#include "serve/observe/scoreboard.h"
#include "unit.h"

static struct config config;
static struct gantry_error error;

static void
read_text(const char *text)
{
	const char *path = unit_path("pools.conf");

	unit_write_text(path, text);
	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	error = (struct gantry_error){ 0 };
	config_read_file(&config, path, &error);
}

static void
finish(void)
{
	ck_assert_msg(config_finish(&config, &error) == 0, "%s", error.text);
}

#define MOUNTS                                        \
	"[mount /]\napplication = plain\n"            \
	"[mount /a]\napplication = first\npool = a\n" \
	"[mount /b]\napplication = first\npool = b\n"

START_TEST(each_pool_has_its_own_values_and_mounts)
{
	const struct config *own;

	read_text("[gantry]\nbind = unix:/x\nthreads = 3\ntimeout = 9\n"
		  "[pool a]\nthreads = 5\nbind = unix:/a\nenvironment = N=1\n"
		  "[pool b]\nbind = unix:/b\nbind = unix:/c\ntimeout = 2\n"
		  "body-timeout = 4\n" MOUNTS);
	ck_assert_int_eq(
	    shelf_put(&config, CONFIG_COMMAND_LINE, "threads", "7", &error), 0);
	finish();
	ck_assert_uint_eq(config_pool_count(&config), 3);
	own = config_pool_at(&config, 0);
	ck_assert_str_eq(config.pools[0].name, "default");
	ck_assert_uint_eq(own->threads, 7);
	ck_assert_uint_eq(own->mount_count, 1);
	shelf_assert_list(
	    &own->binds, (const char *const[]){ "unix:/x", NULL });
	own = config_pool_at(&config, 1);
	ck_assert_uint_eq(own->threads, 5);
	ck_assert_int_eq(own->limits.body_timeout, 9000);
	ck_assert_str_eq(own->mounts[0].prefix, "/a");
	shelf_assert_list(
	    &own->environment, (const char *const[]){ "N=1", NULL });
	own = config_pool_at(&config, 2);
	ck_assert_uint_eq(own->threads, 7);
	ck_assert_int_eq(own->limits.body_timeout, 4000);
	ck_assert_int_eq(own->limits.write_timeout, 2000);
	shelf_assert_list(
	    &own->binds, (const char *const[]){ "unix:/b", "unix:/c", NULL });
	/* All mounts are known to the commands that answer a request. */
	ck_assert_uint_eq(config.mount_count, 3);
	config_clear(&config);
}
END_TEST

START_TEST(without_a_section_the_configuration_is_the_pool)
{
	read_text("[gantry]\nmount = /=plain\n");
	finish();
	ck_assert_uint_eq(config_pool_count(&config), 1);
	ck_assert_ptr_eq(config_pool_at(&config, 0), &config);
	config_clear(&config);
}
END_TEST

START_TEST(a_pool_has_the_settings_of_its_applications)
{
	read_text("[first]\ncolour = green\n[pool a]\n[pool b]\n" MOUNTS
		  "[mount /b]\ncolour = blue\n");
	finish();
	ck_assert_str_eq(
	    gantry_settings_get(
		config_pool_at(&config, 1)->mounts[0].settings, "colour"),
	    "green");
	ck_assert_str_eq(
	    gantry_settings_get(
		config_pool_at(&config, 2)->mounts[0].settings, "colour"),
	    "blue");
	config_clear(&config);
}
END_TEST

/* Jobs and metrics are by name, and run as the user of one pool. */
START_TEST(an_application_in_two_pools_has_two_names)
{
	read_text("[pool a]\n[pool b]\n" MOUNTS);
	finish();
	ck_assert_str_eq(
	    mount_name(&config_pool_at(&config, 0)->mounts[0]), "plain");
	ck_assert_str_eq(
	    mount_name(&config_pool_at(&config, 1)->mounts[0]), "/a:first");
	ck_assert_str_eq(
	    mount_name(&config_pool_at(&config, 2)->mounts[0]), "/b:first");
	config_clear(&config);
}
END_TEST

START_TEST(a_mount_that_fails_is_a_fault_of_its_pool)
{
	read_text("[pool a]\nuser = no-such-user\n[pool b]\n" MOUNTS
		  "[mount /c]\napplication = unknown\npool = b\n");
	finish();
	ck_assert_uint_eq(config.errors.count, 0);
	ck_assert_uint_eq(config.pools[0].faults.count, 0);
	ck_assert_uint_eq(config.pools[1].faults.count, 1);
	ck_assert_ptr_nonnull(
	    strstr(config.pools[1].faults.items[0].text, "no-such-user"));
	ck_assert_uint_eq(config.pools[2].faults.count, 1);
	ck_assert_ptr_nonnull(strstr(config.pools[2].faults.items[0].text,
	    "unknown application 'unknown'"));
	ck_assert_int_eq(config_refuse_faults(&config), -1);
	ck_assert_uint_eq(config.errors.count, 2);
	config_clear(&config);
}
END_TEST

START_TEST(an_error_has_its_line)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "[pool]\n", ":1: [pool] has no name" },
		{ "[pool a/b]\n", ":1: 'a/b' is not a name" },
		{ "[pool default]\n", ":1: the pool default has" },
		{ "[pool a]\n" MOUNTS, ":9: no such pool 'b'" },
		{ "[pool a]\nx = 1\n", ":2: unknown key 'x' in [pool a]" },
		{ "[pool a]\nadmin = 127.0.0.1:1\n",
		    ":2: 'admin' cannot be in [pool a]: all pools share it" },
		{ "[pool a]\nmount = /=plain\n",
		    ":2: 'mount' cannot be in [pool a]; put 'pool = a'" },
		{ "[pool a]\ncache = x\n",
		    ":2: 'cache' cannot be in [pool a]; "
		    "put the setting" },
		{ "[pool a]\nthreads = 0\n[mount /a]\napplication = plain\n"
		  "pool = a\n",
		    ":2: '0' is not a number" },
		{ "[pool a]\n[mount /]\napplication = plain\n",
		    ":1: [pool a] has no mount" },
		{ "[pool a]\nbind = unix:/x\n[pool b]\nbind = unix:/x\n" MOUNTS,
		    ":3: the pool b binds unix:/x, as the pool a does" },
		{ "[gantry]\nbind = unix:/x\n[pool a]\n[mount /]\n"
		  "application = plain\npool = a\n",
		    ":2: bind: every mount belongs to a pool" },
		{ "[gantry]\nenvironment = GANTRY_X=1\n",
		    ":2: 'GANTRY_X=1' is not an environment variable" },
		{ "[gantry]\nenvironment = 1X=1\n", "not an environment" },
		{ "[gantry]\nenvironment = X\n", "not an environment" },
	};
	size_t i, j;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_text(cases[i].text);
		config_finish(&config, &error);
		for (j = 0; j < config.errors.count; j++)
			if (strstr(config.errors.items[j].text,
				cases[i].says) != NULL)
				break;
		ck_assert_msg(j<config.errors.count, "%s: %s", cases[i].says,
				  config.errors.count> 0
			? config.errors.items[0].text
			: "no error");
		config_clear(&config);
	}
}
END_TEST

START_TEST(the_number_of_pools_is_limited)
{
	char name[16];
	int i;

	ck_assert_int_eq(config_init(&config, shelf, &error), 0);
	config_at(&config, CONFIG_FILE, "file:1");
	for (i = 0; i < SCORE_POOLS - 1; i++) {
		snprintf(name, sizeof(name), "p%d", i);
		ck_assert_int_eq(config_begin_pool(&config, name, &error), 0);
	}
	ck_assert_int_eq(config_begin_pool(&config, "p0", &error), 0);
	ck_assert_int_eq(config_begin_pool(&config, "more", &error), -1);
	ck_assert_str_eq(error.text, "too many pools (limit 31)");
	config_clear(&config);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_pool_has_its_own_values_and_mounts,
		without_a_section_the_configuration_is_the_pool,
		a_pool_has_the_settings_of_its_applications,
		an_application_in_two_pools_has_two_names,
		a_mount_that_fails_is_a_fault_of_its_pool,
		an_error_has_its_line,
		the_number_of_pools_is_limited,
		NULL,
	};

	return unit_run("cmd/pools", tests);
}
