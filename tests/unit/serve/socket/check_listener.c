/*
 * Listening sockets: inherited, opened and rejected ones.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/socket/listener.h"
#include "unit.h"

#define STRANGER 65534 /* nobody */

static struct listeners listeners;
static struct gantry_error error;

/* What another user does right after a socket was bound; NULL: nothing. */
static void (*attack)(void);

int __real_bind(int, const struct sockaddr *, socklen_t);
int __wrap_bind(int, const struct sockaddr *, socklen_t);

/* Calls of bind(2) come here, see local.mk. */
int
__wrap_bind(int socket, const struct sockaddr *address, socklen_t length)
{
	int result = __real_bind(socket, address, length);

	if (result == 0 && attack != NULL)
		attack();
	return result;
}

static bool
is_root(void)
{
	if (geteuid() == 0)
		return true;
	fprintf(stderr, "check_listener: SKIPPED a test: it needs root\n");
	return false;
}

static int
bind_to(const char *address, bool public)
{
	const struct listener_options options = { .public = public };

	error = (struct gantry_error){ 0 };
	return listeners_bind(&listeners, address, &options, &error);
}

/* "unix:" and the path of NAME in the folder of the test. */
static const char *
unix_address(const char *name)
{
	static char addresses[2][512];
	static int next;
	char *address = addresses[next++ % 2];

	snprintf(address, sizeof(addresses[0]), "unix:%s", unit_path(name));
	return address;
}

static struct sockaddr_un
socket_address(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	return address;
}

static int
connect_to(const char *path)
{
	const struct sockaddr_un address = socket_address(path);
	int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	ck_assert_int_ne(descriptor, -1);
	if (connect(descriptor, (const struct sockaddr *)&address,
		sizeof(address)) == 0)
		return descriptor;
	close(descriptor);
	return -1;
}

/* A foreign socket at PATH that listens with BACKLOG. */
static int
listen_at(const char *path, int backlog)
{
	const struct sockaddr_un address = socket_address(path);
	int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(descriptor, (const struct sockaddr *)&address,
			     sizeof(address)),
	    0);
	ck_assert_int_eq(listen(descriptor, backlog), 0);
	return descriptor;
}

START_TEST(the_default_mode_includes_the_group)
{
	const char *path = unit_path("socket");
	struct stat status;
	mode_t before = umask(0);
	int client;

	ck_assert_msg(
	    bind_to(unix_address("socket"), false) == 0, "%s", error.text);
	ck_assert_uint_eq(umask(before), 0);
	ck_assert_int_eq(lstat(path, &status), 0);
	ck_assert(S_ISSOCK(status.st_mode));
	ck_assert_int_eq(status.st_mode & 0777, 0660);
	ck_assert_uint_eq(listeners.count, 1);
	ck_assert(listener_is(listeners.descriptors[0]));
	ck_assert_int_ne(
	    fcntl(listeners.descriptors[0], F_GETFL) & O_NONBLOCK, 0);
	ck_assert_int_ne(
	    fcntl(listeners.descriptors[0], F_GETFD) & FD_CLOEXEC, 0);
	client = connect_to(path);
	ck_assert_int_ne(client, -1);
	close(client);
	listeners_unlink(&listeners);
	ck_assert(!unit_exists(path));
	listeners_close(&listeners);
	ck_assert_uint_eq(listeners.count, 0);
}
END_TEST

START_TEST(a_unix_socket_has_the_configured_mode_and_owner)
{
	const struct listener_options options = {
		.mode = 0606,
		.has_user = true,
		.has_group = true,
		.user = geteuid() == 0 ? 4711 : geteuid(),
		.group = geteuid() == 0 ? 4712 : getegid(),
	};
	struct stat status;

	ck_assert_int_eq(listeners_bind(&listeners, unix_address("socket"),
			     &options, &error),
	    0);
	ck_assert_int_eq(lstat(unit_path("socket"), &status), 0);
	ck_assert_int_eq(status.st_mode & 0777, 0606);
	ck_assert_uint_eq(status.st_uid, options.user);
	ck_assert_uint_eq(status.st_gid, options.group);
	listeners_close(&listeners);
}
END_TEST

/* The exit status of a child that may not change owners. */
static int
give_away(void)
{
	const struct listener_options options = { .has_user = true,
		.user = 4711 };

	if (geteuid() == 0 && setresuid(STRANGER, STRANGER, STRANGER) == -1)
		return 1;
	if (listeners_bind(&listeners, unix_address("open/socket"), &options,
		&error) != -1)
		return 2;
	if (strstr(error.text, "only root") == NULL)
		return 3;
	return unit_exists(unit_path("open/socket")) ? 4 : 0;
}

START_TEST(a_socket_is_removed_if_its_owner_cannot_be_set)
{
	pid_t child;
	int status;

	ck_assert_int_eq(mkdir(unit_path("open"), 0700), 0);
	ck_assert_int_eq(chmod(unit_path("open"), 0777), 0);
	ck_assert_int_eq(chmod(unit_path(NULL), 0711), 0);
	child = fork();
	if (child == 0)
		_exit(give_away());
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

static void
put_link(void)
{
	ck_assert_int_eq(unlink(unit_path("socket")), 0);
	ck_assert_int_eq(symlink("victim", unit_path("socket")), 0);
}

static void
put_hard_link(void)
{
	ck_assert_int_eq(unlink(unit_path("socket")), 0);
	ck_assert_int_eq(link(unit_path("victim"), unit_path("socket")), 0);
}

static void
put_socket(void)
{
	void (*self)(void) = attack;

	attack = NULL;
	ck_assert_int_eq(unlink(unit_path("socket")), 0);
	close(listen_at(unit_path("socket"), 1));
	ck_assert_int_eq(chown(unit_path("socket"), STRANGER, STRANGER), 0);
	ck_assert_int_eq(chmod(unit_path("socket"), 0600), 0);
	attack = self;
}

/* Returns the mode of what is at the path then. */
static mode_t
bind_under_attack(void (*by)(void), const char *path)
{
	const struct listener_options options = {
		.mode = 0666,
		.has_user = true,
		.user = geteuid() == 0 ? STRANGER : geteuid(),
	};
	struct stat status;

	attack = by;
	ck_assert_int_eq(listeners_bind(&listeners, unix_address("socket"),
			     &options, &error),
	    -1);
	attack = NULL;
	ck_assert_ptr_nonnull(strstr(error.text, "replaced the file"));
	ck_assert_uint_eq(listeners.count, 0);
	ck_assert_int_eq(stat(path, &status), 0);
	ck_assert_uint_eq(
	    status.st_uid, by == put_socket ? STRANGER : geteuid());
	return status.st_mode & 07777;
}

START_TEST(what_takes_the_place_of_the_socket_keeps_its_rights)
{
	unit_write_text(unit_path("victim"), "secret");
	ck_assert_int_eq(chmod(unit_path("victim"), 0600), 0);
	ck_assert_uint_eq(
	    bind_under_attack(put_link, unit_path("victim")), 0600);
	ck_assert_int_eq(unlink(unit_path("socket")), 0);
	ck_assert_uint_eq(
	    bind_under_attack(put_hard_link, unit_path("victim")), 0600);
	ck_assert_int_eq(unlink(unit_path("socket")), 0);
	if (!is_root())
		return;
	ck_assert_uint_eq(
	    bind_under_attack(put_socket, unit_path("socket")), 0600);
}
END_TEST

START_TEST(root_makes_no_socket_in_a_folder_of_another_user)
{
	if (!is_root())
		return;
	ck_assert_int_eq(mkdir(unit_path("run"), 0755), 0);
	ck_assert_int_eq(chown(unit_path("run"), STRANGER, STRANGER), 0);
	ck_assert_int_eq(bind_to(unix_address("run/socket"), false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "&& chmod 0755 "));
	ck_assert(!unit_exists(unit_path("run/socket")));
}
END_TEST

START_TEST(root_leaves_the_socket_of_another_user)
{
	if (!is_root())
		return;
	ck_assert_int_eq(mkdir(unit_path("tmp"), 0700), 0);
	ck_assert_int_eq(chmod(unit_path("tmp"), 01777), 0);
	close(listen_at(unit_path("tmp/socket"), 1));
	ck_assert_int_eq(chown(unit_path("tmp/socket"), STRANGER, 0), 0);
	ck_assert_int_eq(bind_to(unix_address("tmp/socket"), false), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "a socket of user 65534"));
	ck_assert(unit_exists(unit_path("tmp/socket")));
	ck_assert_int_eq(chown(unit_path("tmp/socket"), 0, 0), 0);
	ck_assert_msg(
	    bind_to(unix_address("tmp/socket"), false) == 0, "%s", error.text);
	listeners_unlink(&listeners);
	listeners_close(&listeners);
	ck_assert(!unit_exists(unit_path("tmp/socket")));
}
END_TEST

START_TEST(only_the_own_socket_is_removed)
{
	const char *path = unit_path("socket");
	int other;

	ck_assert_int_eq(bind_to(unix_address("socket"), false), 0);
	ck_assert_int_eq(unlink(path), 0);
	unit_write_text(path, "precious");
	listeners_unlink(&listeners);
	listeners_close(&listeners);
	ck_assert(unit_exists(path));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(bind_to(unix_address("socket"), false), 0);
	ck_assert_int_eq(
	    rename(path, unit_path("kept")), 0); /* keeps the inode in use */
	other = listen_at(path, 1);
	listeners_close_unshared(
	    &listeners, (const struct listeners *const[]){ NULL });
	listeners_clear(&listeners);
	ck_assert_int_ne(connect_to(path), -1);
	close(other);
}
END_TEST

START_TEST(a_port_is_shared_only_with_reuse_port)
{
	const struct listener_options shared = { .reuse_port = true };
	const struct listener_options alone = { .reuse_port = false };
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	char name[64];

	ck_assert_int_eq(
	    listeners_bind(&listeners, "127.0.0.1:0", &shared, &error), 0);
	ck_assert_int_eq(getsockname(listeners.descriptors[0],
			     (struct sockaddr *)&address, &size),
	    0);
	snprintf(name, sizeof(name), "127.0.0.1:%u",
	    (unsigned)ntohs(address.sin_port));
	ck_assert_int_eq(listeners_bind(&listeners, name, &alone, &error), -1);
	ck_assert_msg(listeners_bind(&listeners, name, &shared, &error) == 0,
	    "%s", error.text);
	listeners_close(&listeners);
}
END_TEST

START_TEST(a_stale_socket_is_replaced)
{
	const char *path = unit_path("socket");

	close(listen_at(path, 1));
	ck_assert(unit_exists(path));
	ck_assert_int_eq(connect_to(path), -1);
	ck_assert_msg(
	    bind_to(unix_address("socket"), false) == 0, "%s", error.text);
	ck_assert_int_ne(connect_to(path), -1);
	listeners_close(&listeners);
}
END_TEST

START_TEST(a_live_socket_is_left_alone)
{
	const char *path = unit_path("socket");
	int other = listen_at(path, 5);

	ck_assert_int_eq(bind_to(unix_address("socket"), false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_ptr_nonnull(strstr(error.text, path));
	ck_assert_uint_eq(listeners.count, 0);
	ck_assert_int_ne(connect_to(path), -1);
	close(other);
}
END_TEST

START_TEST(a_live_socket_with_a_full_queue_is_left_alone)
{
	const char *path = unit_path("socket");
	int other = listen_at(path, 0);

	while (connect_to(path) != -1)
		continue;
	ck_assert_int_eq(errno, EAGAIN);
	alarm(2);
	ck_assert_int_eq(bind_to(unix_address("socket"), false), -1);
	alarm(0);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	close(other);
}
END_TEST

START_TEST(other_files_are_left_alone)
{
	const char *path = unit_path("socket");

	unit_write_text(path, "precious");
	ck_assert_int_eq(bind_to(unix_address("socket"), false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert(unit_exists(path));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	ck_assert_int_eq(bind_to(unix_address("socket"), false), -1);
	ck_assert_int_eq(rmdir(path), 0);
	ck_assert_int_eq(symlink(unit_path("elsewhere"), path), 0);
	ck_assert_int_eq(bind_to(unix_address("socket"), false), -1);
	ck_assert(unit_exists(path));
	ck_assert(!unit_exists(unit_path("elsewhere")));
}
END_TEST

START_TEST(the_length_of_a_unix_path_is_limited)
{
	const size_t most = sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
	char address[256];
	size_t i;

	ck_assert_int_eq(bind_to("unix:", false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	snprintf(address, sizeof(address), "unix:%s/", unit_path(NULL));
	for (i = strlen(address); i < strlen("unix:") + most; i++)
		address[i] = 's';
	address[i] = '\0';
	ck_assert_msg(bind_to(address, false) == 0, "%s", error.text);
	listeners_unlink(&listeners);
	listeners_close(&listeners);
	address[i] = 's';
	address[i + 1] = '\0';
	ck_assert_int_eq(bind_to(address, false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_uint_eq(unit_count_files(), 0);
}
END_TEST

START_TEST(a_missing_folder_is_an_error)
{
	ck_assert_int_eq(bind_to(unix_address("none/socket"), false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, "No such file"));
}
END_TEST

START_TEST(loopback_addresses_are_allowed)
{
	static const char *const addresses[] = { "127.0.0.1:0", "127.200.3.4:0",
		"localhost:0" };
	size_t i;

	for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		ck_assert_msg(bind_to(addresses[i], false) == 0, "%s: %s",
		    addresses[i], error.text);
		ck_assert_uint_eq(listeners.count, i + 1);
		ck_assert(listener_is(listeners.descriptors[i]));
		ck_assert(!listeners.files[i].is_made);
	}
	listeners_unlink(&listeners);
	listeners_close(&listeners);
}
END_TEST

/* Not every machine has IPv6, but all of them parse its addresses. */
START_TEST(an_ipv6_address_has_brackets)
{
	struct sockaddr_in6 address;
	socklen_t length = sizeof(address);

	if (bind_to("[::1]:0", false) == -1) {
		ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
		return;
	}
	ck_assert_int_eq(getsockname(listeners.descriptors[0],
			     (struct sockaddr *)&address, &length),
	    0);
	ck_assert_int_eq(address.sin6_family, AF_INET6);
	listeners_close(&listeners);
}
END_TEST

START_TEST(other_addresses_need_public)
{
	ck_assert_int_eq(bind_to("0.0.0.0:0", false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "--bind-public"));
	ck_assert_int_eq(bind_to("[::]:0", false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_int_eq(bind_to("192.0.2.1:0", false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_uint_eq(listeners.count, 0);
	ck_assert_msg(bind_to("0.0.0.0:0", true) == 0, "%s", error.text);
	listeners_close(&listeners);
}
END_TEST

START_TEST(an_invalid_address_is_an_error)
{
	static const char *const addresses[] = { "", "9000", ":9000",
		"127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:1x",
		"/a/path", "tcp:127.0.0.1", "[127.0.0.1:0", "unix", "[]:9000",
		"[::1]:http" };
	size_t i;

	for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		ck_assert_msg(bind_to(addresses[i], false) == -1,
		    "'%s' is listened on", addresses[i]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, addresses[i]) != NULL,
		    "'%s': %s", addresses[i], error.text);
	}
	ck_assert_uint_eq(listeners.count, 0);
}
END_TEST

START_TEST(a_port_is_a_number_up_to_65535)
{
	static const char *const addresses[] = { "127.0.0.1:65536",
		"127.0.0.1:131072", "127.0.0.1:-1", "127.0.0.1:+1",
		"127.0.0.1: 0", "127.0.0.1:4294967296" };
	size_t i;

	for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		ck_assert_msg(bind_to(addresses[i], false) == -1,
		    "'%s' is listened on", addresses[i]);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
	ck_assert_uint_eq(listeners.count, 0);
}
END_TEST

START_TEST(a_port_in_use_is_an_error)
{
	struct sockaddr_in address;
	socklen_t length = sizeof(address);
	char text[64];

	ck_assert_int_eq(bind_to("127.0.0.1:0", false), 0);
	ck_assert_int_eq(getsockname(listeners.descriptors[0],
			     (struct sockaddr *)&address, &length),
	    0);
	snprintf(text, sizeof(text), "127.0.0.1:%d", ntohs(address.sin_port));
	ck_assert_int_eq(bind_to(text, false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, text));
	ck_assert_uint_eq(listeners.count, 1);
	listeners_close(&listeners);
}
END_TEST

START_TEST(at_most_eight_sockets_are_opened)
{
	int i;

	for (i = 0; i < LISTENERS_MAX; i++)
		ck_assert_int_eq(bind_to("127.0.0.1:0", false), 0);
	ck_assert_int_eq(bind_to("127.0.0.1:0", false), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	listeners_close(&listeners);
}
END_TEST

START_TEST(only_listening_sockets_are_listeners)
{
	int ends[2], descriptor = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert(!listener_is(descriptor));
	ck_assert(!listener_is(ends[0]));
	ck_assert(!listener_is(-1));
	ck_assert_int_eq(listen(descriptor, 1), 0);
	ck_assert(listener_is(descriptor));
	close(descriptor);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(a_socket_that_was_shut_down_is_dead_and_bound_anew)
{
	static const char *const tcp = "127.0.0.1:0";
	const char *const addresses[] = { unix_address("x"), tcp };
	struct listeners fresh = { 0 };
	const struct listeners *const kept[] = { &fresh, NULL };
	size_t i;

	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(bind_to(addresses[i], false), 0);
		ck_assert(!listener_is_dead(listeners.descriptors[0]));
		/* Shutting down the other direction does nothing. */
		shutdown(listeners.descriptors[0], SHUT_WR);
		ck_assert(!listener_is_dead(listeners.descriptors[0]));
		ck_assert_int_eq(
		    listeners_share(&fresh, &listeners, addresses[i], &error),
		    0);
		listeners_clear(&fresh);
		ck_assert_int_eq(
		    shutdown(listeners.descriptors[0], SHUT_RD), 0);
		ck_assert(listener_is_dead(listeners.descriptors[0]));
		ck_assert_int_eq(
		    listeners_share(&fresh, &listeners, addresses[i], &error),
		    -1);
		ck_assert_int_eq(listeners_bind(&fresh, addresses[i],
				     &(struct listener_options){ 0 }, &error),
		    0);
		listeners_close_unshared(&listeners, kept);
		listeners_clear(&listeners);
		ck_assert(!listener_is_dead(fresh.descriptors[0]));
		/* The file is the new socket's. */
		ck_assert(i > 0 || unit_exists(unit_path("x")));
		listeners_unlink(&fresh);
		listeners_close(&fresh);
	}
}
END_TEST

START_TEST(a_socket_with_waiting_connections_is_alive)
{
	int waiting;

	ck_assert_int_eq(bind_to(unix_address("x"), false), 0);
	waiting = connect_to(unit_path("x"));
	ck_assert(!listener_is_dead(listeners.descriptors[0]));
	close(waiting);
	ck_assert(!listener_is_dead(listeners.descriptors[0]));
	listeners_unlink(&listeners);
	listeners_close(&listeners);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_default_mode_includes_the_group,
		a_unix_socket_has_the_configured_mode_and_owner,
		a_socket_is_removed_if_its_owner_cannot_be_set,
		what_takes_the_place_of_the_socket_keeps_its_rights,
		root_makes_no_socket_in_a_folder_of_another_user,
		root_leaves_the_socket_of_another_user,
		only_the_own_socket_is_removed,
		a_port_is_shared_only_with_reuse_port,
		a_stale_socket_is_replaced,
		a_live_socket_is_left_alone,
		a_live_socket_with_a_full_queue_is_left_alone,
		other_files_are_left_alone,
		the_length_of_a_unix_path_is_limited,
		a_missing_folder_is_an_error,
		loopback_addresses_are_allowed,
		an_ipv6_address_has_brackets,
		other_addresses_need_public,
		an_invalid_address_is_an_error,
		a_port_is_a_number_up_to_65535,
		a_port_in_use_is_an_error,
		at_most_eight_sockets_are_opened,
		only_listening_sockets_are_listeners,
		a_socket_that_was_shut_down_is_dead_and_bound_anew,
		a_socket_with_waiting_connections_is_alive,
		NULL,
	};

	return unit_run("serve/listener", tests);
}
