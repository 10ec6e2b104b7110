/*
 * What the files of a publication end with.
 */
#include <string.h>

#include "data/clouds/draw/picture.h"
#include "unit.h"

START_TEST(file_names_of_publications_do_not_collide)
{
	int i;

	/* Suffixes begin with what no name holds, or end a name. */
	for (i = 0; i < PICTURE_FILES; i++)
		ck_assert(picture_files[i].suffix[0] == '@' ||
		    strchr(picture_files[i].suffix, '@') == NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		file_names_of_publications_do_not_collide,
		NULL,
	};

	return unit_run("clouds/picture", tests);
}
