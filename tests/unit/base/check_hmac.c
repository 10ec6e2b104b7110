/*
 * Unit tests for bridge/base/hmac.c: the vectors of RFC 4231, section 4.
 */
#include <stdio.h>
#include <string.h>

#include "base/hmac.h"
#include "unit.h"

static void
expect_mac(const char *key, size_t length, const char *text, const char *digits)
{
	unsigned char mac[HMAC_SIZE];
	char made[2 * HMAC_SIZE + 1];
	struct gantry_error error;
	size_t i;

	ck_assert_msg(
	    hmac_sha256(mac, text, key, length, &error) == 0, "%s", error.text);
	for (i = 0; i < HMAC_SIZE; i++)
		snprintf(made + 2 * i, 3, "%02x", mac[i]);
	ck_assert_str_eq(made, digits);
}

START_TEST(the_vectors_of_rfc_4231_hold)
{
	char key[131];

	memset(key, 0x0b, 20);
	expect_mac(key, 20, "Hi There",
	    "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
	expect_mac("Jefe", 4, "what do ya want for nothing?",
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	expect_mac(key, sizeof(key),
	    "Test Using Larger Than Block-Size Key - Hash Key First",
	    "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54");
}
END_TEST

START_TEST(loading_twice_is_harmless)
{
	struct gantry_error error;

	ck_assert_int_eq(hmac_load(&error), 0);
	ck_assert_int_eq(hmac_load(NULL), 0);
	expect_mac("Jefe", 4, "what do ya want for nothing?",
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_vectors_of_rfc_4231_hold,
		loading_twice_is_harmless,
		NULL,
	};

	return unit_run("base/hmac", tests);
}
