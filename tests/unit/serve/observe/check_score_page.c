/*
 * The page of a worker: another process reads what it writes, without tearing.
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/observe/score_page.h"
#include "unit.h"

START_TEST(another_process_sees_the_request_of_a_thread)
{
	struct score_page *page = score_page_new(1);
	struct score_thread *thread = &page->threads[0];
	struct score_texts texts;
	char long_text[1000];
	int status;

	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	if (fork() == 0) {
		score_begin(thread, "GET", long_text, "the-id");
		score_step(thread, "SELECT 1");
		_exit(0);
	}
	wait(&status);
	ck_assert_int_eq(atomic_load(&thread->phase), SCORE_RUNNING);
	ck_assert_int_gt(atomic_load(&thread->since), 0);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.method, "GET");
	ck_assert_uint_eq(strlen(texts.target), SCORE_TARGET_SIZE - 1);
	ck_assert_str_eq(texts.id, "the-id");
	ck_assert_str_eq(texts.step, "SELECT 1");
	score_step(thread, NULL);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.step, "");
	score_end(thread);
	ck_assert_int_eq(atomic_load(&thread->phase), SCORE_IDLE);
	ck_assert_int_eq(atomic_load(&thread->since), 0);
	ck_assert_int_eq(atomic_load(&thread->requests), 1);
	score_page_free(page, 1);
}
END_TEST

START_TEST(texts_are_not_read_while_they_change)
{
	struct score_page *page = score_page_new(1);
	struct score_thread *thread = &page->threads[0];
	struct score_texts texts;

	score_begin(thread, "GET", "/", "");
	/* As if a worker had died during a change. */
	atomic_fetch_add(&thread->sequence, 1);
	ck_assert(!score_read(thread, &texts));
	ck_assert_str_eq(texts.method, "");
	score_page_free(page, 1);
}
END_TEST

START_TEST(requests_are_counted_by_status_and_latency)
{
	static const struct {
		int64_t microseconds;
		unsigned bucket;
	} cases[] = {
		{ 0, 0 },
		{ 63, 0 },
		{ 64, 1 },
		{ 127, 1 },
		{ 128, 2 },
		{ INT64_C(64) << 19, SCORE_BUCKETS },
		{ INT64_MAX, SCORE_BUCKETS },
	};
	struct score_page *page = score_page_new(1);
	struct score_totals *totals = &page->totals;
	const struct score_route *route = &page->routes[SCORE_ROUTE_NONE];
	int64_t before, codes = 0;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		before = atomic_load(&totals->latencies[cases[i].bucket]);
		score_count_request(page,
		    &(struct score_request){ .status = 200,
			.bytes = 10,
			.microseconds = cases[i].microseconds });
		ck_assert_int_eq(
		    atomic_load(&totals->latencies[cases[i].bucket]),
		    before + 1);
	}
	score_count_request(page, &(struct score_request){ .status = 404 });
	score_count_request(page, &(struct score_request){ .status = 0 });
	ck_assert_int_eq(atomic_load(&route->answers[2]), 7);
	ck_assert_int_eq(atomic_load(&route->answers[4]), 1);
	ck_assert_int_eq(atomic_load(&route->answers[0]), 1);
	ck_assert_int_eq(atomic_load(&route->bytes), 70);
	ck_assert_int_eq(atomic_load(&totals->codes[100]), 7);
	ck_assert_int_eq(atomic_load(&totals->codes[304]), 1);
	for (i = 0; i < SCORE_CODES; i++)
		codes += atomic_load(&totals->codes[i]);
	ck_assert_int_eq(codes, 8);
	score_page_free(page, 1);
}
END_TEST

START_TEST(a_data_version_stays_after_the_request)
{
	struct score_page *page = score_page_new(1);
	struct score_thread *thread = &page->threads[0];
	struct score_texts texts;

	score_data_version(thread, "entities", "first");
	score_begin(thread, "GET", "/", "");
	score_end(thread);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.data_version, "entities: first");
	score_data_version(thread, "entities", "firs");
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.data_version, "entities: firs");
	score_data_version(thread, "entities", NULL);
	ck_assert(score_read(thread, &texts));
	ck_assert_str_eq(texts.data_version, "");
	score_page_free(page, 1);
}
END_TEST

START_TEST(a_data_version_is_written_only_when_it_changes)
{
	struct score_page *page = score_page_new(1);
	struct score_thread *thread = &page->threads[0];
	char long_fact[2 * SCORE_DATA_VERSION_SIZE];
	unsigned before;

	memset(long_fact, 'x', sizeof(long_fact) - 1);
	long_fact[sizeof(long_fact) - 1] = '\0';
	score_data_version(thread, "a", long_fact);
	ck_assert_uint_eq(
	    strlen(thread->texts.data_version), SCORE_DATA_VERSION_SIZE - 1);
	before = atomic_load(&thread->sequence);
	score_data_version(thread, "a", long_fact);
	ck_assert_uint_eq(atomic_load(&thread->sequence), before);
	score_data_version(thread, "a", NULL);
	ck_assert_uint_eq(atomic_load(&thread->sequence), before + 2);
	score_data_version(thread, "b", NULL);
	ck_assert_uint_eq(atomic_load(&thread->sequence), before + 2);
	score_page_free(page, 1);
}
END_TEST

/* A compromised worker need not end its texts. */
START_TEST(texts_end_whatever_is_in_the_page)
{
	struct score_page *page = score_page_new(1);
	struct score_texts texts;

	memset(&page->threads[0].texts, 'x', sizeof(texts));
	ck_assert(score_read(&page->threads[0], &texts));
	ck_assert_uint_eq(strlen(texts.method), SCORE_METHOD_SIZE - 1);
	ck_assert_uint_eq(strlen(texts.target), SCORE_TARGET_SIZE - 1);
	ck_assert_uint_eq(strlen(texts.id), SCORE_ID_SIZE - 1);
	ck_assert_uint_eq(strlen(texts.step), SCORE_STEP_SIZE - 1);
	ck_assert_uint_eq(
	    strlen(texts.data_version), SCORE_DATA_VERSION_SIZE - 1);
	score_page_free(page, 1);
}
END_TEST

/* Can a child read at ADDRESS? */
static bool
child_has(const void *address)
{
	int ends[2], status;

	ck_assert_int_eq(pipe(ends), 0);
	if (fork() == 0)
		_exit(write(ends[1], address, 1) == 1);
	wait(&status);
	close(ends[0]);
	close(ends[1]);
	return WEXITSTATUS(status) == 1;
}

START_TEST(only_the_first_child_inherits_the_page)
{
	struct score_page *page = score_page_new(3);

	ck_assert(child_has(page));
	ck_assert_int_eq(score_page_hide(page, 3), 0);
	ck_assert(!child_has(page));
	ck_assert(!child_has(&page->threads[2]));
	score_page_free(page, 3);
	score_page_free(NULL, 3);
}
END_TEST

START_TEST(a_shared_page_can_be_joined_and_keeps_its_size)
{
	int memory;
	struct score_page *page = score_page_new_shared(3, &memory);
	struct score_page *joined;

	ck_assert_ptr_nonnull(page);
	joined = score_page_join(memory, 3);
	ck_assert_ptr_nonnull(joined);
	score_begin(&joined->threads[2], "GET", "/", "1");
	ck_assert_int_eq(atomic_load(&page->threads[2].phase), SCORE_RUNNING);
	ck_assert_int_eq(ftruncate(memory, 0), -1);
	ck_assert_int_eq(ftruncate(memory, 1 << 20), -1);
	close(memory);
	score_page_free(joined, 3);
	score_page_free(page, 3);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_shared_page_can_be_joined_and_keeps_its_size,
		only_the_first_child_inherits_the_page,
		texts_end_whatever_is_in_the_page,
		another_process_sees_the_request_of_a_thread,
		texts_are_not_read_while_they_change,
		requests_are_counted_by_status_and_latency,
		a_data_version_stays_after_the_request,
		a_data_version_is_written_only_when_it_changes,
		NULL,
	};

	return unit_run("serve/score_page", tests);
}
