/*
 * A minimal CGI program that answers /frequencies/PUBLICATION?limit=N from a
 * cache, to compare gantry with.
 *
 *	CACHE=cache.db PATH_INFO=/frequencies/pub QUERY_STRING=limit=10 minimal
 *
 * It checks only what a benchmark needs.
 */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		errx(1, "%s", sqlite3_errmsg(db));
	return statement;
}

/* Print JSON; words need no other escapes. */
static void
print_string(const unsigned char *text)
{
	putchar('"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		putchar(*text);
	}
	putchar('"');
}

static sqlite3_int64
find_publication(sqlite3 *db, const char *name)
{
	sqlite3_stmt *statement =
	    prepare(db, "SELECT id FROM publication WHERE name = ?1");
	sqlite3_int64 id;

	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	if (sqlite3_step(statement) != SQLITE_ROW)
		errx(1, "no publication '%s'", name);
	id = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return id;
}

static void
print_words(sqlite3 *db, sqlite3_int64 id, int limit)
{
	sqlite3_stmt *statement = prepare(db,
	    "SELECT word, count FROM entity WHERE publication = ?1"
	    " ORDER BY count DESC, word LIMIT ?2");
	const char *between = "";

	sqlite3_bind_int64(statement, 1, id);
	sqlite3_bind_int(statement, 2, limit);
	putchar('[');
	while (sqlite3_step(statement) == SQLITE_ROW) {
		printf("%s{\"word\":", between);
		print_string(sqlite3_column_text(statement, 0));
		printf(",\"count\":%lld}", sqlite3_column_int64(statement, 1));
		between = ",";
	}
	putchar(']');
	sqlite3_finalize(statement);
}

int
main(void)
{
	const char *path = getenv("PATH_INFO");
	const char *query = getenv("QUERY_STRING");
	sqlite3 *db;

	if (sqlite3_open_v2(getenv("CACHE"), &db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK)
		errx(1, "%s", sqlite3_errmsg(db));
	printf("Status: 200 OK\r\nContent-Type: application/json\r\n\r\n");
	print_words(db, find_publication(db, path + strlen("/frequencies/")),
	    atoi(query + strlen("limit=")));
	sqlite3_close(db);
	return 0;
}
