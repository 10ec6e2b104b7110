/*
 * Reads the meta and the documents of an existing cache.
 */
#include <stdio.h>
#include <string.h>

#include "data/cache/build/previous.h"

static void
read_meta(struct previous_cache *past, struct db_statement *row)
{
	const struct {
		const char *key;
		char *text;
		size_t size;
		int64_t *integer;
	} members[] = {
		{ "source", past->name, sizeof(past->name), NULL },
		{ "project", past->project, sizeof(past->project), NULL },
		{ "database", past->database, sizeof(past->database), NULL },
		{ "exported", NULL, 0, &past->exported },
		{ "pulled", NULL, 0, &past->pulled },
		{ "documents", NULL, 0, &past->documents },
		{ "documents_kept", NULL, 0, &past->kept },
	};
	size_t i, length;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (strcmp(members[i].key, db_column_text(row, 0, &length)) !=
		    0)
			continue;
		if (members[i].text != NULL)
			snprintf(members[i].text, members[i].size, "%s",
			    db_column_text(row, 1, &length));
		else
			*members[i].integer = db_column_integer(row, 1);
	}
}

int
previous_read(
    struct previous_cache *past, struct db *db, struct gantry_error *error)
{
	struct db_statement *statement =
	    db_prepare(db, "SELECT key, value FROM meta", error);
	int result;

	*past = (struct previous_cache){ .name = "" };
	if (statement == NULL)
		return -1;
	while ((result = db_step(statement, error)) == 1)
		read_meta(past, statement);
	db_finalize(statement);
	return result;
}

struct cache_document
previous_document(struct db_statement *row)
{
	struct cache_document document;

	document.path = db_column_text(row, 0, &document.path_length);
	document.fields = db_column_text(row, 1, &document.fields_length);
	document.create_time = db_column_integer(row, 2);
	document.update_time = db_column_integer(row, 3);
	return document;
}

int
previous_visit_documents(struct db *db, previous_visit *visit, void *argument,
    struct gantry_error *error)
{
	struct db_statement *row = db_prepare(db,
	    "SELECT path, fields, create_time, update_time FROM document"
	    " NOT INDEXED",
	    error);
	struct cache_document document;
	int result;

	if (row == NULL)
		return -1;
	while ((result = db_step(row, error)) == 1) {
		document = previous_document(row);
		result = visit(argument, &document, error);
		if (result == -1)
			break;
	}
	db_finalize(row);
	return result;
}
