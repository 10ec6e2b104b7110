/*
 * Numbers are eight bytes with the lowest first, texts a number and their
 * bytes, lists a number and their items.  The reader takes nothing for granted.
 */
#include <ctype.h>
#include <string.h>

#include "gate/module/module_record.h"

#define TEXT_MAX  4096
#define ITEMS_MAX 256
#define WORD_MAX  64

#define NO_TEXT UINT64_MAX

enum {
	HAS_OPEN = 1,
	HAS_CALL = 2,
	HAS_CLOSE = 4,
	HAS_FACT = 8,
	AUTHORIZES = 16,
	FOREIGN = 32,
	HAS_PREPARE = 64,
	FLAGS_END = 128,
};

/* The lists of rights of an application or a job. */
#define RIGHTS 5

static void
put_number(struct gantry_buffer *record, uint64_t number)
{
	unsigned char bytes[8];
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(number >> 8 * i);
	gantry_buffer_add(record, bytes, sizeof(bytes));
}

static void
put_text(struct gantry_buffer *record, const char *text)
{
	const size_t length = text != NULL ? strlen(text) : 0;

	put_number(record, text != NULL ? length : NO_TEXT);
	gantry_buffer_add(record, text != NULL ? text : "", length);
}

static void
put_list(struct gantry_buffer *record, const char *const *list)
{
	size_t count = 0, i;

	while (list != NULL && list[count] != NULL)
		count++;
	put_number(record, list != NULL ? count : NO_TEXT);
	for (i = 0; i < count; i++)
		put_text(record, list[i]);
}

static void
put_settings(
    struct gantry_buffer *record, const struct gantry_setting *settings)
{
	const struct gantry_setting *setting;
	size_t count = 0;

	while (settings != NULL && settings[count].key != NULL)
		count++;
	put_number(record, count);
	for (setting = settings; count > 0; count--, setting++) {
		put_text(record, setting->key);
		put_text(record, setting->fallback);
		put_list(record, setting->choices);
		put_text(record, setting->help);
		put_number(record, setting->secret);
		put_number(record, (uint64_t)setting->type);
		put_number(record, (uint64_t)setting->least);
		put_number(record, (uint64_t)setting->most);
		put_number(record, (uint64_t)setting->unit);
	}
}

static void
put_jobs(struct gantry_buffer *record, const struct gantry_job *jobs)
{
	const struct gantry_job *job;
	size_t count = 0;

	while (jobs != NULL && jobs[count].name != NULL)
		count++;
	put_number(record, count);
	for (job = jobs; count > 0; count--, job++) {
		put_text(record, job->name);
		put_number(record, job->arguments != NULL);
		put_list(record, job->reads);
		put_list(record, job->replaced);
		put_list(record, job->writes);
		put_list(record, job->connects);
		put_list(record, job->runs);
	}
}

static void
put_aliases(struct gantry_buffer *record, const struct gantry_alias *aliases)
{
	size_t count = 0, i;

	while (aliases != NULL && aliases[count].name != NULL)
		count++;
	put_number(record, count);
	for (i = 0; i < count; i++) {
		put_text(record, aliases[i].name);
		put_text(record, aliases[i].target);
		put_text(record, aliases[i].help);
	}
}

void
module_record_write(
    struct gantry_buffer *record, const struct gantry_application *application)
{
	put_text(record, application->name);
	put_text(record, application->help);
	put_number(record,
	    (application->open != NULL ? HAS_OPEN : 0) |
		(application->call != NULL ? HAS_CALL : 0) |
		(application->close != NULL ? HAS_CLOSE : 0) |
		(application->fact != NULL ? HAS_FACT : 0) |
		(application->authorizes ? AUTHORIZES : 0) |
		(application->foreign ? FOREIGN : 0) |
		(application->prepare != NULL ? HAS_PREPARE : 0));
	put_list(record, application->reads);
	put_list(record, application->replaced);
	put_list(record, application->writes);
	put_list(record, application->connects);
	put_list(record, application->runs);
	put_settings(record, application->settings);
	put_jobs(record, application->jobs);
	put_aliases(record, application->aliases);
}

/* A reading under way. */
struct reading {
	const unsigned char *at, *end;
	struct arena *arena;
	const char *fault; /* the first; NULL: none */
};

static void
fail(struct reading *reading, const char *fault)
{
	if (reading->fault == NULL)
		reading->fault = fault;
	reading->at = reading->end;
}

static uint64_t
get_number(struct reading *reading)
{
	uint64_t number = 0;
	size_t i;

	if (reading->end - reading->at < 8) {
		fail(reading, "is cut off");
		return 0;
	}
	for (i = 0; i < 8; i++)
		number |= (uint64_t)*reading->at++ << 8 * i;
	return number;
}

/* A number that is at most MOST. */
static uint64_t
get_small(struct reading *reading, uint64_t most, const char *fault)
{
	const uint64_t number = get_number(reading);

	if (number <= most)
		return number;
	fail(reading, fault);
	return 0;
}

static bool
is_text(const unsigned char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (iscntrl(bytes[i]))
			return false;
	return true;
}

/* A text, or NULL if it is none or not valid. */
static const char *
get_text(struct reading *reading)
{
	const uint64_t length = get_number(reading);
	const char *copy;

	if (reading->fault != NULL || length == NO_TEXT)
		return NULL;
	if (length > TEXT_MAX) {
		fail(reading, "has a text of more than 4096 bytes");
		return NULL;
	}
	if ((uint64_t)(reading->end - reading->at) < length) {
		fail(reading, "is cut off");
		return NULL;
	}
	if (!is_text(reading->at, (size_t)length)) {
		fail(reading, "has a text with a control character");
		return NULL;
	}
	copy = arena_strndup(
	    reading->arena, (const char *)reading->at, (size_t)length);
	if (copy == NULL)
		fail(reading, "takes too much memory");
	else
		reading->at += length;
	return copy;
}

static bool
is_name(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (!isalnum((unsigned char)name[i]) &&
		    strchr("_-.", name[i]) == NULL)
			return false;
	return i > 0 && i <= WORD_MAX;
}

/* A text that is a name; "" if it is not valid. */
static const char *
get_name(struct reading *reading)
{
	const char *name = get_text(reading);

	if (name != NULL && is_name(name))
		return name;
	fail(reading,
	    "has a name that is not 1 to 64 letters, digits, dots, dashes and "
	    "underscores");
	return "";
}

static void *
get_memory(struct reading *reading, size_t count, size_t size)
{
	void *memory = arena_alloc(reading->arena, (count + 1) * size);

	if (memory == NULL)
		fail(reading, "takes too much memory");
	else
		memset(memory, 0, (count + 1) * size);
	return memory;
}

static size_t
get_count(struct reading *reading)
{
	return (size_t)get_small(
	    reading, ITEMS_MAX, "has a list of more than 256 items");
}

/* A list of texts, or NULL. */
static const char *const *
get_list(struct reading *reading)
{
	const uint64_t given = get_number(reading);
	const char **list;
	size_t i;

	if (reading->fault != NULL || given == NO_TEXT)
		return NULL;
	if (given > ITEMS_MAX) {
		fail(reading, "has a list of more than 256 items");
		return NULL;
	}
	list = get_memory(reading, (size_t)given, sizeof(*list));
	for (i = 0; list != NULL && i < given; i++) {
		list[i] = get_text(reading);
		if (list[i] == NULL) {
			fail(reading, "has a list with an item that is NULL");
			return NULL;
		}
	}
	return list;
}

static void
get_setting(struct reading *reading, struct gantry_setting *setting)
{
	setting->key = get_name(reading);
	setting->fallback = get_text(reading);
	setting->choices = get_list(reading);
	setting->help = get_text(reading);
	setting->secret = get_small(reading, 1, "has a wrong flag") != 0;
	setting->type = (enum gantry_setting_type)get_small(reading,
	    GANTRY_SETTING_LIST, "has a setting of a type that does not exist");
	setting->least = (int64_t)get_number(reading);
	setting->most = (int64_t)get_number(reading);
	setting->unit = (int64_t)get_number(reading);
	if (setting->type == GANTRY_SETTING_CHOICE &&
	    (setting->choices == NULL || setting->choices[0] == NULL))
		fail(reading, "has a setting without choices");
	if (setting->unit < 0)
		fail(reading, "has a setting with a negative unit");
}

static const struct gantry_setting *
get_settings(struct reading *reading)
{
	const size_t count = get_count(reading);
	struct gantry_setting *settings =
	    get_memory(reading, count, sizeof(*settings));
	size_t i;

	for (i = 0; reading->fault == NULL && i < count; i++)
		get_setting(reading, &settings[i]);
	return settings;
}

static const struct gantry_job *
get_jobs(struct reading *reading)
{
	const size_t count = get_count(reading);
	struct gantry_job *jobs = get_memory(reading, count, sizeof(*jobs));
	size_t i;

	for (i = 0; reading->fault == NULL && i < count; i++) {
		jobs[i].name = get_name(reading);
		if (get_small(reading, 1, "has a wrong flag") == 0)
			fail(reading, "has a job without arguments");
		jobs[i].reads = get_list(reading);
		jobs[i].replaced = get_list(reading);
		jobs[i].writes = get_list(reading);
		jobs[i].connects = get_list(reading);
		jobs[i].runs = get_list(reading);
	}
	return jobs;
}

static const struct gantry_alias *
get_aliases(struct reading *reading)
{
	const size_t count = get_count(reading);
	struct gantry_alias *aliases =
	    get_memory(reading, count, sizeof(*aliases));
	size_t i;

	for (i = 0; reading->fault == NULL && i < count; i++) {
		aliases[i].name = get_name(reading);
		aliases[i].target = get_name(reading);
		aliases[i].help = get_text(reading);
	}
	return aliases;
}

/* In the place of a function that is there but not loaded. */
static int
prepare_unloaded(
    const struct gantry_settings *settings, struct gantry_error *error)
{
	(void)settings;
	return gantry_error_set(
	    error, GANTRY_ERROR_ARGUMENT, "the module is not loaded");
}

static void
get_application(struct reading *reading, struct gantry_application *application)
{
	uint64_t flags;

	application->name = get_name(reading);
	application->help = get_text(reading);
	flags = get_small(reading, FLAGS_END - 1, "has a wrong flag");
	application->authorizes = (flags & AUTHORIZES) != 0;
	application->foreign = (flags & FOREIGN) != 0;
	if ((flags & HAS_PREPARE) != 0)
		application->prepare = prepare_unloaded;
	application->reads = get_list(reading);
	application->replaced = get_list(reading);
	application->writes = get_list(reading);
	application->connects = get_list(reading);
	application->runs = get_list(reading);
	application->settings = get_settings(reading);
	application->jobs = get_jobs(reading);
	application->aliases = get_aliases(reading);
	if (reading->fault == NULL && (flags & HAS_CALL) == 0)
		fail(reading, "has no function call");
	if (reading->fault == NULL && reading->at != reading->end)
		fail(reading, "is too long");
}

struct gantry_application *
module_record_read(const void *record, size_t size, struct arena *arena,
    struct gantry_error *error)
{
	struct reading reading = {
		.at = record,
		.end = (const unsigned char *)record + size,
		.arena = arena,
	};
	struct gantry_application *application =
	    get_memory(&reading, 0, sizeof(*application));

	if (size > MODULE_RECORD_MAX)
		fail(&reading, "is longer than 1 MiB");
	if (reading.fault == NULL)
		get_application(&reading, application);
	if (reading.fault == NULL)
		return application;
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "what its application declares %s", reading.fault);
	return NULL;
}
