/*
 * A worker's connections: idle ones are told to end, and the last is awaited.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "serve/worker/connections.h"
#include "unit.h"

static struct connections connections;

static struct connection *
add(int ends[2])
{
	struct connection *connection;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	connection = connections_add(&connections, ends[0]);
	ck_assert_ptr_nonnull(connection);
	ck_assert_int_eq(connection->descriptor, ends[0]);
	ck_assert(!atomic_load(&connection->busy));
	return connection;
}

static void
finish(struct connection *connection)
{
	close(connection->descriptor);
	connections_remove(&connections, connection);
}

static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

START_TEST(connections_come_and_go_in_any_order)
{
	static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 0, 2 },
		{ 1, 2, 0 }, { 0, 2, 1 }, { 2, 0, 1 } };
	struct connection *all[3];
	int ends[3][2];
	size_t i, j;

	connections_init(&connections, NULL);
	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		for (j = 0; j < 3; j++)
			all[j] = add(ends[j]);
		ck_assert_uint_eq(connections.count, 3);
		for (j = 0; j < 3; j++) {
			finish(all[orders[i][j]]);
			close(ends[orders[i][j]][1]);
			ck_assert_uint_eq(connections.count, 2 - j);
		}
		ck_assert_ptr_null(connections.first);
	}
	connections_clear(&connections, NULL);
}
END_TEST

static void
end_one(struct connection *connection, void *unused)
{
	(void)unused;
	connection_end(connection, SHUT_RD);
}

START_TEST(idle_connections_end_after_what_was_sent)
{
	int ends[2];
	char bytes[8];

	connections_init(&connections, NULL);
	add(ends);
	ck_assert_int_eq(write(ends[1], "sent", 4), 4);
	connections_visit(&connections, end_one, NULL);
	ck_assert_int_eq(read(ends[0], bytes, sizeof(bytes)), 4);
	ck_assert_int_eq(read(ends[0], bytes, sizeof(bytes)), 0);
	/* The answer still goes out. */
	ck_assert_int_eq(write(ends[0], "answer", 6), 6);
	ck_assert_int_eq(read(ends[1], bytes, sizeof(bytes)), 6);
	close(ends[1]);
	connections_clear(&connections, NULL);
}
END_TEST

START_TEST(busy_connections_are_left_alone)
{
	int busy[2], idle[2];
	char byte;

	connections_init(&connections, NULL);
	atomic_store(&add(busy)->busy, true);
	add(idle);
	connections_visit(&connections, end_one, NULL);
	ck_assert_int_eq(recv(idle[0], &byte, 1, MSG_DONTWAIT), 0);
	ck_assert_int_eq(recv(busy[0], &byte, 1, MSG_DONTWAIT), -1);
	ck_assert_int_eq(errno, EAGAIN);
	close(busy[1]);
	close(idle[1]);
	connections_clear(&connections, NULL);
}
END_TEST

START_TEST(a_late_event_finds_no_descriptor)
{
	struct connection *connection;
	int ends[2];

	connections_init(&connections, NULL);
	connection = add(ends);
	connection_take(connection);
	finish(connection);
	/* It does not wait for ever. */
	connection_take(connection);
	ck_assert_int_eq(connection->descriptor, -1);
	close(ends[1]);
	connections_clear(&connections, NULL);
}
END_TEST

START_TEST(an_empty_list_is_not_waited_for)
{
	int64_t before = now();

	connections_init(&connections, NULL);
	ck_assert_int_eq(connections_wait(&connections, 30000), 0);
	ck_assert_int_lt(now() - before, 5000);
	connections_clear(&connections, NULL);
}
END_TEST

START_TEST(a_wait_ends_after_its_milliseconds)
{
	static const int patiences[] = { 0, 50, 1150 };
	int64_t before, waited;
	int ends[2];
	size_t i;

	connections_init(&connections, NULL);
	add(ends);
	for (i = 0; i < sizeof(patiences) / sizeof(patiences[0]); i++) {
		before = now();
		ck_assert_int_eq(
		    connections_wait(&connections, patiences[i]), -1);
		waited = now() - before;
		ck_assert_msg(waited >= patiences[i] - 1,
		    "%d ms were asked for and %d waited", patiences[i],
		    (int)waited);
	}
	close(ends[1]);
	connections_clear(&connections, NULL);
}
END_TEST

static void *
finish_later(void *connection)
{
	const struct timespec moment = { .tv_nsec = 20000000 };

	nanosleep(&moment, NULL);
	finish(connection);
	return NULL;
}

START_TEST(the_last_one_ends_the_wait)
{
	static const int patiences[] = { 30000, 900 };
	pthread_t thread;
	int64_t before;
	int ends[2];
	size_t i;

	connections_init(&connections, NULL);
	for (i = 0; i < 2; i++) {
		before = now();
		ck_assert_int_eq(
		    pthread_create(&thread, NULL, finish_later, add(ends)), 0);
		ck_assert_msg(connections_wait(&connections, patiences[i]) == 0,
		    "the wait of %d ms ended too early", patiences[i]);
		ck_assert_int_lt(now() - before, 20000);
		ck_assert_int_eq(pthread_join(thread, NULL), 0);
		close(ends[1]);
	}
	connections_clear(&connections, NULL);
}
END_TEST

static bool
answer_yes(void *state)
{
	(void)state;
	return true;
}

static bool
answer_no(void *state)
{
	(void)state;
	return false;
}

static void
count(struct connection *connection, void *argument)
{
	(void)connection;
	++*(size_t *)argument;
}

static size_t
visited(void)
{
	size_t number = 0;

	connections_visit(&connections, count, &number);
	return number;
}

START_TEST(a_parked_connection_is_open_and_not_visited)
{
	struct connection *one, *other;

	connections_init(&connections, NULL);
	one = connections_add(&connections, 100);
	other = connections_add(&connections, 101);
	connections_park(&connections, one, answer_yes);
	connections_park(&connections, one, answer_yes);
	ck_assert_uint_eq(visited(), 1);
	ck_assert_uint_eq(connections.count, 2);
	connections_park(&connections, one, answer_no);
	ck_assert_uint_eq(visited(), 2);
	connections_park(&connections, one, answer_yes);
	connections_park(&connections, other, answer_yes);
	ck_assert_uint_eq(visited(), 0);
	/* Those that are removed are not parked when they come again. */
	connections_remove(&connections, one);
	connections_park(&connections, one, answer_yes);
	connections_remove(&connections, other);
	ck_assert_uint_eq(connections.count, 0);
	connections_add(&connections, 102);
	ck_assert_uint_eq(visited(), 1);
	connections_clear(&connections, NULL);
}
END_TEST

START_TEST(what_is_left_is_closed)
{
	int first[2], second[2];

	connections_init(&connections, NULL);
	add(first);
	add(second);
	connections_clear(&connections, NULL);
	ck_assert_int_eq(fcntl(first[0], F_GETFD), -1);
	ck_assert_int_eq(fcntl(second[0], F_GETFD), -1);
	close(first[1]);
	close(second[1]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		connections_come_and_go_in_any_order,
		idle_connections_end_after_what_was_sent,
		busy_connections_are_left_alone,
		a_late_event_finds_no_descriptor,
		an_empty_list_is_not_waited_for,
		a_wait_ends_after_its_milliseconds,
		the_last_one_ends_the_wait,
		a_parked_connection_is_open_and_not_visited,
		what_is_left_is_closed,
		NULL,
	};

	return unit_run("serve/connections", tests);
}
