/*
 * What a module declares, as bytes that may be hostile.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/module/module_record.h"
#include "unit.h"

static const char *const colours[] = { "red", "green", NULL };
static const char *const reads[] = { "file", "=/usr/share/zoneinfo", NULL };

static const struct gantry_setting settings[] = {
	{ .key = "file",
	    .type = GANTRY_SETTING_PATH,
	    .fallback = "/x",
	    .help = "a file" },
	{ .key = "colour",
	    .type = GANTRY_SETTING_CHOICE,
	    .choices = colours,
	    .help = "red or green",
	    .secret = true },
	{ .key = "time",
	    .type = GANTRY_SETTING_DURATION,
	    .least = -1,
	    .most = INT64_MAX,
	    .unit = 1000,
	    .help = "how long" },
	{ NULL },
};

static int
call(struct gantry_environ *environ, gantry_start_response *start_response)
{
	(void)environ;
	(void)start_response;
	return 0;
}

static int
arguments(const struct gantry_settings *given, struct gantry_buffer *text,
    struct gantry_error *error)
{
	(void)given;
	(void)text;
	(void)error;
	return 0;
}

static const struct gantry_job jobs[] = {
	{ .name = "draw", .arguments = arguments, .writes = reads },
	{ NULL },
};

static const struct gantry_alias aliases[] = {
	{ "file", "file", "a file" },
	{ NULL },
};

static const char *
fact(void *state)
{
	(void)state;
	return NULL;
}

static struct gantry_application application;
static struct gantry_buffer record;
static struct arena arena;
static struct gantry_error error;

static void
set_up(void)
{
	application = (struct gantry_application){
		.name = "todo",
		.help = "lists",
		.settings = settings,
		.call = call,
		.authorizes = true,
		.foreign = true,
		.reads = reads,
		.jobs = jobs,
		.aliases = aliases,
	};
	gantry_buffer_clear(&record);
	arena_init(&arena);
}

static void
tear_down(void)
{
	gantry_buffer_clear(&record);
	arena_clear(&arena);
}

static const struct gantry_application *
read_back(void)
{
	gantry_buffer_reset(&record);
	module_record_write(&record, &application);
	ck_assert(!gantry_buffer_failed(&record));
	return module_record_read(record.data, record.length, &arena, &error);
}

START_TEST(what_is_written_is_read)
{
	const struct gantry_application *read = read_back();

	ck_assert_ptr_nonnull(read);
	ck_assert_str_eq(read->name, "todo");
	ck_assert_str_eq(read->help, "lists");
	ck_assert(read->authorizes);
	ck_assert(read->foreign);
	ck_assert(read->call == NULL);
	ck_assert_str_eq(read->reads[1], "=/usr/share/zoneinfo");
	ck_assert_ptr_null(read->reads[2]);
	ck_assert_ptr_null(read->writes);
	ck_assert_str_eq(read->settings[0].fallback, "/x");
	ck_assert_ptr_null(read->settings[1].fallback);
	ck_assert_str_eq(read->settings[1].choices[1], "green");
	ck_assert(read->settings[1].secret);
	ck_assert_int_eq(read->settings[2].type, GANTRY_SETTING_DURATION);
	ck_assert_int_eq(read->settings[2].least, -1);
	ck_assert_int_eq(read->settings[2].most, INT64_MAX);
	ck_assert_int_eq(read->settings[2].unit, 1000);
	ck_assert_ptr_null(read->settings[3].key);
	ck_assert_str_eq(read->jobs[0].name, "draw");
	ck_assert_str_eq(read->jobs[0].writes[0], "file");
	ck_assert(read->jobs[0].arguments == NULL);
	ck_assert_ptr_null(read->jobs[1].name);
	ck_assert_str_eq(read->aliases[0].target, "file");
	ck_assert_ptr_null(read->aliases[1].name);

	tear_down();
}
END_TEST

START_TEST(a_function_more_or_less_is_another_record)
{
	struct gantry_buffer before = { 0 };

	module_record_write(&before, &application);
	application.fact = fact;
	module_record_write(&record, &application);
	ck_assert_uint_eq(before.length, record.length);
	ck_assert_int_ne(memcmp(before.data, record.data, record.length), 0);
	gantry_buffer_clear(&before);

	tear_down();
}
END_TEST

START_TEST(a_record_that_is_cut_off_or_longer_is_refused)
{
	size_t length;

	ck_assert_ptr_nonnull(read_back());
	for (length = 0; length < record.length; length++)
		ck_assert_ptr_null(
		    module_record_read(record.data, length, &arena, &error));
	gantry_buffer_putc(&record, '\0');
	ck_assert_ptr_null(
	    module_record_read(record.data, record.length, &arena, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "is too long"));

	tear_down();
}
END_TEST

/* The sanitizers and valgrind see a reader that goes astray. */
START_TEST(no_byte_leads_the_reader_astray)
{
	static const unsigned char bytes[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };
	char *copy;
	size_t i, j;

	ck_assert_ptr_nonnull(read_back());
	copy = malloc(record.length);
	for (i = 0; i < record.length; i++) {
		for (j = 0; j < sizeof(bytes); j++) {
			memcpy(copy, record.data, record.length);
			copy[i] = (char)bytes[j];
			module_record_read(copy, record.length, &arena, &error);
			arena_reset(&arena);
		}
	}
	free(copy);

	tear_down();
}
END_TEST

/* Is the application refused, because of WHY? */
static void
assert_refused(const char *why)
{
	ck_assert_ptr_null(read_back());
	ck_assert_msg(strstr(error.text, why) != NULL, "'%s' lacks '%s'",
	    error.text, why);
	tear_down();
	set_up();
}

START_TEST(what_cannot_be_an_application_is_refused)
{
	static const struct gantry_setting types[] = {
		{ .key = "x",
		    .help = "x",
		    .type = (enum gantry_setting_type)99 },
		{ NULL },
	};
	static const struct gantry_setting choiceless[] = {
		{ .key = "x", .help = "x", .type = GANTRY_SETTING_CHOICE },
		{ NULL },
	};
	static const struct gantry_setting named[] = {
		{ .key = "x y", .help = "x" },
		{ NULL },
	};
	static const struct gantry_job idle[] = {
		{ .name = "x" },
		{ NULL },
	};
	char *longest = calloc(1, 5001);

	memset(longest, 'x', 5000);
	application.call = NULL;
	assert_refused("has no function call");
	application.name = "to/do";
	assert_refused("has a name that is not 1 to 64 letters");
	application.name = "";
	assert_refused("has a name that is not");
	application.help = "forged\nline";
	assert_refused("has a text with a control character");
	application.help = longest;
	assert_refused("has a text of more than 4096 bytes");
	application.settings = types;
	assert_refused("has a setting of a type that does not exist");
	application.settings = choiceless;
	assert_refused("has a setting without choices");
	application.settings = named;
	assert_refused("has a name that is not");
	application.jobs = idle;
	assert_refused("has a job without arguments");
	free(longest);

	tear_down();
}
END_TEST

START_TEST(an_application_needs_only_a_name_and_a_call)
{
	static const struct gantry_setting helpless[] = {
		{ .key = "x" },
		{ NULL },
	};
	const struct gantry_application *read;

	application = (struct gantry_application){
		.name = "todo",
		.call = call,
	};
	ck_assert_ptr_nonnull(read_back());
	application.settings = helpless;
	read = read_back();
	ck_assert_ptr_nonnull(read);
	ck_assert_ptr_null(read->help);
	ck_assert_str_eq(read->settings[0].key, "x");
	ck_assert_ptr_null(read->settings[0].help);

	tear_down();
}
END_TEST

START_TEST(lists_have_a_limit)
{
	const char *items[258];
	size_t i;

	for (i = 0; i < 257; i++)
		items[i] = "=/x";
	items[257] = NULL;
	application.runs = items;
	ck_assert_ptr_null(read_back());
	ck_assert_ptr_nonnull(
	    strstr(error.text, "has a list of more than 256 items"));
	items[256] = NULL;
	ck_assert_ptr_nonnull(read_back());

	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_written_is_read,
		a_function_more_or_less_is_another_record,
		a_record_that_is_cut_off_or_longer_is_refused,
		no_byte_leads_the_reader_astray,
		what_cannot_be_an_application_is_refused,
		an_application_needs_only_a_name_and_a_call,
		lists_have_a_limit,
		NULL,
	};

	set_up();
	return unit_run("gate/module_record", tests);
}
