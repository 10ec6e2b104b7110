/*
 * Users of a file.  It is small, so it is kept as it was read: lines that are
 * cut into names and hashes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secrets/password.h"
#include "middleware/auth/users.h"

#define FILE_MAX (1 << 20)

struct user {
	const char *name, *hash;
};

struct users {
	const char *path;
	struct stat seen; /* zero: read it */
	char *text;
	struct user *users;
	size_t count;
};

static void
forget(struct users *users)
{
	free(users->users);
	free(users->text);
	users->users = NULL;
	users->text = NULL;
	users->count = 0;
	memset(&users->seen, 0, sizeof(users->seen));
}

/* Read SIZE bytes of DESCRIPTOR, or what there is. */
static int
read_all(struct users *users, int descriptor, size_t size)
{
	size_t length = 0;
	ssize_t count;

	users->text = malloc(size + 1);
	if (users->text == NULL)
		return -1;
	while (length < size) {
		count = read(descriptor, users->text + length, size - length);
		if (count == -1 && errno == EINTR)
			continue;
		if (count == -1)
			return -1;
		if (count == 0)
			break;
		length += (size_t)count;
	}
	users->text[length] = '\0';
	return 0;
}

/* Add the user of LINE, the number NUMBER of the file. */
static int
add_line(
    struct users *users, char *line, size_t number, struct gantry_error *error)
{
	struct password_cost cost;
	char *colon = strchr(line, ':');

	line[strcspn(line, "\r")] = '\0';
	if (*line == '\0' || *line == '#')
		return 0;
	if (colon == NULL || colon == line)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s, line %zu: it is not NAME:HASH", users->path, number);
	*colon++ = '\0';
	if (users_hash(users, line) != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s, line %zu: the user '%.64s' is there twice",
		    users->path, number, line);
	if (password_cost_read(colon, &cost, error) == -1)
		return gantry_error_prefix(
		    error, "%s, line %zu", users->path, number);
	users->users[users->count++] = (struct user){ line, colon };
	return 0;
}

static int
parse(struct users *users, struct gantry_error *error)
{
	char *line = users->text, *end;
	size_t lines = 1, number = 1;

	for (end = users->text; *end != '\0'; end++)
		lines += *end == '\n';
	users->users = calloc(lines, sizeof(*users->users));
	if (users->users == NULL)
		return gantry_error_memory(error);
	for (; line != NULL; number++) {
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		if (add_line(users, line, number, error) == -1)
			return -1;
		line = end;
	}
	return 0;
}

/* Read DESCRIPTOR, whose status is SEEN. */
static int
load(struct users *users, int descriptor, struct gantry_error *error)
{
	struct stat seen;

	if (fstat(descriptor, &seen) == -1)
		return gantry_error_system(
		    error, "cannot read the users in %s", users->path);
	if (!S_ISREG(seen.st_mode) || seen.st_size > FILE_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot read the users in %s: it is not a file of at most "
		    "1 MiB",
		    users->path);
	if (read_all(users, descriptor, (size_t)seen.st_size) == -1)
		return gantry_error_system(
		    error, "cannot read the users in %s", users->path);
	if (parse(users, error) == -1)
		return -1;
	users->seen = seen;
	return 0;
}

static int
read_again(struct users *users, struct gantry_error *error)
{
	int descriptor =
	    open(users->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int result;

	forget(users);
	if (descriptor == -1)
		return gantry_error_system(
		    error, "cannot read the users in %s", users->path);
	result = load(users, descriptor, error);
	close(descriptor);
	if (result == -1)
		forget(users);
	return result;
}

static bool
is_same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev &&
	    a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	    a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	    a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

int
users_refresh(struct users *users, struct gantry_error *error)
{
	struct stat now;

	if (users->text != NULL && stat(users->path, &now) == 0 &&
	    is_same(&users->seen, &now))
		return 0;
	return read_again(users, error);
}

struct users *
users_open(const char *path, struct gantry_error *error)
{
	struct users *users = calloc(1, sizeof(*users));

	if (users == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	users->path = path;
	if (read_again(users, error) == 0)
		return users;
	users_close(users);
	return NULL;
}

void
users_close(struct users *users)
{
	if (users != NULL)
		forget(users);
	free(users);
}

const char *
users_hash(const struct users *users, const char *name)
{
	size_t i;

	for (i = 0; i < users->count; i++)
		if (strcmp(users->users[i].name, name) == 0)
			return users->users[i].hash;
	return NULL;
}

const char *
users_some_hash(const struct users *users)
{
	return users->count > 0 ? users->users[0].hash : NULL;
}
