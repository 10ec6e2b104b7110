/*
 * Building caches: a new file is put in place whole, or not at all.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/cache/cache.h"
#include "data/cache/sample.h"
#include "unit.h"

static const struct cache_projection *const no_projections[] = { NULL };

static const struct cache_source source = {
	.name = "the/export",
	.project = "a-project",
	.database = "(default)",
	.exported = 1234567,
};

static const struct sample_document sample[] = {
	{ "publications/vox", "{\"count\":{\"integerValue\":\"1\"}}" },
	{ "publications/vox/ent/x1", "{}" },
	{ "publications/vox/ent/x2", "{\"a\":1}" },
	{ NULL, NULL },
};

static struct gantry_error error;

static struct cache_builder *
make(const char *path, const struct cache_projection *const *projections,
    bool drops_documents)
{
	const struct cache_builder_options options = {
		.path = path,
		.projections = projections,
		.drops_documents = drops_documents,
	};

	return cache_builder_new(&options, &error);
}

static struct cache_builder *
begin(void)
{
	struct cache_builder *builder =
	    make(unit_path("x.db"), no_projections, false);

	ck_assert_msg(builder != NULL, "%s", error.text);
	return builder;
}

/* The generation of a cache of DOCUMENTS. */
static const char *
generation_of(const struct sample_document *documents,
    const struct cache_projection *projection)
{
	static char generations[4][CACHE_GENERATION_SIZE];
	static int next;
	char *generation = generations[next++ % 4];
	struct db *db;

	sample_build(unit_path("g.db"), documents, projection);
	db = cache_open(unit_path("g.db"), generation, &error);
	ck_assert_ptr_nonnull(db);
	db_close(db);
	return generation;
}

static int64_t
ask(const char *sql)
{
	char generation[CACHE_GENERATION_SIZE];
	struct db *db = cache_open(unit_path("x.db"), generation, &error);
	int64_t value;

	ck_assert_msg(db != NULL, "%s", error.text);
	ck_assert_msg(
	    db_integer(db, sql, &value, &error) == 0, "%s", error.text);
	db_close(db);
	return value;
}

START_TEST(a_published_cache_is_complete_and_leaves_no_other_file)
{
	struct cache_builder *builder = begin();
	struct stat status;

	umask(022);
	sample_add(builder, sample);
	ck_assert(!unit_exists(unit_path("x.db")));
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), 0);
	cache_builder_free(builder);
	ck_assert_uint_eq(unit_count_files(), 1);
	ck_assert_int_eq(stat(unit_path("x.db"), &status), 0);
	ck_assert_int_eq(status.st_mode & 0777, 0640);
	ck_assert_int_eq(ask("SELECT count(*) FROM document"), 3);
}
END_TEST

/* The mode of a cache that is built with MASK. */
static mode_t
build_with(mode_t mask)
{
	struct stat status;

	umask(mask);
	sample_build(unit_path("x.db"), sample, NULL);
	ck_assert_int_eq(stat(unit_path("x.db"), &status), 0);
	return status.st_mode & 07777;
}

START_TEST(the_umask_may_be_stricter)
{
	ck_assert_int_eq(build_with(077), 0600);
	ck_assert_int_eq(unlink(unit_path("x.db")), 0);
	ck_assert_int_eq(build_with(0), 0640);
}
END_TEST

START_TEST(a_cache_keeps_the_rights_of_the_one_that_it_replaces)
{
	const bool is_root = geteuid() == 0;
	struct stat status;

	unit_write_text(unit_path("x.db"), "");
	ck_assert_int_eq(chmod(unit_path("x.db"), 0604), 0);
	if (is_root)
		ck_assert_int_eq(chown(unit_path("x.db"), 4711, 4712), 0);
	ck_assert_int_eq(build_with(077), 0604);
	ck_assert_int_eq(stat(unit_path("x.db"), &status), 0);
	ck_assert_uint_eq(status.st_uid, is_root ? 4711 : geteuid());
	ck_assert_uint_eq(status.st_gid, is_root ? 4712 : getegid());
}
END_TEST

START_TEST(a_link_is_replaced_and_gives_no_rights)
{
	struct stat status;

	unit_write_text(unit_path("victim"), "secret");
	ck_assert_int_eq(chmod(unit_path("victim"), 0666), 0);
	ck_assert_int_eq(symlink("victim", unit_path("x.db")), 0);
	ck_assert_int_eq(build_with(022), 0640);
	ck_assert_int_eq(lstat(unit_path("x.db"), &status), 0);
	ck_assert(S_ISREG(status.st_mode));
	ck_assert_int_eq(stat(unit_path("victim"), &status), 0);
	ck_assert_int_eq(status.st_size, 6);
}
END_TEST

START_TEST(a_path_is_split_into_parent_and_collection)
{
	static const char *const questions[] = {
		"SELECT count(*) FROM document WHERE parent = '' AND"
		" collection = 'publications' AND path = 'publications/vox'",
		"SELECT count(*) FROM document WHERE collection = 'ent' AND"
		" parent = 'publications/vox' AND"
		" path = 'publications/vox/ent/x2' AND fields = '{\"a\":1}'",
	};
	size_t i;

	sample_build(unit_path("x.db"), sample, NULL);
	for (i = 0; i < 2; i++)
		ck_assert_msg(ask(questions[i]) == 1, "%s", questions[i]);
}
END_TEST

START_TEST(the_source_is_noted)
{
	static const char *const questions[] = {
		"SELECT count(*) FROM meta WHERE key = 'source' AND"
		" value = 'the/export'",
		"SELECT count(*) FROM meta WHERE key = 'project' AND"
		" value = 'a-project'",
		"SELECT count(*) FROM meta WHERE key = 'database' AND"
		" value = '(default)'",
		"SELECT count(*) FROM meta WHERE key = 'exported' AND"
		" value = 1234567",
		"SELECT count(*) FROM meta WHERE key = 'documents' AND"
		" value = 3",
		"SELECT count(*) FROM meta WHERE key = 'created' AND"
		" value > 1700000000",
	};
	struct cache_builder *builder = begin();
	size_t i;

	sample_add(builder, sample);
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), 0);
	cache_builder_free(builder);
	for (i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		ck_assert_msg(ask(questions[i]) == 1, "%s", questions[i]);
}
END_TEST

START_TEST(times_and_strange_bytes_are_kept)
{
	static const char path[] = "t/a\"'\n\xc3\xa9";
	static const struct cache_document document = {
		.path = path,
		.path_length = sizeof(path) - 1,
		.fields = "{}ignored",
		.fields_length = 2,
		.create_time = -5,
		.update_time = INT64_MAX,
	};
	struct cache_builder *builder = begin();

	ck_assert_int_eq(cache_builder_add(builder, &document, &error), 0);
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), 0);
	cache_builder_free(builder);
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM document WHERE fields = '{}' AND"
		" path = 't/a\"''\n\xc3\xa9'"),
	    1);
	ck_assert_int_eq(ask("SELECT create_time FROM document"), -5);
	ck_assert_int_eq(ask("SELECT update_time FROM document"), INT64_MAX);
}
END_TEST

START_TEST(what_is_not_published_leaves_nothing)
{
	struct cache_builder *builder = begin();

	sample_add(builder, sample);
	ck_assert_uint_eq(unit_count_files(), 1);
	cache_builder_free(builder);
	ck_assert_uint_eq(unit_count_files(), 0);
	cache_builder_free(NULL);
}
END_TEST

START_TEST(two_documents_of_one_path_are_an_error)
{
	struct cache_builder *builder = begin();
	struct cache_document document = {
		.path_length = 8,
		.fields = "{}",
		.fields_length = 2,
	};
	char *path = malloc(8); /* not terminated, as an export's bytes are */

	ck_assert_ptr_nonnull(path);
	memcpy(path, "things/a", 8);
	document.path = path;
	ck_assert_int_eq(cache_builder_add(builder, &document, &error), 0);
	ck_assert_int_eq(cache_builder_add(builder, &document, &error), 0);
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), -1);
	ck_assert_msg(strstr(error.text, "things/a") != NULL, "%s", error.text);
	free(path);
	cache_builder_free(builder);
	ck_assert_uint_eq(unit_count_files(), 0);
}
END_TEST

START_TEST(a_failure_leaves_the_old_cache_untouched)
{
	static const struct cache_rule none[] = { { .collection = NULL } };
	static const struct cache_projection bad = {
		.name = "bad",
		.create = "",
		.rules = none,
		.finish = "SELECT * FROM x",
	};
	static const struct cache_projection *const projections[] = { &bad,
		NULL };
	struct cache_builder *builder;

	sample_build(unit_path("x.db"), sample, NULL);
	builder = make(unit_path("x.db"), projections, false);
	ck_assert_ptr_nonnull(builder);
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "projection bad"));
	ck_assert_ptr_nonnull(strstr(error.text, unit_path("x.db")));
	cache_builder_free(builder);
	ck_assert_uint_eq(unit_count_files(), 1);
	ck_assert_int_eq(ask("SELECT count(*) FROM document"), 3);
}
END_TEST

START_TEST(documents_need_not_be_kept)
{
	struct cache_builder *builder =
	    make(unit_path("x.db"), no_projections, true);

	ck_assert_ptr_nonnull(builder);
	sample_add(builder, sample);
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), 0);
	cache_builder_free(builder);
	ck_assert_int_eq(ask("SELECT count(*) FROM document"), 0);
	ck_assert_int_eq(
	    ask("SELECT value FROM meta WHERE key = 'documents'"), 3);
	ck_assert_int_eq(
	    ask("SELECT value FROM meta WHERE key = 'documents_kept'"), 0);
}
END_TEST

START_TEST(what_a_killed_run_left_is_removed_and_a_live_one_is_not)
{
	struct cache_builder *live = begin(), *other;
	int dead = open(unit_path("x.db.tmp-dEadOn"), O_CREAT | O_WRONLY, 0600);

	ck_assert_int_ne(dead, -1);
	close(dead);
	ck_assert_uint_eq(unit_count_files(), 2);
	other = begin();
	ck_assert_uint_eq(unit_count_files(), 2);
	ck_assert(!unit_exists(unit_path("x.db.tmp-dEadOn")));
	ck_assert_int_eq(cache_builder_publish(live, &source, &error), 0);
	cache_builder_free(live);
	cache_builder_free(other);
	ck_assert_uint_eq(unit_count_files(), 1);
}
END_TEST

START_TEST(a_publication_replaces_the_old_cache)
{
	static const struct sample_document other[] = {
		{ "things/a", "{}" },
		{ NULL, NULL },
	};

	sample_build(unit_path("x.db"), sample, NULL);
	sample_build(unit_path("x.db"), other, NULL);
	ck_assert_int_eq(ask("SELECT count(*) FROM document"), 1);
	ck_assert_uint_eq(unit_count_files(), 1);
}
END_TEST

START_TEST(a_folder_in_the_way_is_an_error)
{
	struct cache_builder *builder;

	ck_assert_int_eq(mkdir(unit_path("x.db"), 0700), 0);
	builder = begin();
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), -1);
	cache_builder_free(builder);
	ck_assert_uint_eq(unit_count_files(), 1);
}
END_TEST

START_TEST(a_folder_that_cannot_be_written_is_an_error)
{
	const char *folder = unit_path("folder");
	const char *path = unit_path("folder/x.db");

	ck_assert_ptr_null(make(path, no_projections, false));
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, path));
	ck_assert_int_eq(mkdir(folder, 0755), 0);
	ck_assert_int_eq(chmod(folder, 0555), 0);
	if (geteuid() == 0) {
		/* Root may write anywhere. */
		ck_assert_int_eq(chmod(unit_path(NULL), 0755), 0);
		ck_assert_int_eq(seteuid(65534), 0);
	}
	ck_assert_ptr_null(make(path, no_projections, false));
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

START_TEST(the_generation_does_not_depend_on_the_order)
{
	static const struct sample_document turned[] = {
		{ "publications/vox/ent/x2", "{\"a\":1}" },
		{ "publications/vox", "{\"count\":{\"integerValue\":\"1\"}}" },
		{ "publications/vox/ent/x1", "{}" },
		{ NULL, NULL },
	};

	ck_assert_str_eq(
	    generation_of(sample, NULL), generation_of(turned, NULL));
}
END_TEST

START_TEST(other_content_is_another_generation)
{
	static const struct sample_document others[][3] = {
		{ { NULL, NULL } },
		{ { "a/b", "{}" }, { NULL, NULL } },
		{ { "a/b", "{ }" }, { NULL, NULL } },
		{ { "a/c", "{}" }, { NULL, NULL } },
		{ { "a/b", "{}" }, { "a/c", "{}" }, { NULL, NULL } },
		{ { "a/b", "{}" }, { "a/d", "{}" }, { NULL, NULL } },
	};
	static const size_t count = sizeof(others) / sizeof(others[0]);
	size_t i, j;

	for (i = 0; i < count; i++)
		for (j = 0; j < i; j++)
			ck_assert_str_ne(generation_of(others[i], NULL),
			    generation_of(others[j], NULL));
}
END_TEST

START_TEST(other_projections_are_another_generation)
{
	static const struct cache_rule none[] = { { .collection = NULL } };
	static const struct cache_projection projections[] = {
		{ .create = "", .rules = none, .finish = "CREATE TABLE t (x)" },
		{ .create = "",
		    .rules = none,
		    .finish = "CREATE TABLE t (x, y)" },
		{ .create = "",
		    .rules = none,
		    .finish = "CREATE TABLE t (x)",
		    .sums = { "SELECT 1",
			"INSERT INTO t SELECT sum FROM summed" } },
		{ .create = "",
		    .rules = none,
		    .finish = "CREATE TABLE t (x)",
		    .sums = { "SELECT 2",
			"INSERT INTO t SELECT sum FROM summed" } },
		{ .create = "",
		    .rules = none,
		    .finish = "CREATE TABLE t (x)",
		    .sums = { "SELECT 2",
			"INSERT INTO t SELECT sum FROM summed",
			.insert_texts =
			    "INSERT INTO t SELECT sum FROM summed_texts" } },
	};
	size_t i, j;

	for (i = 0; i < 5; i++) {
		ck_assert_str_ne(generation_of(sample, &projections[i]),
		    generation_of(sample, NULL));
		for (j = 0; j < i; j++)
			ck_assert_str_ne(generation_of(sample, &projections[i]),
			    generation_of(sample, &projections[j]));
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_published_cache_is_complete_and_leaves_no_other_file,
		the_umask_may_be_stricter,
		a_cache_keeps_the_rights_of_the_one_that_it_replaces,
		a_link_is_replaced_and_gives_no_rights,
		a_path_is_split_into_parent_and_collection,
		the_source_is_noted,
		times_and_strange_bytes_are_kept,
		what_is_not_published_leaves_nothing,
		two_documents_of_one_path_are_an_error,
		a_failure_leaves_the_old_cache_untouched,
		documents_need_not_be_kept,
		what_a_killed_run_left_is_removed_and_a_live_one_is_not,
		a_publication_replaces_the_old_cache,
		a_folder_in_the_way_is_an_error,
		a_folder_that_cannot_be_written_is_an_error,
		the_generation_does_not_depend_on_the_order,
		other_content_is_another_generation,
		other_projections_are_another_generation,
		NULL,
	};

	return unit_run("cache/builder", tests);
}
