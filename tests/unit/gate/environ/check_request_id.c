/*
 * The id of a request: taken from the web server if it is sane, else made.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gate/request.h"
#include "unit.h"

static struct request request;

static void
begin(const char *sent)
{
	static const struct transport none = { NULL };

	request_init(&request, &none, NULL);
	if (sent != NULL)
		ck_assert_int_eq(
		    environ_add(&request.environ, "HTTP_X_REQUEST_ID",
			strlen("HTTP_X_REQUEST_ID"), sent, NULL),
		    0);
}

/* Is SENT kept as the id, or replaced by one of our own? */
static bool
is_kept(const char *sent)
{
	bool kept;

	begin(sent);
	kept = strcmp(gantry_environ_request_id(&request.environ), sent) == 0;
	request_clear(&request);
	return kept;
}

START_TEST(an_id_is_kept_by_its_characters_and_length)
{
	char longest[130];

	ck_assert(is_kept("a"));
	ck_assert(is_kept("Az09.-_"));
	ck_assert(is_kept("from-the-front.1"));
	ck_assert(!is_kept(""));
	ck_assert(!is_kept("a b"));
	ck_assert(!is_kept("a, b"));
	ck_assert(!is_kept("a\nb"));
	ck_assert(!is_kept("a\"b"));
	ck_assert(!is_kept("caf\xc3\xa9"));
	memset(longest, 'x', sizeof(longest));
	longest[128] = '\0';
	ck_assert(is_kept(longest));
	longest[128] = 'x';
	longest[129] = '\0';
	ck_assert(!is_kept(longest));
}
END_TEST

START_TEST(blanks_around_it_do_not_belong_to_it)
{
	static const char *const sent[] = { "\tan-id", "an-id\t", " \tan-id\t ",
		"an-id   " };
	size_t i;

	for (i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
		begin(sent[i]);
		ck_assert_str_eq(
		    gantry_environ_request_id(&request.environ), "an-id");
		request_clear(&request);
	}
}
END_TEST

START_TEST(another_is_replaced_by_32_hexadecimal_digits)
{
	static const char *const sent[] = { NULL, "", "\t", "a b", "[forged]" };
	const char *id;
	size_t i;

	for (i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
		begin(sent[i]);
		id = gantry_environ_request_id(&request.environ);
		ck_assert_uint_eq(strlen(id), 32);
		ck_assert_uint_eq(strspn(id, "0123456789abcdef"), 32);
		ck_assert_ptr_eq(
		    gantry_environ_request_id(&request.environ), id);
		request_clear(&request);
	}
}
END_TEST

static void
next_id(char id[33])
{
	request_reset(&request);
	strcpy(id, gantry_environ_request_id(&request.environ));
}

START_TEST(each_request_has_its_own)
{
	static char ids[100][33];
	size_t i, j;

	begin(NULL);
	for (i = 0; i < 100; i++) {
		next_id(ids[i]);
		for (j = 0; j < i; j++)
			ck_assert_str_ne(ids[i], ids[j]);
	}
	request_clear(&request);
}
END_TEST

START_TEST(each_digit_comes_at_each_place)
{
	static const char digits[] = "0123456789abcdef";
	unsigned seen[32] = { 0 };
	char id[33];
	size_t i;
	int place;

	begin(NULL);
	for (i = 0; i < 2000; i++) {
		next_id(id);
		for (place = 0; place < 32; place++)
			seen[place] |= 1u
			    << (strchr(digits, id[place]) - digits);
	}
	for (place = 0; place < 32; place++)
		ck_assert_uint_eq(seen[place], 0xffff);
	request_clear(&request);
}
END_TEST

/* Random bits are kept, but not for two. */
START_TEST(each_process_has_its_own)
{
	char before[33], here[33], there[33];
	int ends[2];
	pid_t child;

	begin(NULL);
	next_id(before);
	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	next_id(here);
	if (child == 0) {
		(void)!write(ends[1], here, sizeof(here));
		_exit(0);
	}
	ck_assert_int_eq(read(ends[0], there, sizeof(there)), sizeof(there));
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert_str_ne(here, there);
	request_clear(&request);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_id_is_kept_by_its_characters_and_length,
		blanks_around_it_do_not_belong_to_it,
		another_is_replaced_by_32_hexadecimal_digits,
		each_request_has_its_own,
		each_digit_comes_at_each_place,
		each_process_has_its_own,
		NULL,
	};

	return unit_run("gate/request_id", tests);
}
