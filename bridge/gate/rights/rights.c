/*
 * The rights that records declare, with the values of settings.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/null.h"
#include "gate/rights/rights.h"
#include "gate/settings.h"

#define BESIDE "/../"

bool
rights_has(const struct rights *rights, enum right right, const char *value)
{
	size_t i;

	for (i = 0; i < rights->counts[right]; i++)
		if (strcmp(rights->values[right][i], value) == 0)
			return true;
	return false;
}

/* As rights_add, but take VALUE, which may be NULL: memory ran out. */
static int
take(struct rights *rights, enum right right, char *value,
    struct gantry_error *error)
{
	const size_t count = rights->counts[right];
	char **longer;

	if (value == NULL)
		return gantry_error_memory(error);
	if (rights_has(rights, right, value)) {
		free(value);
		return 0;
	}
	longer = realloc(rights->values[right], (count + 2) * sizeof(*longer));
	if (longer == NULL) {
		free(value);
		return gantry_error_memory(error);
	}
	longer[count] = value;
	longer[count + 1] = NULL;
	rights->values[right] = longer;
	rights->counts[right]++;
	return 0;
}

int
rights_add(struct rights *rights, enum right right, const char *value,
    struct gantry_error *error)
{
	return take(rights, right, strdup(value), error);
}

/* All that the sandbox can tell apart: names, TCP, UDP and local sockets. */
static int
add_any_address(struct rights *rights, struct gantry_error *error)
{
	static const char *const any[] = { "0.0.0.0", "localhost", "unix:/" };
	size_t i;

	for (i = 0; i < sizeof(any) / sizeof(any[0]); i++)
		if (rights_add(rights, RIGHT_CONNECTS, any[i], error) == -1)
			return -1;
	return 0;
}

int
gantry_rights_add(struct gantry_rights *rights, enum gantry_right right,
    const char *value, struct gantry_error *error)
{
	static const enum right kinds[] = {
		[GANTRY_RIGHT_READS] = RIGHT_READS,
		[GANTRY_RIGHT_WRITES] = RIGHT_WRITES,
		[GANTRY_RIGHT_CONNECTS] = RIGHT_CONNECTS,
		[GANTRY_RIGHT_RUNS] = RIGHT_RUNS,
	};
	struct gantry_error unread;

	if (error == NULL)
		error = &unread;
	if (null_error(rights, __func__, "rights", error))
		return -1;
	if (right == GANTRY_RIGHT_LOADS || right == GANTRY_RIGHT_RELOADS) {
		rights->loads |= right == GANTRY_RIGHT_LOADS;
		rights->reloads |= right == GANTRY_RIGHT_RELOADS;
		return 0;
	}
	if (null_error(value, __func__, "value", error))
		return -1;
	if ((size_t)right >= sizeof(kinds) / sizeof(kinds[0]))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "gantry_rights_add: %d is not a right", (int)right);
	if (right == GANTRY_RIGHT_CONNECTS && strcmp(value, "*") == 0)
		return add_any_address(&rights->rights, error);
	if (right != GANTRY_RIGHT_CONNECTS && access(value, F_OK) == -1)
		return 0;
	return rights_add(&rights->rights, kinds[right], value, error);
}

/* The value of the setting whose key is the LENGTH bytes at KEY; or NULL. */
static const char *
value_of(const struct gantry_settings *settings, const char *key, size_t length)
{
	const struct gantry_setting *setting = settings->application->settings;
	const char *value = NULL;

	for (; setting != NULL && setting->key != NULL; setting++)
		if (strlen(setting->key) == length &&
		    memcmp(setting->key, key, length) == 0)
			value = gantry_settings_get(settings, setting->key);
	return value == NULL || *value == '\0' ? NULL : value;
}

/* A copy of the path of NAME in the folder of the file PATH. */
static char *
path_beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	char *result;

	if (asprintf(&result, "%.*s%s",
		slash != NULL ? (int)(slash - path) + 1 : 0, path, name) == -1)
		return NULL;
	return result;
}

/* Is ENTRY a path, and one that does not exist?  Addresses have no slash. */
static bool
is_missing(enum right right, const char *value)
{
	return right != RIGHT_CONNECTS && access(value, F_OK) == -1;
}

static int
add_declared(struct rights *rights, enum right right, const char *entry,
    const struct gantry_settings *settings, struct gantry_error *error)
{
	const char *bar = strchr(entry, '|'), *beside, *value;

	if (*entry == '=')
		return is_missing(right, entry + 1)
		    ? 0
		    : rights_add(rights, right, entry + 1, error);
	if (bar != NULL) {
		value = value_of(settings, entry, (size_t)(bar - entry));
		return value != NULL
		    ? rights_add(rights, right, value, error)
		    : add_declared(rights, right, bar + 1, settings, error);
	}
	beside = strstr(entry, BESIDE);
	value = value_of(settings, entry,
	    beside != NULL ? (size_t)(beside - entry) : strlen(entry));
	if (value == NULL)
		return 0;
	if (beside == NULL)
		return rights_add(rights, right, value, error);
	return take(
	    rights, right, path_beside(value, beside + strlen(BESIDE)), error);
}

/* Add the lists in DECLARED, one for each right, and those of the operator. */
static int
add_all(struct rights *rights, const char *const *const declared[RIGHT_COUNT],
    const struct mount *mount, struct gantry_error *error)
{
	const char *const *entry;
	size_t i, j;

	for (i = 0; i < RIGHT_COUNT; i++) {
		entry = declared[i];
		for (; entry != NULL && *entry != NULL; entry++)
			if (add_declared(rights, (enum right)i, *entry,
				mount->settings, error) == -1)
				return -1;
		for (j = 0;
		     mount->rights != NULL && j < mount->rights->counts[i]; j++)
			if (rights_add(rights, (enum right)i,
				mount->rights->values[i][j], error) == -1)
				return -1;
	}
	return 0;
}

int
rights_add_mount(struct rights *rights, const struct mount *mount,
    struct gantry_error *error)
{
	const struct gantry_application *application = mount->application;
	const char *const *const declared[RIGHT_COUNT] = {
		[RIGHT_READS] = application->reads,
		[RIGHT_REPLACED] = application->replaced,
		[RIGHT_WRITES] = application->writes,
		[RIGHT_CONNECTS] = application->connects,
		[RIGHT_RUNS] = application->runs,
	};

	return add_all(rights, declared, mount, error);
}

int
rights_add_job(
    struct rights *rights, const struct job *job, struct gantry_error *error)
{
	const char *const *const declared[RIGHT_COUNT] = {
		[RIGHT_READS] = job->job->reads,
		[RIGHT_REPLACED] = job->job->replaced,
		[RIGHT_WRITES] = job->job->writes,
		[RIGHT_CONNECTS] = job->job->connects,
		[RIGHT_RUNS] = job->job->runs,
	};

	return add_all(rights, declared, job->mount, error);
}

void
rights_clear(struct rights *rights)
{
	size_t i;

	for (i = 0; i < RIGHT_COUNT; i++) {
		while (rights->counts[i] > 0)
			free(rights->values[i][--rights->counts[i]]);
		free(rights->values[i]);
		rights->values[i] = NULL;
	}
}
