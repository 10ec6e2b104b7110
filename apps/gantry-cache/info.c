/*
 * What a cache holds, as text.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cache/cache.h"
#include "gantry-cache/commands.h"

/* SECONDS since 1970 as a date, or "unknown" for 0. */
static void
print_time(const char *name, int64_t seconds)
{
	time_t moment = (time_t)seconds;
	struct tm calendar;
	char text[32] = "unknown";

	if (seconds != 0 && gmtime_r(&moment, &calendar) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &calendar);
	printf("%-12s %s\n", name, text);
}

static void
print_meta_row(struct db_statement *row)
{
	size_t length;
	const char *key = db_column_text(row, 0, &length);

	if (strcmp(key, "created") == 0)
		print_time(key, db_column_integer(row, 1));
	else if (strcmp(key, "exported") == 0)
		print_time(key, db_column_integer(row, 1) / 1000000);
	else
		printf("%-12s %s\n", key, db_column_text(row, 1, &length));
}

static void
print_collection_row(struct db_statement *row)
{
	size_t length;

	printf("collection   %-20s %10" PRId64 " documents %12" PRId64
	       " bytes\n",
	    db_column_text(row, 0, &length), db_column_integer(row, 1),
	    db_column_integer(row, 2));
}

static int
print_rows(struct db *db, const char *sql,
    void (*print)(struct db_statement *row), struct gantry_error *error)
{
	struct db_statement *statement = db_prepare(db, sql, error);
	int result;

	if (statement == NULL)
		return -1;
	while ((result = db_step(statement, error)) == 1)
		print(statement);
	db_finalize(statement);
	return result;
}

static int
print_cache(struct db *db, struct gantry_error *error)
{
	if (print_rows(db, "SELECT key, value FROM meta ORDER BY key",
		print_meta_row, error) == -1)
		return -1;
	return print_rows(db,
	    "SELECT collection, count(*), sum(length(fields))"
	    " FROM document GROUP BY collection ORDER BY collection",
	    print_collection_row, error);
}

static int
run_info(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	char generation[CACHE_GENERATION_SIZE];
	struct gantry_error error;
	struct db *db;
	int result;

	(void)projections;
	if (argc != 2)
		return complain("info takes one cache");
	db = cache_open(argv[1], generation, &error);
	if (db == NULL)
		return fail(&error);
	result = print_cache(db, &error);
	if (result == -1)
		gantry_error_prefix(&error, "cache %s", argv[1]);
	db_close(db);
	return result == -1 ? fail(&error) : STATUS_DONE;
}

const struct command info_command = {
	.name = "info",
	.usage = "FILE",
	.help = "  prints what the cache FILE holds\n",
	.run = run_info,
};
