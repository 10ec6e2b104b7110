/*
 * The tokens that a service account signs, with a key that is made here.
 */
#include <check.h>
#include <jansson.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/firestore/pull/auth.h"
#include "data/firestore/scratch.h"

#define EMAIL "reader@p.example.test"

static struct gantry_error error;
static struct scratch scratch;
static EVP_PKEY *key;

static void
set_up(void)
{
	scratch_open(&scratch);
	key = EVP_RSA_gen(2048);
	ck_assert_ptr_nonnull(key);
}

static void
tear_down(void)
{
	EVP_PKEY_free(key);
	scratch_close(&scratch);
}

/* Put TEXT at the file that the tests read. */
static const char *
put(const char *text)
{
	struct gantry_buffer content = { 0 };

	gantry_buffer_puts(&content, text);
	scratch_put(&scratch, "account.json", &content);
	gantry_buffer_clear(&content);
	return scratch_path(&scratch, "account.json");
}

/* Write an account's file that has NAME as VALUE, or not at all for NULL. */
static const char *
put_account(const char *name, const char *value)
{
	BIO *pem = BIO_new(BIO_s_mem());
	json_t *file;
	const char *path;
	char *data, *text;
	long length;

	ck_assert_int_eq(
	    PEM_write_bio_PKCS8PrivateKey(pem, key, NULL, NULL, 0, NULL, NULL),
	    1);
	length = BIO_get_mem_data(pem, &data);
	file = json_pack("{s:s,s:s#,s:s,s:s,s:s,s:s}", "type",
	    "service_account", "private_key", data, (int)length,
	    "private_key_id", "key1", "client_email", EMAIL, "project_id", "p",
	    "token_uri", AUTH_GOOGLE_TOKEN_URI);
	if (name != NULL && value != NULL)
		json_object_set_new(file, name, json_string(value));
	else if (name != NULL)
		json_object_del(file, name);
	text = json_dumps(file, 0);
	path = put(text);
	free(text);
	json_decref(file);
	BIO_free(pem);
	return path;
}

/* Append what LENGTH characters of base64 for URLs stand for. */
static void
decode(struct gantry_buffer *to, const char *from, size_t length)
{
	static const char alphabet[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned bits = 0, value = 0;
	const char *found;
	size_t i;

	for (i = 0; i < length; i++) {
		found = strchr(alphabet, from[i]);
		ck_assert_msg(found != NULL && *found != '\0',
		    "'%c' is not of the alphabet", from[i]);
		value = value << 6 | (unsigned)(found - alphabet);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			gantry_buffer_putc(to, (char)(value >> bits & 0xff));
		}
	}
}

static json_t *
decode_json(const char *from, size_t length)
{
	struct gantry_buffer text = { 0 };
	json_t *json;

	decode(&text, from, length);
	json = json_loadb(text.data, text.length, 0, NULL);
	ck_assert_ptr_nonnull(json);
	gantry_buffer_clear(&text);
	return json;
}

static void
expect_json(json_t *seen, json_t *expected)
{
	ck_assert_msg(json_equal(seen, expected), "seen %s",
	    json_dumps(seen, JSON_COMPACT));
	json_decref(seen);
	json_decref(expected);
}

/* Does the last part of TOKEN sign the others? */
static bool
is_signed(const char *token)
{
	const char *dot = strrchr(token, '.');
	struct gantry_buffer signature = { 0 };
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool result;

	decode(&signature, dot + 1, strlen(dot + 1));
	ck_assert_int_eq(
	    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key), 1);
	result = EVP_DigestVerify(context, (unsigned char *)signature.data,
		     signature.length, (const unsigned char *)token,
		     (size_t)(dot - token)) == 1;
	EVP_MD_CTX_free(context);
	gantry_buffer_clear(&signature);
	return result;
}

START_TEST(a_self_signed_token_has_its_claims_and_a_good_signature)
{
	const struct auth_options options = {
		.account = put_account(NULL, NULL),
	};
	struct auth *auth = auth_new(&options, &error);
	struct gantry_buffer token = { 0 }, again = { 0 };
	time_t before = time(NULL), issued;
	const char *dot;
	json_t *claims;

	ck_assert_ptr_nonnull(auth);
	ck_assert_str_eq(auth_project(auth), "p");
	ck_assert_int_eq(auth_get(auth, &token, &error), 0);
	dot = strchr(token.data, '.');
	expect_json(decode_json(token.data, (size_t)(dot - token.data)),
	    json_pack(
		"{s:s,s:s,s:s}", "alg", "RS256", "typ", "JWT", "kid", "key1"));
	dot++;
	claims = decode_json(dot, strcspn(dot, "."));
	issued = json_integer_value(json_object_get(claims, "iat"));
	ck_assert_int_ge(issued, before);
	ck_assert_int_le(issued, time(NULL));
	expect_json(claims,
	    json_pack("{s:s,s:s,s:s,s:I,s:I}", "iss", EMAIL, "sub", EMAIL,
		"aud", "https://firestore.googleapis.com/", "iat",
		(json_int_t)issued, "exp", (json_int_t)issued + 3600));
	ck_assert(is_signed(token.data));
	token.data[5] ^= 1;
	ck_assert(!is_signed(token.data));
	token.data[5] ^= 1;
	/* It is good for a while. */
	ck_assert_int_eq(auth_get(auth, &again, &error), 0);
	ck_assert_str_eq(again.data, token.data);
	gantry_buffer_clear(&again);
	gantry_buffer_clear(&token);
	auth_free(auth);
}
END_TEST

START_TEST(an_assertion_has_a_scope_and_no_subject)
{
	const struct auth_claims claims = {
		.audience = AUTH_GOOGLE_TOKEN_URI,
		.scope = "a \"scope\"",
		.issued = 1700000000,
	};
	struct auth_account account;
	struct gantry_buffer token = { 0 };
	const char *first, *second;

	ck_assert_int_eq(auth_account_read(&account,
			     put_account("private_key_id", NULL), &error),
	    0);
	ck_assert_int_eq(
	    auth_account_sign(&account, &claims, &token, &error), 0);
	gantry_buffer_putc(&token, '\0');
	first = strchr(token.data, '.');
	second = strrchr(token.data, '.');
	expect_json(decode_json(token.data, (size_t)(first - token.data)),
	    json_pack("{s:s,s:s}", "alg", "RS256", "typ", "JWT"));
	expect_json(decode_json(first + 1, (size_t)(second - first - 1)),
	    json_pack("{s:s,s:s,s:s,s:i,s:i}", "iss", EMAIL, "scope",
		"a \"scope\"", "aud", AUTH_GOOGLE_TOKEN_URI, "iat", 1700000000,
		"exp", 1700003600));
	ck_assert(is_signed(token.data));
	gantry_buffer_clear(&token);
	auth_account_clear(&account);
	auth_account_clear(&account);
}
END_TEST

START_TEST(a_token_is_exchanged_when_asked_or_when_the_server_is_not_googles)
{
	char googles[] = AUTH_GOOGLE_TOKEN_URI;
	char other[] = "https://tokens.example.test/";
	struct auth_account account = { .token_uri = googles };
	struct auth_options options = { 0 };

	ck_assert(!auth_is_exchanged(&options, &account));
	options.exchanges = true;
	ck_assert(auth_is_exchanged(&options, &account));
	options.exchanges = false;
	account.token_uri = other;
	ck_assert(auth_is_exchanged(&options, &account));
}
END_TEST

START_TEST(a_ready_token_is_given_back)
{
	const struct auth_options options = { .token = "secret" };
	struct auth *auth = auth_new(&options, &error);
	struct gantry_buffer token = { 0 };

	ck_assert_int_eq(auth_get(auth, &token, &error), 0);
	ck_assert_str_eq(token.data, "secret");
	gantry_buffer_clear(&token);
	auth_free(auth);
}
END_TEST

static const struct refusal {
	const char *name, *value, *text;
} refused[] = {
	{ "type", "authorized_user", "not the key of a service account" },
	{ "type", NULL, "not the key of a service account" },
	{ "client_email", NULL, "client_email is missing" },
	{ "private_key", NULL, "private_key is missing" },
	{ "private_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n",
	    "not an RSA key" },
	{ "token_uri", "http://tokens.example.test/", "expected https://" },
	{ "token_uri", "http://127.0.0.1.example.test/", "expected https://" },
	{ "token_uri", "ftp://127.0.0.1/", "expected https://" },
	/* Where a careless reader sees this machine, and curl another one. */
	{ "token_uri", "http://localhost:x@example.test/", "expected https" },
	{ "token_uri", "http://localhost:80@example.test/", "expected https" },
	{ "token_uri", "http://127.0.0.1:1@example.test/", "expected https" },
	{ "token_uri", "http://[::1]:1@example.test/", "expected https" },
	{ "token_uri", "http://localhost:1\\@example.test/", "expected https" },
	{ "token_uri", "http://localhost.example.test/", "expected https" },
	{ "token_uri", "http://user@localhost/", "expected https://" },
	{ "token_uri", "https://user:pass@example.test/", "without a user" },
};

START_TEST(a_bad_account_is_rejected_with_a_reason)
{
	const struct refusal *refusal = &refused[_i];
	const struct auth_options options = {
		.account = put_account(refusal->name, refusal->value),
	};

	ck_assert_ptr_null(auth_new(&options, &error));
	ck_assert_msg(
	    strstr(error.text, refusal->text) != NULL, "%s", error.text);
	ck_assert_msg(
	    strstr(error.text, "account.json") != NULL, "%s", error.text);
}
END_TEST

START_TEST(a_file_that_is_missing_or_not_json_is_rejected)
{
	struct auth_account account;

	ck_assert_int_eq(
	    auth_account_read(&account, put("{\n\nnone"), &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "line 3 is not JSON"));
	ck_assert_int_eq(
	    auth_account_read(&account, "/nonexistent", &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/auth");
	TCase *tcase = tcase_create("auth");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(
	    tcase, a_self_signed_token_has_its_claims_and_a_good_signature);
	tcase_add_test(tcase, an_assertion_has_a_scope_and_no_subject);
	tcase_add_test(tcase,
	    a_token_is_exchanged_when_asked_or_when_the_server_is_not_googles);
	tcase_add_test(tcase, a_ready_token_is_given_back);
	tcase_add_loop_test(tcase, a_bad_account_is_rejected_with_a_reason, 0,
	    sizeof(refused) / sizeof(refused[0]));
	tcase_add_test(tcase, a_file_that_is_missing_or_not_json_is_rejected);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
