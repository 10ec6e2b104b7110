/*
 * UUIDs in the notations of RFC 9562, and no others.
 */
#include <string.h>

#include "unit.h"
#include "web/types/uuid.h"

#define WRITTEN "0123abcd-4567-89ab-cdef-0123456789ab"

START_TEST(a_uuid_is_normalised)
{
	static const char *const cases[] = { WRITTEN,
		"0123ABCD-4567-89AB-CDEF-0123456789AB",
		"0123abcd456789abCDEF0123456789ab", "urn:uuid:" WRITTEN,
		"URN:UUID:0123abcd456789abCDEF0123456789ab" };
	char text[UUID_SIZE];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    uuid_is(cases[i], strlen(cases[i])), "'%s'", cases[i]);
		uuid_write(cases[i], strlen(cases[i]), text);
		ck_assert_str_eq(text, WRITTEN);
	}
	ck_assert(uuid_is(WRITTEN "/", 36));
}
END_TEST

START_TEST(an_invalid_uuid_is_rejected)
{
	static const char *const cases[] = { "", "urn:uuid:", "{" WRITTEN "}",
		WRITTEN "0", "0123abcd-4567-89ab-cdef-0123456789a",
		"0123abcd-4567-89ab-cdef-0123456789ag",
		"0123abcd-4567-89ab-cdef0123456789ab",
		"0123-abcd456789abcdef0123456789ab",
		"0123abcd-4567-89ab-cdef-0123-56789ab",
		"0123abcd:4567-89ab-cdef-0123456789ab",
		"0123abcd456789abcdef0123456789a", "urn:" WRITTEN,
		"uuid:" WRITTEN, "0x23abcd456789abcdef0123456789ab" };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
		    !uuid_is(cases[i], strlen(cases[i])), "'%s'", cases[i]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_uuid_is_normalised,
		an_invalid_uuid_is_rejected,
		NULL,
	};

	return unit_run("web/uuid", tests);
}
