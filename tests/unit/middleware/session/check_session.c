/*
 * Sessions in cookies and in a store of files.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "middleware/session/session.h"
#include "middleware/session/session_site.h"
#include "unit.h"

#define NAME "__Host-session"

static struct gantry_session_files_options files;
static const struct gantry_session_store file_store =
    GANTRY_SESSION_FILES(&files);
static const struct gantry_session_options in_cookie = {
	.secret = SESSION_KEY_1,
};
static const struct gantry_session_options in_store = { .store = &file_store };
static const struct gantry_session_options *const both[] = { &in_cookie,
	&in_store, NULL };

static void
open_site(const struct gantry_session_options *options)
{
	static char folder[512];

	snprintf(folder, sizeof(folder), "%s", unit_path(NULL));
	files.folder = folder;
	session_site_open(options, NULL);
}

/* Run TEST with a cookie and with a store. */
static void
twice(void (*test)(int i))
{
	int i;

	for (i = 0; both[i] != NULL; i++) {
		session_site_forget();
		test(i);
	}
}

static void
expect(const char *method, const char *target, const char *text)
{
	ck_assert_str_eq(session_site_text(method, target), text);
}

static void
try_a_session_keeps_values_and_the_user(int i)
{
	const struct gantry_session_options *options = both[i];

	open_site(options);
	expect("GET", "/", "- - -");
	ck_assert_ptr_null(session_site_cookie(NAME));
	expect("GET", "/?a=1", "- 1 -");
	expect("GET", "/?b=2", "- 1 2");
	expect("POST", "/login?user=ada", "ada 1 2");
	expect("GET", "/", "ada 1 2");
	expect("GET", "/?a=", "ada - 2");
	expect("GET", "/", "ada - 2");
	expect("POST", "/logout", "- - -");
	ck_assert_str_eq(session_site_cookie(NAME), "");
	expect("GET", "/", "- - -");
	session_site_close();
	if (options->store != NULL)
		ck_assert_uint_eq(unit_count_files(), 0);
}

START_TEST(a_session_keeps_values_and_the_user)
{
	twice(try_a_session_keeps_values_and_the_user);
}
END_TEST

/* As a logout in another thread does. */
static void
remove_sessions(void)
{
	DIR *folder = opendir(files.folder);
	const struct dirent *entry;

	ck_assert_ptr_nonnull(folder);
	while ((entry = readdir(folder)) != NULL)
		if (*entry->d_name != '.')
			unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
}

START_TEST(a_slow_request_does_not_undo_a_logout)
{
	open_site(&in_store);
	session_site_forget();
	expect("POST", "/login?user=ada&a=1", "ada 1 -");
	session_site_meanwhile = remove_sessions;
	/* The responder has the session that it began with. */
	expect("GET", "/?b=2", "ada 1 2");
	session_site_meanwhile = NULL;
	ck_assert_uint_eq(unit_count_files(), 0);
	expect("GET", "/", "- - -");
	session_site_close();
}
END_TEST

static void
try_the_cookie_is_safe_by_default(int i)
{
	static const char *const attributes[] = { "Secure", "HttpOnly", "Path",
		"SameSite", NULL };
	static const char *const values[] = { "", "", "/", "Lax" };
	struct gantry_result *result;
	size_t at;

	open_site(both[i]);
	result = session_site_ask("POST", "/login?user=ada", NULL);
	for (at = 0; attributes[at] != NULL; at++)
		ck_assert_str_eq(gantry_result_cookie_attribute(
				     result, NAME, attributes[at]),
		    values[at]);
	ck_assert_ptr_null(
	    gantry_result_cookie_attribute(result, NAME, "Domain"));
	ck_assert_ptr_null(
	    gantry_result_cookie_attribute(result, NAME, "Max-Age"));
	gantry_assert_header(result, "Cache-Control", "no-store");
	gantry_assert_header(result, "Vary", "Cookie");
	gantry_result_free(result);
	/* A session that has not changed is not sent again. */
	result = session_site_ask("GET", "/", NULL);
	ck_assert_ptr_null(gantry_result_cookie(result, NAME));
	gantry_assert_header(result, "Cache-Control", "no-store");
	gantry_result_free(result);
	session_site_close();
}

START_TEST(the_cookie_is_safe_by_default)
{
	twice(try_the_cookie_is_safe_by_default);
}
END_TEST

static void
try_a_login_gives_the_session_a_new_id(int i)
{
	char before[8192], after[8192];

	open_site(both[i]);
	expect("GET", "/?a=1", "- 1 -");
	snprintf(before, sizeof(before), "%s", session_site_cookie(NAME));
	expect("POST", "/login?user=ada", "ada 1 -");
	snprintf(after, sizeof(after), "%s", session_site_cookie(NAME));
	ck_assert_str_ne(before, after);
	/* The id that was there before is not that of the user. */
	session_site_set_cookie(NAME, before);
	expect("GET", "/", i == 1 ? "- - -" : "- 1 -");
	session_site_set_cookie(NAME, after);
	expect("GET", "/", "ada 1 -");
	session_site_close();
}

START_TEST(a_login_gives_the_session_a_new_id)
{
	twice(try_a_login_gives_the_session_a_new_id);
}
END_TEST

START_TEST(an_id_that_a_client_invents_is_not_taken)
{
	static const char invented[] =
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

	open_site(&in_store);
	session_site_set_cookie(NAME, invented);
	expect("GET", "/?a=1", "- 1 -");
	ck_assert_str_ne(session_site_cookie(NAME), invented);
	session_site_set_cookie(NAME, "../../../../../../../../etc/passwd");
	expect("GET", "/", "- - -");
	session_site_close();
}
END_TEST

START_TEST(a_cookie_that_was_changed_is_not_valid)
{
	const struct gantry_session_options other = { .secret = SESSION_KEY_2 };
	char value[8192];

	open_site(&in_cookie);
	expect("POST", "/login?user=ada", "ada - -");
	snprintf(value, sizeof(value), "%s", session_site_cookie(NAME));
	value[5] ^= 1;
	session_site_set_cookie(NAME, value);
	expect("GET", "/", "- - -");
	value[5] ^= 1;
	session_site_close();
	open_site(&other);
	session_site_set_cookie(NAME, value);
	expect("GET", "/", "- - -");
	session_site_close();
}
END_TEST

START_TEST(a_key_can_be_replaced)
{
	const struct gantry_session_options rotated = {
		.secret = SESSION_KEY_2 " " SESSION_KEY_1,
	};
	const struct gantry_session_options later = { .secret = SESSION_KEY_2 };

	open_site(&in_cookie);
	expect("POST", "/login?user=ada", "ada - -");
	session_site_close();
	open_site(&rotated);
	expect("GET", "/?a=1", "ada 1 -");
	session_site_close();
	open_site(&later);
	expect("GET", "/", "ada 1 -");
	session_site_close();
}
END_TEST

static void
try_a_session_ends_when_it_is_idle(int i)
{
	open_site(both[i]);
	expect("POST", "/login?user=ada", "ada - -");
	clock_advance(20 * 60 * 1000);
	expect("GET", "/", "ada - -");
	/* The request of 20 minutes ago counts. */
	clock_advance(20 * 60 * 1000);
	expect("GET", "/", "ada - -");
	clock_advance(31 * 60 * 1000);
	expect("GET", "/", "- - -");
	session_site_close();
}

START_TEST(a_session_ends_when_it_is_idle)
{
	twice(try_a_session_ends_when_it_is_idle);
}
END_TEST

static void
try_a_session_ends_after_its_lifetime(int i)
{
	int round;

	open_site(both[i]);
	expect("POST", "/login?user=ada", "ada - -");
	for (round = 0; round < 23; round++) {
		clock_advance(20 * 60 * 1000);
		expect("GET", "/", "ada - -");
	}
	clock_advance(21 * 60 * 1000);
	expect("GET", "/", "- - -");
	/* A new login begins a new one. */
	expect("POST", "/login?user=ada", "ada - -");
	clock_advance(20 * 60 * 1000);
	expect("GET", "/", "ada - -");
	session_site_close();
}

START_TEST(a_session_ends_after_its_lifetime)
{
	twice(try_a_session_ends_after_its_lifetime);
}
END_TEST

static void
try_a_failure_changes_no_session(int i)
{
	struct gantry_result *result;

	open_site(both[i]);
	expect("GET", "/?a=1", "- 1 -");
	result = session_site_ask("GET", "/?a=2&fail=1", NULL);
	ck_assert_int_eq(gantry_result_status(result), 500);
	ck_assert_ptr_null(gantry_result_cookie(result, NAME));
	gantry_result_free(result);
	expect("GET", "/", "- 1 -");
	session_site_close();
}

START_TEST(a_failure_changes_no_session)
{
	twice(try_a_failure_changes_no_session);
}
END_TEST

static void
try_a_session_that_is_too_large_is_an_error(int i)
{
	char target[40000] = "/?a=";
	struct gantry_result *result;

	open_site(both[i]);
	/* 2048 bytes with the name of the value, or 65536 with four values. */
	if (i == 1) {
		memset(target + 4, 'x', 16383);
		for (target[2] = 'd'; target[2] > 'a'; target[2]--)
			session_site_text("GET", target);
	} else {
		memset(target + 4, 'x', 2047);
	}
	result = session_site_ask("GET", target, NULL);
	ck_assert_int_eq(gantry_result_status(result), 200);
	gantry_result_free(result);
	strcat(target, "x");
	result = session_site_ask("GET", target, NULL);
	ck_assert_int_eq(gantry_result_status(result), 500);
	ck_assert_ptr_nonnull(strstr(gantry_result_log(result),
	    i == 0 ? "the session would have 2049 bytes with 'a', and the "
		     "limit is 2048 in a cookie; use a store"
		   : "the session would have 65537 bytes with 'a', and the "
		     "limit is 65536"));
	gantry_result_free(result);
	session_site_close();
}

START_TEST(a_session_that_is_too_large_is_an_error)
{
	twice(try_a_session_that_is_too_large_is_an_error);
}
END_TEST

START_TEST(a_persistent_session_has_a_max_age)
{
	const struct gantry_session_options options = {
		.secret = SESSION_KEY_1,
		.lifetime = 1000,
		.is_persistent = true,
		.is_insecure = true,
		.same_site = GANTRY_SAME_SITE_STRICT,
	};
	struct gantry_result *result;
	int age;

	open_site(&options);
	result = session_site_ask("POST", "/login?user=ada", NULL);
	age =
	    atoi(gantry_result_cookie_attribute(result, "session", "Max-Age"));
	ck_assert_int_ge(age, 900);
	ck_assert_int_le(age, 1000);
	ck_assert_str_eq(
	    gantry_result_cookie_attribute(result, "session", "SameSite"),
	    "Strict");
	ck_assert_ptr_null(
	    gantry_result_cookie_attribute(result, "session", "Secure"));
	gantry_result_free(result);
	expect("GET", "/", "ada - -");
	session_site_close();
}
END_TEST

static void
refuse(const struct gantry_session_options *options, const char *text)
{
	struct gantry_error error;
	void *state = NULL;

	ck_assert_int_eq(
	    gantry_session_open(options, NULL, &state, &error), -1);
	ck_assert_msg(strstr(error.text, text) != NULL, "%s", error.text);
}

START_TEST(options_that_cannot_work_are_refused)
{
	const struct gantry_session_store nothing = { .options = NULL };

	refuse(&(struct gantry_session_options){ .name = "s" }, "no secret");
	refuse(&(struct gantry_session_options){ .secret = "short" },
	    "the minimum is 32");
	refuse(&(struct gantry_session_options){ .secret = SESSION_KEY_1,
		   .lifetime = -1 },
	    "lifetime");
	refuse(&(struct gantry_session_options){ .secret = SESSION_KEY_1,
		   .name = "__Host-s",
		   .is_insecure = true },
	    "requires https");
	refuse(
	    &(struct gantry_session_options){ .store = &nothing }, "no open");
	files.folder = "/nonexistent/folder";
	refuse(&in_store, "/nonexistent/folder: No such file");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_session_keeps_values_and_the_user,
		a_slow_request_does_not_undo_a_logout,
		the_cookie_is_safe_by_default,
		a_login_gives_the_session_a_new_id,
		an_id_that_a_client_invents_is_not_taken,
		a_cookie_that_was_changed_is_not_valid,
		a_key_can_be_replaced,
		a_session_ends_when_it_is_idle,
		a_session_ends_after_its_lifetime,
		a_failure_changes_no_session,
		a_session_that_is_too_large_is_an_error,
		a_persistent_session_has_a_max_age,
		options_that_cannot_work_are_refused,
		NULL,
	};

	return unit_run("middleware/session", tests);
}
