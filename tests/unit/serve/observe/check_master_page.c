/*
 * The page of the master, as a worker finds it: readable and nothing else.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/observe/master_page.h"
#include "unit.h"

static struct master_memory memory;

static void
set_up(void)
{
	const struct master_job other = { .name = "a.other" };
	const struct master_job job = {
		.name = "a.job",
		.state = MASTER_JOB_RUNNING,
		.failed = true,
		.started = 12,
	};

	ck_assert_int_eq(master_memory_open(&memory, 3), 0);
	master_page_publish(memory.page, 0, &other);
	master_page_publish(memory.page, 4, &job);
	atomic_store(&memory.page->rss[2], 4711);
}

/* Run ATTEMPT in a child that has joined.  Returns what it returned. */
static int
in_worker(int (*attempt)(const struct master_page *page))
{
	const struct master_page *page;
	int status;

	if (fork() == 0) {
		page = master_memory_join(&memory);
		_exit(page != NULL ? attempt(page) : 100);
	}
	wait(&status);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
read_all(const struct master_page *page)
{
	const int index = master_page_find(page, "a.job");

	if (index != 4 || master_page_find(page, "a.jo") != -1 ||
	    master_page_find(page, "") != -1 ||
	    master_page_find(page, "a.other") != 0)
		return 1;
	if (atomic_load(&page->jobs[4].state) != MASTER_JOB_RUNNING ||
	    !atomic_load(&page->jobs[4].failed) ||
	    atomic_load(&page->jobs[4].started) != 12)
		return 2;
	if (atomic_load(&page->rss[2]) != 4711)
		return 3;
	return memory.page == NULL && memory.descriptor == -1 ? 0 : 4;
}

START_TEST(a_worker_reads_jobs_and_memory)
{
	set_up();
	ck_assert_int_eq(in_worker(read_all), 0);
	master_memory_close(&memory);
	master_memory_close(&memory);
}
END_TEST

static int
make_writable(const struct master_page *page)
{
	return mprotect((void *)page, 1, PROT_READ | PROT_WRITE) == -1 ? errno
								       : 0;
}

START_TEST(a_worker_cannot_make_it_writable)
{
	set_up();
	ck_assert_int_eq(in_worker(make_writable), EACCES);
	master_memory_close(&memory);
}
END_TEST

static int kept; /* a copy of the descriptor */

static int
map_again(const struct master_page *page)
{
	(void)page;
	return mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, kept, 0) ==
		MAP_FAILED
	    ? errno
	    : 0;
}

static int
write_file(const struct master_page *page)
{
	(void)page;
	return write(kept, "x", 1) == -1 ? errno : 0;
}

static int
cut(const struct master_page *page)
{
	(void)page;
	return ftruncate(kept, 0) == -1 ? errno : 0;
}

/* With the descriptor, which no worker has, it could not either. */
START_TEST(the_memory_is_sealed)
{
	set_up();
	kept = dup(memory.descriptor);
	ck_assert_int_eq(in_worker(map_again), EPERM);
	ck_assert_int_eq(in_worker(write_file), EPERM);
	ck_assert_int_eq(in_worker(cut), EPERM);
	close(kept);
	master_memory_close(&memory);
}
END_TEST

START_TEST(no_child_inherits_the_mapping_of_the_master)
{
	int ends[2], status;

	set_up();
	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], memory.page, 1), 1);
	if (fork() == 0)
		_exit(write(ends[1], memory.page, 1) == -1 ? errno : 0);
	wait(&status);
	ck_assert_int_eq(WEXITSTATUS(status), EFAULT);
	close(ends[0]);
	close(ends[1]);
	master_memory_close(&memory);
}
END_TEST

START_TEST(paths_are_refused_until_a_time)
{
	struct master_page_pool *pool;
	struct master_page *page;
	uint64_t route;

	set_up();
	page = memory.page;
	pool = &page->pools[1];
	route = master_page_route(page, "/a", "/b");
	ck_assert(!master_page_refuses(pool, route, 1000));
	master_page_refuse(pool, 3, route, 2000);
	ck_assert(master_page_refuses(pool, route, 1999));
	ck_assert(!master_page_refuses(pool, route, 2000));
	/* Other pools serve it. */
	ck_assert(!master_page_refuses(pool + 1, route, 1999));
	/* However mount and path are divided. */
	ck_assert_uint_eq(master_page_route(page, "", "/a/b"), route);
	ck_assert_uint_ne(master_page_route(page, "/a", "/c"), route);
	ck_assert(!master_page_refuses(pool, route + 1, 1000));
	master_page_refuse(pool, 3, 0, 0);
	ck_assert(!master_page_refuses(pool, route, 1000));
	master_memory_close(&memory);
}
END_TEST

START_TEST(clients_have_numbers_of_their_own)
{
	const struct master_page *page;
	uint64_t route, client;

	set_up();
	page = memory.page;
	route = master_page_route(page, "", "/a");
	client = master_page_client(page, 0, "192.0.2.1");
	ck_assert_uint_ne(client, master_page_client(page, 0, "192.0.2.2"));
	ck_assert_uint_ne(client, master_page_client(page, route, "192.0.2.1"));
	ck_assert_uint_ne(client, master_page_route(page, "", "192.0.2.1"));
	client = master_page_client(page, 0, "2001:db8::1");
	ck_assert_uint_eq(
	    client, master_page_client(page, 0, "2001:db8:0:0:ffff::2"));
	ck_assert_uint_ne(
	    client, master_page_client(page, 0, "2001:db8:0:1::1"));
	ck_assert_uint_ne(master_page_client(page, 0, "::ffff:192.0.2.1"),
	    master_page_client(page, 0, "::ffff:192.0.2.2"));
	master_memory_close(&memory);
}
END_TEST

START_TEST(numbers_of_paths_depend_on_a_key)
{
	uint64_t route;

	set_up();
	route = master_page_route(memory.page, "", "/a");
	master_memory_close(&memory);
	set_up();
	ck_assert_uint_ne(master_page_route(memory.page, "", "/a"), route);
	master_memory_close(&memory);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_worker_reads_jobs_and_memory,
		a_worker_cannot_make_it_writable,
		the_memory_is_sealed,
		no_child_inherits_the_mapping_of_the_master,
		paths_are_refused_until_a_time,
		clients_have_numbers_of_their_own,
		numbers_of_paths_depend_on_a_key,
		NULL,
	};

	return unit_run("serve/master_page", tests);
}
