/*
 * Names and passwords: RFC 7617, and its example in section 2.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gantry/secrets.h>
#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

#define CHALLENGE "Basic realm=\"gantry\", charset=\"UTF-8\""
/* "open sesame", by openssl passwd -5. */
#define HASH "$5$rounds=1000$salt$fn6nUx.sE0fgz/VX03yrwL05pkenQ/0yTOmQ37f3fd4"

static int verified;

static int
verify(struct gantry_request *request, const char *user, const char *password)
{
	verified++;
	if (strcmp(user, "broken") == 0)
		return gantry_response_fail(
		    gantry_request_response(request), GANTRY_503, "later");
	return (strcmp(user, "Aladdin") == 0 &&
		   strcmp(password, "open sesame") == 0) ||
	    (strcmp(user, "test") == 0 && strcmp(password, "123\xc2\xa3") == 0);
}

static const struct gantry_basic_options own = { .verify = verify };
static const struct gantry_middleware by_function = GANTRY_BASIC(&own);
static const struct gantry_basic_options users = { .users_setting = "users" };
static const struct gantry_middleware by_file = GANTRY_BASIC(&users);

static void
expect(const char *header, int status, const char *challenge)
{
	ck_assert_int_eq(test_site_status(header), status);
	test_site_assert_header(header, "WWW-Authenticate", challenge);
}

START_TEST(the_examples_of_rfc_7617_pass)
{
	test_site_use(&by_function, NULL);
	expect("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", 200, NULL);
	expect("Authorization: Basic dGVzdDoxMjPCow==", 200, NULL);
	test_site_assert_header(
	    "Authorization: basic   dGVzdDoxMjPCow==", "X-User", "test");
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(other_credentials_get_401_and_a_challenge)
{
	test_site_use(&by_function, NULL);
	expect("X: y", 401, CHALLENGE);
	/* A wrong password, and an empty one. */
	expect("Authorization: Basic QWxhZGRpbjpvcGVu", 401, CHALLENGE);
	expect("Authorization: Basic QWxhZGRpbjo=", 401, CHALLENGE);
	ck_assert_int_gt(verified, 0);
	verified = 0;
	/* Without a colon, without a name, with a NUL, with a newline. */
	expect("Authorization: Basic QWxhZGRpbg==", 401, CHALLENGE);
	expect("Authorization: Basic Om9wZW4gc2VzYW1l", 401, CHALLENGE);
	expect("Authorization: Basic QWxhZGRpbgA6eA==", 401, CHALLENGE);
	expect("Authorization: Basic QTp4Cg==", 401, CHALLENGE);
	/* Not base64; other bits at the end; another scheme. */
	expect("Authorization: Basic Aladdin:open", 401, CHALLENGE);
	expect("Authorization: Basic QWxhZGRpbjo", 401, CHALLENGE);
	expect("Authorization: Basic", 401, CHALLENGE);
	expect("Authorization: Basics QTp4", 401, CHALLENGE);
	expect("Authorization: Bearer QTp4", 401, CHALLENGE);
	ck_assert_int_eq(verified, 0);
	/* The function has failed: "broken:x". */
	expect("Authorization: Basic YnJva2VuOng=", 503, NULL);
	gantry_client_close(test_site_client);
}
END_TEST

/* A site whose users are those of TEXT. */
static void
use_file(const char *text)
{
	static char setting[512];

	unit_write_text(unit_path("users"), text);
	snprintf(setting, sizeof(setting), "users=%s", unit_path("users"));
	test_site_use(&by_file, setting);
}

START_TEST(a_file_of_users_is_read_again_when_it_changes)
{
	static const char header[] =
	    "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";

	use_file("# users\n\nother:" HASH "\r\nAladdin:" HASH "\n");
	expect(header, 200, NULL);
	expect(header, 200, NULL);
	expect("Authorization: Basic b3RoZXI6b3BlbiBzZXNhbWU=", 200, NULL);
	expect("Authorization: Basic b3RoZXI6b3Blbg==", 401, CHALLENGE);
	expect("Authorization: Basic bm9ib2R5Om9wZW4gc2VzYW1l", 401, CHALLENGE);
	/* The password of a user who was removed is not remembered. */
	unit_write_text(unit_path("users"), "other:" HASH "\n");
	expect(header, 401, CHALLENGE);
	unlink(unit_path("users"));
	expect(header, 500, NULL);
	unit_write_text(unit_path("users"), "Aladdin:" HASH);
	expect(header, 200, NULL);
	unit_write_text(unit_path("users"), "");
	expect(header, 401, CHALLENGE);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_file_that_is_wrong_is_named_with_its_line)
{
	static const struct {
		const char *text, *error;
	} files[] = {
		{ "a:" HASH "\nb", "users, line 2: it is not NAME:HASH" },
		{ ":" HASH, "users, line 1: it is not NAME:HASH" },
		{ "a:" HASH "\n\na:" HASH, "line 3: the user 'a' is there" },
		{ "a:$apr1$salt$hash", "line 1: the hash is of no kind" },
		{ "a:plain", "line 1: the hash is of no kind" },
		{ "a:$2y$31$aaaaaaaaaaaaaa", "line 1: the bcrypt hash takes" },
	};
	struct gantry_basic_options options = { .users_file = NULL };
	struct gantry_error error;
	void *state;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		unit_write_text(unit_path("users"), files[i].text);
		options.users_file = unit_path("users");
		ck_assert_int_eq(
		    gantry_basic_open(&options, NULL, &state, &error), -1);
		ck_assert_msg(strstr(error.text, files[i].error) != NULL, "%s",
		    error.text);
	}
	options.users_file = "/nonexistent/users";
	ck_assert_int_eq(gantry_basic_open(&options, NULL, &state, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "No such file"));
	options.users_file = "/";
	ck_assert_int_eq(gantry_basic_open(&options, NULL, &state, &error), -1);
	options.users_file = NULL;
	ck_assert_int_eq(gantry_basic_open(&options, NULL, &state, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "neither"));
	options.realm = "caf\xc3\xa9";
	options.verify = verify;
	ck_assert_int_eq(gantry_basic_open(&options, NULL, &state, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "realm"));
}
END_TEST

static enum gantry_bearer_result
verify_token(
    struct gantry_request *request, const char *token, const char *scope)
{
	(void)request;
	(void)scope;
	return strcmp(token, "good") == 0 ? GANTRY_BEARER_VALID
					  : GANTRY_BEARER_INVALID;
}

START_TEST(one_of_two_schemes_is_enough)
{
	const struct gantry_basic_options first = {
		.verify = verify,
		.is_optional = true,
	};
	const struct gantry_bearer_options second = {
		.verify = verify_token,
		.accepts_others = true,
	};
	const struct gantry_middleware outer = GANTRY_BASIC(&first);
	const struct gantry_middleware inner = GANTRY_BEARER(&second);

	test_site_outer = &outer;
	test_site_use(&inner, NULL);
	expect("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", 200, NULL);
	expect("Authorization: Bearer good", 200, NULL);
	expect("X: y", 401, "Bearer realm=\"gantry\", " CHALLENGE);
	expect("Authorization: Bearer bad", 401,
	    "Bearer realm=\"gantry\", error=\"invalid_token\", " CHALLENGE);
	expect("Authorization: Basic QTp4", 401,
	    CHALLENGE ", Bearer realm=\"gantry\"");
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_user_of_another_scheme_does_not_pass_by_default)
{
	const struct gantry_bearer_options first = {
		.verify = verify_token,
		.is_optional = true,
	};
	const struct gantry_middleware outer = GANTRY_BEARER(&first);

	test_site_outer = &outer;
	test_site_use(&by_function, NULL);
	expect("Authorization: Bearer good", 401,
	    CHALLENGE ", Bearer realm=\"gantry\"");
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_examples_of_rfc_7617_pass,
		other_credentials_get_401_and_a_challenge,
		a_file_of_users_is_read_again_when_it_changes,
		a_file_that_is_wrong_is_named_with_its_line,
		one_of_two_schemes_is_enough,
		a_user_of_another_scheme_does_not_pass_by_default,
		NULL,
	};

	return unit_run("middleware/basic", tests);
}
