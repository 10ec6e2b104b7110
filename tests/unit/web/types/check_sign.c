/*
 * A signed value is valid for its name, with its secret, until its age, and
 * nothing else is valid.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/environ/environ.h"
#include "unit.h"
#include "web/types/sign.h"

#define NOW	 INT64_C(1700000000)
#define SECRET	 "a-secret-key-of-thirty-two-bytes"
#define OTHER	 "another-key-of-at-least-32-bytes"
#define MAC_SIZE 64

static struct gantry_environ environ_;

static const char *
sign(const char *name, const char *value, int64_t max_age)
{
	struct gantry_error error;
	const char *text = sign_value(&environ_,
	    &(struct signed_value){
		.name = name,
		.value = value,
		.signed_at = NOW,
		.max_age = max_age,
	    },
	    SECRET, &error);

	ck_assert_ptr_nonnull(text);
	return text;
}

static const char *
open_(const char *name, const char *text)
{
	return sign_open(&environ_, name, text, SECRET, NOW);
}

START_TEST(a_signed_value_is_verified)
{
	static const char *const values[] = { "1", "", "a.b.c", "...", "a=b",
		"x.1.2.abc", "%20", "caf\xc3\xa9" };
	size_t i;

	environ_init(&environ_);
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		ck_assert_pstr_eq(
		    open_("user", sign("user", values[i], 60)), values[i]);
	environ_clear(&environ_);
}
END_TEST

/* openssl dgst -sha256 -hmac a-secret-key-of-thirty-two-bytes gives the same.
 */
START_TEST(the_signature_is_hmac_sha256)
{
	environ_init(&environ_);
	ck_assert_str_eq(sign("user", "alice", 3600),
	    "alice.1700000000.3600."
	    "6dadb73e24d5504fa263bc0c2e277c135499c342c9e3e1c423f91434c4fb92d6");
	environ_clear(&environ_);
}
END_TEST

START_TEST(no_byte_can_be_changed)
{
	const char *text;
	char *copy;
	size_t i;

	environ_init(&environ_);
	text = sign("user", "alice", 60);
	for (i = 0; text[i] != '\0'; i++) {
		copy = gantry_environ_format(&environ_, "%s", text);
		ck_assert_ptr_nonnull(copy);
		copy[i] ^= 1;
		ck_assert_msg(open_("user", copy) == NULL, "%s", copy);
		copy[i] = '\0'; /* nor can the rest be cut off */
		ck_assert_msg(open_("user", copy) == NULL, "%s", copy);
	}
	copy = gantry_environ_format(&environ_, "%s0", text);
	ck_assert_ptr_null(open_("user", copy));
	copy = gantry_environ_format(
	    &environ_, "%s.%s", text, text + strlen(text) - MAC_SIZE);
	ck_assert_ptr_null(open_("user", copy));
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_signature_is_valid_for_one_name_and_one_secret)
{
	const char *text;

	environ_init(&environ_);
	text = sign("user", "alice", 60);
	ck_assert_ptr_null(open_("admin", text));
	ck_assert_ptr_null(open_("use", text));
	ck_assert_ptr_null(open_("", text));
	ck_assert_ptr_null(sign_open(&environ_, "user", text, SECRET "!", NOW));
	ck_assert_ptr_null(sign_open(&environ_, "user", text, OTHER, NOW));
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_signature_is_valid_until_its_age)
{
	static const struct {
		int64_t max_age, later;
		bool is_good;
	} cases[] = {
		{ 60, 0, true },
		{ 60, 60, true },
		{ 60, 61, false },
		{ 1, 1, true },
		{ 1, 2, false },
		{ 60, -100,
		    true }, /* signed by a machine whose clock is ahead */
		{ 0, 0, true },
		{ 0, INT64_C(1) << 40, true },
	};
	const char *text;
	size_t i;

	environ_init(&environ_);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = sign_open(&environ_, "user",
		    sign("user", "alice", cases[i].max_age), SECRET,
		    NOW + cases[i].later);
		ck_assert_msg(
		    (text != NULL) == cases[i].is_good, "case %zu", i);
	}
	environ_clear(&environ_);
}
END_TEST

START_TEST(a_malformed_signature_is_rejected)
{
	static const char *const texts[] = { "", ".", "...", "alice",
		"alice.1700000000.60.", "alice.1700000000.60.0",
		".0123456789abcdef0123456789abcdef0123456789abcdef0123456789"
		"abcdef" };
	size_t i;

	environ_init(&environ_);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_ptr_null(open_("user", texts[i]));
	environ_clear(&environ_);
}
END_TEST

/* The first key signs; the others are on their way out. */
START_TEST(each_key_verifies)
{
	const char *text;

	environ_init(&environ_);
	text = sign("user", "alice", 60);
	ck_assert_pstr_eq(
	    sign_open(&environ_, "user", text, OTHER " " SECRET, NOW), "alice");
	ck_assert_pstr_eq(
	    sign_open(&environ_, "user", text, SECRET "," OTHER, NOW), "alice");
	ck_assert_pstr_eq(
	    sign_open(&environ_, "user", text, "\t" SECRET " ", NOW), "alice");
	ck_assert_ptr_null(
	    sign_open(&environ_, "user", text, OTHER " " OTHER, NOW));
	ck_assert_ptr_null(
	    sign_open(&environ_, "user", text, OTHER SECRET, NOW));
	environ_clear(&environ_);
}
END_TEST

/* Anyone could compute a MAC without a key, or guess a short one. */
START_TEST(an_empty_or_short_key_signs_nothing)
{
	static const struct {
		const char *keys, *reason;
	} cases[] = {
		{ "", "has no key" },
		{ " , ", "has no key" },
		{ NULL, "has no key" },
		{ "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
		    "key 1 of the secret has 31 bytes, but the minimum is 32" },
		{ SECRET " short", "key 2 of the secret has 5 bytes" },
	};
	const struct signed_value value = { .name = "a", .value = "b" };
	struct gantry_error error;
	size_t i;

	environ_init(&environ_);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_ptr_null(
		    sign_value(&environ_, &value, cases[i].keys, &error));
		ck_assert_msg(strstr(error.text, cases[i].reason) != NULL, "%s",
		    error.text);
		ck_assert_int_eq(sign_check_keys(cases[i].keys, &error), -1);
	}
	ck_assert_ptr_null(sign_open(&environ_, "user",
	    "alice.1700000000.60."
	    "69dc4d431f2b4f67c3bdf124081ad2f7da560a2a372d5a0bc66d815332b9ff29",
	    "", NOW));
	ck_assert_ptr_null(sign_open(&environ_, "user",
	    "alice.1700000000.60."
	    "563d97172dcfa97df846c7285e781cbfcb1e6e4ccb1a7d3011e4a9bc98e4c986",
	    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", NOW));
	environ_clear(&environ_);
}
END_TEST

/* A worker in its sandbox could not read it. */
START_TEST(the_configuration_of_openssl_is_not_read)
{
	unit_write_text(unit_path("openssl.cnf"),
	    "openssl_conf = main\n[main]\nalg_section = algorithms\n"
	    "[algorithms]\ndefault_properties = provider=none\n");
	setenv("OPENSSL_CONF", unit_path("openssl.cnf"), 1);
	environ_init(&environ_);
	ck_assert_str_eq(open_("user", sign("user", "alice", 60)), "alice");
	environ_clear(&environ_);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_signed_value_is_verified,
		the_signature_is_hmac_sha256,
		no_byte_can_be_changed,
		a_signature_is_valid_for_one_name_and_one_secret,
		a_signature_is_valid_until_its_age,
		a_malformed_signature_is_rejected,
		each_key_verifies,
		an_empty_or_short_key_signs_nothing,
		the_configuration_of_openssl_is_not_read,
		NULL,
	};

	return unit_run("web/sign", tests);
}
