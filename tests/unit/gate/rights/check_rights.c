/*
 * The rights that records declare and operators add.
 */
#include "gate/rights/rights.h"
#include "gate/settings.h"
#include "unit.h"

static const struct gantry_setting settings[] = {
	{ .key = "file", .fallback = "/data/cache.db" },
	{ .key = "folder" },
	{ .key = "empty", .fallback = "" },
	{ .key = "server", .fallback = "db:5432" },
	{ .key = NULL },
};

static const char *const reads[] = { "folder|file/../images", "empty",
	"unknown", "=/", "=/does-not-exist", NULL };
static const char *const replaced[] = { "file", NULL };
static const char *const connects[] = { "server", "=10.0.0.1:1", NULL };
static const char *const writes[] = { "empty|folder|=/", NULL };

static const struct gantry_job jobs[] = {
	{ .name = "job", .reads = replaced, .writes = writes },
	{ NULL },
};

static const struct gantry_application application = {
	.name = "testing",
	.settings = settings,
	.reads = reads,
	.replaced = replaced,
	.connects = connects,
	.jobs = jobs,
};

static struct gantry_settings values;
static struct mount mount = { .application = &application };
static struct rights rights;
static struct gantry_error error;

static void
set_up(void)
{
	ck_assert_int_eq(settings_init(&values, &application), 0);
	mount.settings = &values;
	mount.rights = NULL;
}

static void
clear(void)
{
	rights_clear(&rights);
	rights_clear(&rights);
	settings_clear(&values);
}

static void
assert_list(enum right right, const char *const *expected)
{
	const char *const *list = rights_list(&rights, right);

	for (; *expected != NULL; expected++, list++)
		ck_assert_str_eq(*list, *expected);
	ck_assert(list == NULL || *list == NULL);
}

#define LIST(...)             \
	(const char *const[]) \
	{                     \
		__VA_ARGS__   \
	}

START_TEST(entries_are_settings_neighbours_and_values)
{
	set_up();
	ck_assert_int_eq(rights_add_mount(&rights, &mount, &error), 0);
	assert_list(RIGHT_READS, LIST("/data/images", "/", NULL));
	assert_list(RIGHT_REPLACED, LIST("/data/cache.db", NULL));
	assert_list(RIGHT_CONNECTS, LIST("db:5432", "10.0.0.1:1", NULL));
	assert_list(RIGHT_WRITES, LIST(NULL));
	clear();
}
END_TEST

START_TEST(a_setting_with_a_value_beats_the_other_entry)
{
	set_up();
	ck_assert_int_eq(settings_put(&values, "folder", "/f", &error), 0);
	ck_assert_int_eq(settings_put(&values, "file", "cache.db", &error), 0);
	ck_assert_int_eq(rights_add_mount(&rights, &mount, &error), 0);
	assert_list(RIGHT_READS, LIST("/f", "/", NULL));
	clear();
	set_up();
	ck_assert_int_eq(settings_put(&values, "file", "cache.db", &error), 0);
	ck_assert_int_eq(rights_add_mount(&rights, &mount, &error), 0);
	assert_list(RIGHT_READS, LIST("images", "/", NULL));
	clear();
}
END_TEST

START_TEST(a_job_has_its_own_and_what_the_operator_adds)
{
	struct rights added = { 0 };
	const struct job job = { &mount, &jobs[0] };

	set_up();
	mount.rights = &added;
	ck_assert_int_eq(
	    rights_add(&added, RIGHT_READS, "/opt/fonts", &error), 0);
	ck_assert_int_eq(
	    rights_add(&added, RIGHT_READS, "/opt/fonts", &error), 0);
	ck_assert_int_eq(rights_add_job(&rights, &job, &error), 0);
	assert_list(RIGHT_READS, LIST("/data/cache.db", "/opt/fonts", NULL));
	assert_list(RIGHT_WRITES, LIST("/", NULL));
	assert_list(RIGHT_CONNECTS, LIST(NULL));
	rights_clear(&added);
	clear();
}
END_TEST

START_TEST(an_application_adds_rights_after_it_was_opened)
{
	static const char *const any[] = { "0.0.0.0", "localhost", "unix:/",
		NULL };
	struct gantry_rights found = { .loads = false };

	ck_assert_int_eq(
	    gantry_rights_add(&found, GANTRY_RIGHT_READS, "/", &error), 0);
	ck_assert_int_eq(
	    gantry_rights_add(&found, GANTRY_RIGHT_READS, "/", &error), 0);
	ck_assert_int_eq(gantry_rights_add(&found, GANTRY_RIGHT_READS,
			     "/does-not-exist", &error),
	    0);
	ck_assert_uint_eq(found.rights.counts[RIGHT_READS], 1);
	ck_assert_int_eq(
	    gantry_rights_add(&found, GANTRY_RIGHT_CONNECTS, "*", &error), 0);
	rights = found.rights;
	assert_list(RIGHT_CONNECTS, any);
	ck_assert(!found.loads && !found.reloads);
	gantry_rights_add(&found, GANTRY_RIGHT_LOADS, "", NULL);
	gantry_rights_add(&found, GANTRY_RIGHT_RELOADS, "", NULL);
	ck_assert(found.loads && found.reloads);
	ck_assert_int_eq(
	    gantry_rights_add(&found, (enum gantry_right)99, "/", &error), -1);
	rights_clear(&rights);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		entries_are_settings_neighbours_and_values,
		a_setting_with_a_value_beats_the_other_entry,
		a_job_has_its_own_and_what_the_operator_adds,
		an_application_adds_rights_after_it_was_opened,
		NULL,
	};

	return unit_run("gate/rights", tests);
}
