#include <stdio.h>
#include <stdlib.h>

#include "data/gantry-cache/tables/choice.h"

void
choice_clear(struct choice *choice)
{
	free(choice->paths);
	free(choice->conditions);
}

struct documents_choice
choice_documents(const struct choice *choice)
{
	return (struct documents_choice){
		.collection = choice->collection,
		.group = choice->group,
		.paths = (const char *const *)choice->paths,
		.conditions = (const char *const *)choice->conditions,
		.depth = choice->depth,
		.limit = choice->limit,
	};
}

int
choice_origin(
    struct db *db, char origin[ORIGIN_SIZE], struct gantry_error *error)
{
	char project[256], database[128];

	origin[0] = '\0';
	if (db_text(db,
		"SELECT coalesce(max(value), '') FROM meta"
		" WHERE key = 'project'",
		project, sizeof(project), error) == -1 ||
	    db_text(db,
		"SELECT coalesce(max(value), '') FROM meta"
		" WHERE key = 'database'",
		database, sizeof(database), error) == -1)
		return -1;
	if (project[0] != '\0')
		snprintf(origin, ORIGIN_SIZE,
		    "projects/%s/databases/%s/documents/", project,
		    database[0] != '\0' ? database : "(default)");
	return 0;
}
