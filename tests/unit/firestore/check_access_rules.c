#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firestore/access/access_rules.h"
#include "unit.h"

static struct gantry_error error;
static struct access *access_;

static struct bytes
text(const char *string)
{
	return (struct bytes){ string, strlen(string) };
}

/* Make it of RULES, one a line. */
static void
allow(const char *rules)
{
	const char *items[16];
	char *copy = strdup(rules), *line, *rest = NULL;
	size_t count = 0;

	access_free(access_);
	for (line = strtok_r(copy, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		items[count++] = line;
	access_ = access_new(items, count, NULL, &error);
	ck_assert_msg(access_ != NULL, "%s", error.text);
	free(copy);
}

static bool
can_get(const char *path)
{
	return access_get(access_, text(path));
}

static bool
can_list(const char *path)
{
	return access_list(access_, text(path));
}

static bool
can_query(const char *parent, const char *id)
{
	return access_group(access_, text(parent), text(id), false);
}

static bool
can_query_all(const char *parent)
{
	return access_group(access_, text(parent), text(""), true);
}

static void
end(void)
{
	access_free(access_);
	access_ = NULL;
}

START_TEST(nothing_is_allowed_without_rules)
{
	allow("");
	ck_assert(!can_get("users/alice"));
	ck_assert(!can_list("users"));
	ck_assert(!can_query("", "users"));
	ck_assert(!can_query_all(""));
	ck_assert(!access_has_token(access_, text("")));
	ck_assert(!access_has_token(access_, text("owner")));
	end();
}
END_TEST

START_TEST(a_star_is_one_segment)
{
	allow("users/*");
	ck_assert(can_get("users/alice"));
	ck_assert(can_list("users"));
	ck_assert(!can_get("users/alice/posts/p1"));
	ck_assert(!can_list("users/alice/posts"));
	ck_assert(!can_get("user/alice"));
	ck_assert(!can_get("usersx/alice"));
	/* A group also has collections below others. */
	ck_assert(!can_query("", "users"));
	allow("users/*/posts/*");
	ck_assert(!can_get("users/alice"));
	ck_assert(can_get("users/alice/posts/p1"));
	ck_assert(can_list("users/alice/posts"));
	ck_assert(!can_query("", "posts"));
	ck_assert(!can_query("users/alice", "posts"));
	end();
}
END_TEST

START_TEST(two_stars_are_any_depth)
{
	allow("users/**");
	ck_assert(can_get("users/alice"));
	ck_assert(can_get("users/alice/posts/p1"));
	ck_assert(can_list("users"));
	ck_assert(can_list("users/alice/posts"));
	ck_assert(can_query("users/alice", "posts"));
	ck_assert(can_query_all("users/alice"));
	ck_assert(!can_query("", "posts"));
	ck_assert(!can_query("", "users"));
	ck_assert(!can_query_all(""));
	ck_assert(!can_get("others/alice"));
	allow("users/*/**");
	ck_assert(can_get("users/alice"));
	ck_assert(can_list("users/alice/posts"));
	/* It also covers this, as each document of it is below one. */
	ck_assert(can_list("users"));
	end();
}
END_TEST

START_TEST(groups_need_a_rule_for_any_depth)
{
	allow("**/posts/*");
	ck_assert(can_query("", "posts"));
	ck_assert(can_query("users/alice", "posts"));
	ck_assert(can_list("posts"));
	ck_assert(can_list("a/b/posts"));
	ck_assert(can_get("a/b/posts/p"));
	ck_assert(!can_get("a/posts"));
	ck_assert(!can_get("a/posts/b/c"));
	ck_assert(!can_query("", "users"));
	ck_assert(!can_query_all(""));
	allow("users/alice/**/posts/*");
	ck_assert(can_query("users/alice", "posts"));
	ck_assert(can_query("users/alice/a/b", "posts"));
	ck_assert(!can_query("users/bob", "posts"));
	ck_assert(!can_query("", "posts"));
	allow("**");
	ck_assert(can_query("", "posts"));
	ck_assert(can_query_all(""));
	ck_assert(can_query_all("users/alice"));
	ck_assert(can_get("a/b/c/d"));
	ck_assert(can_list("a"));
	end();
}
END_TEST

START_TEST(get_and_list_are_apart)
{
	allow("get users/*\nlist posts/*\nconfig/public");
	ck_assert(can_get("users/alice"));
	ck_assert(!can_list("users"));
	ck_assert(!can_get("posts/p"));
	ck_assert(can_list("posts"));
	ck_assert(can_get("config/public"));
	ck_assert(!can_get("config/secret"));
	ck_assert(!can_list("config"));
	allow("get **");
	ck_assert(can_get("a/b"));
	ck_assert(!can_list("a"));
	ck_assert(!can_query("", "a"));
	ck_assert(!can_query_all(""));
	end();
}
END_TEST

/* Two rules do not become one that neither of them is. */
START_TEST(one_rule_has_to_cover_all)
{
	allow("users/alice\nusers/bob\nget **\n**/private/doc");
	ck_assert(!can_list("users"));
	ck_assert(!can_query("", "private"));
	end();
}
END_TEST

START_TEST(what_is_not_a_path_is_refused)
{
	char path[2048];
	size_t i;

	allow("**");
	ck_assert(!can_get(""));
	ck_assert(!can_get("users"));
	ck_assert(!can_get("/"));
	ck_assert(!can_get("users/"));
	ck_assert(!can_get("/users/alice"));
	ck_assert(!can_get("users//alice/x"));
	ck_assert(!can_get("users/alice/"));
	ck_assert(!can_list(""));
	ck_assert(!can_list("users/alice"));
	ck_assert(!can_query("users", "posts"));
	ck_assert(!can_query("", ""));
	ck_assert(!can_query("", "a/b"));
	for (i = 0; i < 404; i += 2)
		memcpy(path + i, "a/", 2);
	path[403] = '\0';
	ck_assert(!can_get(path));
	path[399] = '\0';
	ck_assert(can_get(path));
	end();
}
END_TEST

START_TEST(ids_may_have_any_characters)
{
	const struct bytes nul = { "users/a\0b", 9 },
			   shorter = { "users/a", 7 };

	allow("users/\\*\n\\get x/*\na b/c\\\\d");
	ck_assert(can_get("users/*"));
	ck_assert(!can_get("users/x"));
	ck_assert(!can_list("users"));
	ck_assert(can_list("get x"));
	ck_assert(can_get("a b/c\\d"));
	allow("users/a");
	ck_assert(access_get(access_, shorter));
	ck_assert(!access_get(access_, nul));
	end();
}
END_TEST

static void
expect_wrong(const char *rule, const char *why)
{
	const char *const rules[] = { "fine/*", rule };

	ck_assert_ptr_null(access_new(rules, 2, NULL, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_msg(
	    strstr(error.text, rule) != NULL && strstr(error.text, why) != NULL,
	    "%s", error.text);
}

START_TEST(wrong_rules_are_named)
{
	expect_wrong("users", "path of a collection");
	expect_wrong("get users/alice/posts", "path of a collection");
	expect_wrong("", "segments between slashes");
	expect_wrong("/users/*", "segments between slashes");
	expect_wrong("users//x", "segments between slashes");
	expect_wrong("users/", "segments between slashes");
	expect_wrong("users/a*", "whole segments");
	expect_wrong("users/***", "whole segments");
	expect_wrong("**/public/**", "only one **");
	expect_wrong("list users/alice", "ends with *");
	expect_wrong("users/x\\", "backslash");
}
END_TEST

static struct access *
with_tokens(const char *tokens, mode_t mode)
{
	const char *path = unit_path("tokens");

	unit_write_text(path, tokens);
	ck_assert_int_eq(chmod(path, mode), 0);
	return access_new(NULL, 0, path, &error);
}

START_TEST(tokens_are_read)
{
	access_ = with_tokens("# for the dashboard\n\n0123456789abcdef\n"
			      "second-token_of~us+/==",
	    0640);
	ck_assert_msg(access_ != NULL, "%s", error.text);
	ck_assert(access_has_token(access_, text("0123456789abcdef")));
	ck_assert(access_has_token(access_, text("second-token_of~us+/==")));
	ck_assert(!access_has_token(access_, text("0123456789abcdeg")));
	ck_assert(!access_has_token(access_, text("0123456789abcdef0")));
	ck_assert(!access_has_token(access_, text("0123456789abcde")));
	ck_assert(!access_has_token(access_, text("# for the dashboard")));
	ck_assert(!access_has_token(
	    access_, (struct bytes){ "0123456789abcdef\0x", 18 }));
	ck_assert(!access_has_token(access_, text("")));
	ck_assert(!can_get("users/alice"));
	end();
}
END_TEST

static void
expect_wrong_file(const char *tokens, mode_t mode, const char *why)
{
	ck_assert_ptr_null(with_tokens(tokens, mode));
	ck_assert_msg(strstr(error.text, why) != NULL &&
		strstr(error.text, "token file ") != NULL,
	    "%s", error.text);
}

START_TEST(wrong_token_files_are_named)
{
	expect_wrong_file("owner\n", 0600, "line 1: every client");
	expect_wrong_file("# x\nshort\n", 0600, "line 2: a token has 16");
	expect_wrong_file("has a blank in the middle\n", 0600, "letters");
	expect_wrong_file("0123456789abcdef\r\n", 0600, "letters");
	expect_wrong_file("", 0600, "no token");
	expect_wrong_file("# nothing\n", 0600, "no token");
	expect_wrong_file("0123456789abcdef\n", 0644, "0644");
	expect_wrong_file("0123456789abcdef\n", 0602, "0602");
	ck_assert_ptr_null(access_new(NULL, 0, unit_path("absent"), &error));
	ck_assert_ptr_nonnull(strstr(error.text, "cannot open the token file"));
	ck_assert_ptr_null(access_new(NULL, 0, unit_path(NULL), &error));
	ck_assert_ptr_nonnull(strstr(error.text, "not a file"));
	ck_assert_int_eq(mkfifo(unit_path("pipe"), 0600), 0);
	ck_assert_ptr_null(access_new(NULL, 0, unit_path("pipe"), &error));
	ck_assert_ptr_nonnull(strstr(error.text, "not a file"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		nothing_is_allowed_without_rules,
		a_star_is_one_segment,
		two_stars_are_any_depth,
		groups_need_a_rule_for_any_depth,
		get_and_list_are_apart,
		one_rule_has_to_cover_all,
		what_is_not_a_path_is_refused,
		ids_may_have_any_characters,
		wrong_rules_are_named,
		tokens_are_read,
		wrong_token_files_are_named,
		NULL,
	};

	return unit_run("firestore/access", tests);
}
