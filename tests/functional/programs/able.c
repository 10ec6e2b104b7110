/*
 * An application that needs more than serving: it writes files, uses a
 * database with a journal, looks a name up and connects, and runs a program.
 * The query has the name of what it does, and its argument.
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "applications.h"

#define PATH_SIZE 512

/* Write, change, rename and remove a file and a folder in FOLDER. */
static const char *
write_files(const char *folder)
{
	char one[PATH_SIZE], other[PATH_SIZE];
	int file;
	bool is_written;

	snprintf(one, sizeof(one), "%s/one", folder);
	snprintf(other, sizeof(other), "%s/other", folder);
	file = open(one, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (file == -1)
		return strerrorname_np(errno);
	is_written = write(file, "text", 4) == 4 && fsync(file) == 0 &&
	    ftruncate(file, 2) == 0 && fchmod(file, 0640) == 0;
	close(file);
	if (is_written && rename(one, other) == 0 && mkdir(one, 0700) == 0 &&
	    rmdir(one) == 0 && unlink(other) == 0)
		return "done";
	return strerrorname_np(errno);
}

/* A transaction in FOLDER/db, with a journal or a write-ahead log. */
static const char *
use_database(const char *folder, const char *mode)
{
	static char reason[256];
	char path[PATH_SIZE], sql[512];
	sqlite3 *db = NULL;
	const char *result = "done";

	snprintf(path, sizeof(path), "%s/db-%s", folder, mode);
	snprintf(sql, sizeof(sql),
	    "PRAGMA journal_mode = %s; CREATE TABLE IF NOT EXISTS t (n);"
	    " BEGIN; INSERT INTO t VALUES (1); COMMIT; SELECT n FROM t;",
	    mode);
	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		snprintf(reason, sizeof(reason), "%s", sqlite3_errmsg(db));
		result = reason;
	}
	sqlite3_close(db);
	return result;
}

static const char *
use_journal(const char *folder)
{
	return use_database(folder, "delete");
}

static const char *
use_wal(const char *folder)
{
	return use_database(folder, "wal");
}

/* Connect to HOST:PORT, and read what the server says. */
static const char *
connect_to(const char *address)
{
	static char word[64];
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	const char *colon = strrchr(address, ':');
	struct addrinfo *found;
	char host[64];
	ssize_t length = -1;
	int connection, reason = 0;

	snprintf(host, sizeof(host), "%.*s", (int)(colon - address), address);
	if (getaddrinfo(host, colon + 1, &hints, &found) != 0)
		return "not resolved";
	connection = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connection != -1 &&
	    connect(connection, found->ai_addr, found->ai_addrlen) == 0)
		length = recv(connection, word, sizeof(word) - 1, 0);
	reason = errno;
	if (connection != -1)
		close(connection);
	freeaddrinfo(found);
	if (length <= 0)
		return strerrorname_np(reason);
	word[length] = '\0';
	return word;
}

/* The first line that PROGRAM prints. */
static const char *
run_program(const char *program)
{
	static char line[256];
	ssize_t length;
	int ends[2], status = -1;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return strerrorname_np(errno);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		execl(program, program, "printed", (char *)NULL);
		_exit(errno);
	}
	close(ends[1]);
	if (child == -1) {
		close(ends[0]);
		return strerrorname_np(EPERM);
	}
	length = read(ends[0], line, sizeof(line) - 1);
	close(ends[0]);
	line[length > 0 ? length : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return line;
	return WIFEXITED(status) ? strerrorname_np(WEXITSTATUS(status))
				 : "killed";
}

/* libcrypto reads its configuration when it is first used. */
static const char *
use_crypto(const char *text)
{
	unsigned char digest[EVP_MAX_MD_SIZE];

	return EVP_Digest(
		   text, strlen(text), digest, NULL, EVP_sha256(), NULL) == 1
	    ? "done"
	    : "failed";
}

static const struct {
	const char *name;
	const char *(*act)(const char *argument);
} acts[] = {
	{ "write=", write_files },
	{ "journal=", use_journal },
	{ "wal=", use_wal },
	{ "connect=", connect_to },
	{ "run=", run_program },
	{ "crypto=", use_crypto },
};

static int
able(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	const char *said = "no such act";
	size_t i;

	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (strncmp(query, acts[i].name, strlen(acts[i].name)) == 0)
			said = acts[i].act(query + strlen(acts[i].name));
	return gantry_write(
	    start_response(environ, "200 OK", headers), said, strlen(said));
}

static const struct gantry_setting settings[] = {
	{ .key = "folder", .help = "a folder to write in" },
	{ .key = "server", .help = "an address to connect to" },
	{ .key = "program", .help = "a program to run" },
	{ .key = NULL },
};

static const char *const writes[] = { "folder", NULL };
static const char *const connects[] = { "server", NULL };
static const char *const runs[] = { "program", NULL };

const struct gantry_application able_application = {
	.name = "able",
	.help = "does what its record declares",
	.settings = settings,
	.call = able,
	.writes = writes,
	.connects = connects,
	.runs = runs,
};
