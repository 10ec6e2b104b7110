/*
 * What is proposed, and that all of it is what the application understands.
 */
#include <stdlib.h>
#include <string.h>

#include "data/gantry-cache/security/security_rules.h"
#include "firestore/access/access_rules.h"
#include "unit.h"

#define BEGIN_2                                             \
	"rules_version = '2';\nservice cloud.firestore {\n" \
	"match /databases/{database}/documents {\n"
#define BEGIN_1                         \
	"service cloud.firestore {\n\n" \
	"match /databases/{database}/documents {\n"
#define END "}}\n"

static struct gantry_buffer lines;
static struct gantry_error error;

static struct bytes
text(const char *string)
{
	return (struct bytes){ string, strlen(string) };
}

static const char *
propose(const char *rules)
{
	gantry_buffer_clear(&lines);
	if (security_rules_propose(text(rules), &lines, &error) == -1)
		return error.text;
	gantry_buffer_putc(&lines, '\0');
	return lines.data;
}

/* Make the access of what is proposed. */
static struct access *
allow(const char *rules)
{
	const char *items[32];
	struct access *access;
	char *line, *rest = NULL;
	size_t count = 0;

	propose(rules);
	for (line = strtok_r(lines.data, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest))
		if (strncmp(line, "allow = ", 8) == 0)
			items[count++] = line + 8;
	access = access_new(items, count, NULL, &error);
	ck_assert_msg(access != NULL, "%s", error.text);
	return access;
}

START_TEST(what_is_true_is_proposed)
{
	ck_assert_str_eq(
	    propose(BEGIN_2
		"match /a/{x} { allow read: if true; }\n"
		"match /b/{x} { allow read; }\n"
		"match /c/{x} { allow get: if (true); allow list: if true }\n"
		"match /d/{x} { allow list, get, write : if ( ( true ) ); }\n"
		"match /e/f { allow get: if true; }\n"
		"match /g/{x} { match /h/{y} { allow read: if true; } }\n"
		"match /i/{x=**} { allow read: if true; }\n"
		"match /{x=**}/j/{y} { allow read: if true; }\n" END),
	    "allow = a/*\nallow = b/*\nallow = get c/*\nallow = list c/*\n"
	    "allow = d/*\nallow = get e/f\nallow = g/*/h/*\n"
	    "allow = i/**\nallow = **/j/*\n");
}
END_TEST

START_TEST(what_depends_on_something_is_a_comment)
{
	ck_assert_str_eq(
	    propose(BEGIN_2
		"match /a/{x} {\n allow read: if\n request.auth != null;\n"
		" allow get: if true && f(); allow list: if !false;\n"
		" allow read: if false; allow write: if true; }" END),
	    "# line 5: read of /databases/{database}/documents/a/{x} is left "
	    "out: it depends on request.auth != null\n"
	    "# line 7: get of /databases/{database}/documents/a/{x} is left "
	    "out: it depends on true && f()\n"
	    "# line 7: list of /databases/{database}/documents/a/{x} is left "
	    "out: it depends on !false\n");
}
END_TEST

/* What looks like a rule, and is not one. */
START_TEST(nothing_is_taken_from_elsewhere)
{
	static const char *const rules[] = {
		"match /a/{x} { // allow read: if true;\n }",
		"match /a/{x} { /* allow read: if true; */ }",
		"match /a/{x} { allow write: if y('allow read: if true;'); }",
		"function f() { return true; } match /a/{x} { }",
		"match /a/{x} { function read() { allow read: if true; } }",
		"match /a/{x} { allow read: if true || true; }",
		"match /a/{x} { allow read: if (true) && (true); }",
		"match /a/{x} { allow read: if true\n allow write: if true; }",
		"match /a { allow read: if true; }",
		"match /a/{x}/b { allow read: if true; }",
		"match /a/{x=**}/b/{y=**} { allow read: if true; }",
		"match /a/$(x) { allow read: if true; }",
		"match /a/b%2fc { allow read: if true; }",
		"match /a/b#c { allow read: if true; }",
		"match /a/x { allow list: if true; }",
		"match /a/{x=*} { allow read: if true; }",
		"allow read: if true;",
		NULL,
	};
	char whole[1024];
	size_t i;

	for (i = 0; rules[i] != NULL; i++) {
		strcpy(whole, BEGIN_2);
		strcat(strcat(whole, rules[i]), END);
		ck_assert_msg(strstr(propose(whole), "allow = ") == NULL &&
			strstr(propose(whole), "line ") != propose(whole),
		    "%s: %s", rules[i], propose(whole));
	}
	ck_assert_ptr_nonnull(strstr(
	    propose("service cloud.firestore { match /databases/(default)/"
		    "documents/a/{x} { allow read: if true; } }"),
	    "one database alone"));
	ck_assert_ptr_nonnull(
	    strstr(propose("service cloud.firestore { match /a/{x} {"
			   "allow read: if true; } }"),
		"is not below /databases"));
}
END_TEST

START_TEST(wildcards_of_version_1_have_a_segment)
{
	const char rules[] =
	    BEGIN_1 "match /a/{x}/{y=**} { allow read: if true; }\n"
		    "match /b/{x=**} { allow read: if true; }\n"
		    "match /{x=**}/c/{y} { allow read: if true; }" END;
	struct access *access = allow(rules);

	ck_assert(!access_get(access, text("a/x")));
	ck_assert(!access_list(access, text("a")));
	ck_assert(access_get(access, text("a/x/b/c")));
	ck_assert(access_list(access, text("a/x/b")));
	ck_assert(access_get(access, text("b/x")));
	ck_assert(access_get(access, text("b/x/y/z")));
	ck_assert(!access_get(access, text("c/x")));
	access_free(access);
	ck_assert_ptr_nonnull(
	    strstr(propose(rules), "only rules of version 2"));
	access =
	    allow(BEGIN_2 "match /a/{x}/{y=**} { allow read: if true; }" END);
	ck_assert(access_get(access, text("a/x")));
	access_free(access);
}
END_TEST

START_TEST(what_is_proposed_is_understood)
{
	struct access *access =
	    allow(BEGIN_2 "match /a*b/{x} { allow get: if true; }\n"
			  "match /get/{x} { allow read: if true; }\n"
			  "match /{x}/list { allow read: if true; }\n"
			  "match /{x=**} { allow list: if true; }" END);

	ck_assert(access_get(access, text("a*b/x")));
	ck_assert(!access_get(access, text("acb/x")));
	ck_assert(access_get(access, text("get/x")));
	ck_assert(access_get(access, text("x/list")));
	ck_assert(access_group(access, text(""), text("z"), false));
	ck_assert(!access_get(access, text("z/x")));
	access_free(access);
}
END_TEST

START_TEST(errors_have_a_line)
{
	ck_assert_str_eq(propose(""),
	    "line 1: expected 'service', found the end of the file");
	ck_assert_str_eq(propose("rules_version = '3';"),
	    "line 1: expected '1' or '2', found \"'3'\"");
	ck_assert_str_eq(propose("\nservice firebase.storage {}"),
	    "line 2: expected the service cloud.firestore, found "
	    "\"firebase\"");
	ck_assert_str_eq(propose(BEGIN_2 "\nmatch {"),
	    "line 5: expected a path, found \"{\"");
	ck_assert_str_eq(propose(BEGIN_2 "match /a/{x} { allow see: if x; }"),
	    "line 4: expected a method such as read, found \"see\"");
	ck_assert_ptr_nonnull(strstr(propose(BEGIN_2 "match /a/{x} { /* "),
	    "found the end of the file"));
	ck_assert_ptr_nonnull(
	    strstr(propose(BEGIN_2 "match /a/{x} { allow read: if 'x; }" END),
		"expected ';'"));
	ck_assert_ptr_nonnull(
	    strstr(propose(BEGIN_2 "match /a/{x} { allow read: if (; }" END),
		"found the end of the file"));
}
END_TEST

/* Each beginning of rules is refused, and read no further. */
START_TEST(rules_that_are_cut_off_are_refused)
{
	static const char rules[] =
	    BEGIN_2 "function f(x) { return '}'; } match /a/{x} { /* } */\n"
		    "allow read: if (x[1] == \"\\\"\"); allow get; } }}";
	const size_t whole = sizeof(rules) - 1;
	char *copy;
	size_t i;

	for (i = 0; i <= whole; i++) {
		copy = malloc(i + 1);
		memcpy(copy, rules, i);
		gantry_buffer_clear(&lines);
		ck_assert_int_eq(security_rules_propose(
				     (struct bytes){ copy, i }, &lines, &error),
		    i == whole ? 0 : -1);
		free(copy);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_true_is_proposed,
		what_depends_on_something_is_a_comment,
		nothing_is_taken_from_elsewhere,
		wildcards_of_version_1_have_a_segment,
		what_is_proposed_is_understood,
		errors_have_a_line,
		rules_that_are_cut_off_are_refused,
		NULL,
	};

	return unit_run("gantry-cache/security_rules", tests);
}
