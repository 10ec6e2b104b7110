/*
 * A libFuzzer target for everything that reads a cache: the applications'
 * answers, and the commands of gantry-cache that read one.  An input makes a
 * file, see cache_input.h; its second byte says whether images are drawn, too.
 *
 * Nothing may crash, leak or read out of bounds.  No answer may be a 500, and
 * each must be whole; what the commands print must be printable; and nothing
 * beside the folder of images may change.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <gantry/testing.h>

#include "cache_input.h"
#include "data/cache/build/builder.h"
#include "data/gantry-cache/program.h"
#include "entities/entities.h"
#include "entities/projection.h"

#define DRAWS 1 /* a bit of the second byte */

static const struct cache_projection *const projections[] = {
	&entities_projection,
	NULL,
};

static const struct {
	const char *path, *fields;
} documents[] = {
	{ "publications/p", "{\"count\":{\"integerValue\":\"3\"}}" },
	{ "publications/caf\xc3\xa9 & co?",
	    "{\"count\":{\"doubleValue\":7.0}}" },
	{ "publications/p/ent/1",
	    "{\"count\":{\"integerValue\":\"5\"},"
	    "\"word\":{\"stringValue\":\"low\"}}" },
	{ "publications/p/ent/2",
	    "{\"count\":{\"integerValue\":\"5\"},"
	    "\"word\":{\"stringValue\":\"quote\\\" \\\\\"}}" },
	{ "publications/p/ent/3",
	    "{\"count\":{\"integerValue\":\"1\"},"
	    "\"word\":{\"stringValue\":\"\xc3\x89t\xc3\xa9\"}}" },
	{ "publications/caf\xc3\xa9 & co?/ent/1",
	    "{\"count\":{\"integerValue\":\"2\"},"
	    "\"word\":{\"stringValue\":\"low\"}}" },
	{ "publications/p/ent/4",
	    "{\"word\":{\"stringValue\":\"uncounted\"}}" },
	{ "other/x/deep/y", "{\"m\":{\"mapValue\":{\"fields\":{}}}}" },
};

/* Missing in a build without sanitizers; see replay.c. */
void __sanitizer_set_report_fd(void *descriptor) __attribute__((weak));

static char root[256];
static char cache[300], images[300], outside[300];
static int complaints; /* a copy of standard error */
static int output; /* a file in memory that the commands write to */

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Print the violated property, and what violates it, and abort. */
static void
violated(const char *property, const char *text)
{
	dprintf(complaints, "violated property: %s: %s\n", property, text);
	abort();
}

static void
build(const char *path)
{
	const struct cache_builder_options options = {
		.path = path,
		.projections = projections,
	};
	struct lack lack = { "parts", (char[]){ "output-1" }, 3 };
	const struct lacks lacks = { &lack, 1 };
	const struct cache_source source = {
		.name = "/export",
		.project = "demo",
		.database = "(default)",
		.exported = 1700000000000000,
		.pulled = 1700000000000000,
		.lacks = &lacks,
	};
	struct cache_document document = { 0 };
	struct gantry_error error;
	struct cache_builder *builder = cache_builder_new(&options, &error);
	size_t i;

	if (builder == NULL)
		violated("a cache can be made", error.text);
	for (i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		document.path = documents[i].path;
		document.path_length = strlen(document.path);
		document.fields = documents[i].fields;
		document.fields_length = strlen(document.fields);
		if (cache_builder_add(builder, &document, &error) == -1)
			violated("a document can be added", error.text);
	}
	if (cache_builder_publish(builder, &source, &error) == -1)
		violated("a cache can be published", error.text);
	cache_builder_free(builder);
}

/* The folder has the cache, the images, and a folder that must not change. */
static void
make_folder(void)
{
	const char *temporary = getenv("TMPDIR");
	char path[320];
	int descriptor;

	snprintf(root, sizeof(root), "%s/fuzz-cache-XXXXXX",
	    temporary != NULL ? temporary : "/tmp");
	if (mkdtemp(root) == NULL)
		violated("a folder can be made", root);
	snprintf(cache, sizeof(cache), "%s/cache.db", root);
	snprintf(images, sizeof(images), "%s/images", root);
	snprintf(outside, sizeof(outside), "%s/outside", root);
	snprintf(path, sizeof(path), "%s/keep", outside);
	mkdir(outside, 0755);
	descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (descriptor == -1)
		violated("a file can be made", path);
	close(descriptor);
	/* verify makes its folder there. */
	setenv("TMPDIR", root, 1);
}

static void
remove_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	char inner[600];

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
		if (unlink(inner) == -1)
			remove_folder(inner);
	}
	if (folder != NULL)
		closedir(folder);
	rmdir(path);
}

static void
clean_up(void)
{
	remove_folder(root);
}

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	complaints = dup(STDERR_FILENO);
	output = memfd_create("output", MFD_CLOEXEC);
	if (__sanitizer_set_report_fd != NULL)
		__sanitizer_set_report_fd((void *)(intptr_t)complaints);
	make_folder();
	build(cache);
	cache_input_begin(cache);
	atexit(clean_up);
	return 0;
}

/* --- The answers --- */

static bool
is_json(const struct gantry_result *result)
{
	const char *type = gantry_result_header(result, "Content-Type");

	return type != NULL && strstr(type, "json") != NULL;
}

static int
ask(struct gantry_client *client, const char *method, const char *target,
    const char *header)
{
	const char *const headers[] = { header, NULL };
	const struct gantry_simulation simulation = { .headers = headers };
	struct gantry_result *result =
	    gantry_simulate(client, method, target, &simulation);
	int status = gantry_result_status(result);

	if (gantry_result_error(result) != NULL)
		violated("an answer is whole", gantry_result_error(result));
	if (status == 0 || status == 500)
		violated("an answer is not a 500", target);
	if (is_json(result) && gantry_result_length(result) > 0 &&
	    gantry_result_json(result) == NULL)
		violated("an answer is JSON", gantry_result_text(result));
	gantry_result_free(result);
	return status;
}

static void
ask_all(void)
{
	static const char *const targets[] = {
		"/publications",
		"/frequencies/p?limit=5000",
		"/frequencies/p?limit=2&word=low&count=5",
		"/frequencies/caf%C3%A9%20%26%20co%3F",
		"/entities/low",
		"/entities/..%2Foutside",
		"/search?q=l&limit=100",
		"/search?q=%C3%A9&publication=p",
		"/images/0123456789abcdef/p.png",
		"/images/progress",
	};
	char file[320], folder[320];
	const char *const settings[] = { file, folder, "token=t",
		"query_timeout=300", "images_interval=0", NULL };
	struct gantry_error error;
	struct gantry_client *client;
	size_t i;

	snprintf(file, sizeof(file), "cache=%s", cache);
	snprintf(folder, sizeof(folder), "images=%s", images);
	client = gantry_client_open(&entities_application, settings, &error);
	if (client == NULL)
		violated("the application opens", error.text);
	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		ask(client, "GET", targets[i], NULL);
	ask(client, "POST", "/images", "Authorization: t");
	ask(client, "GET", "/publications", "If-None-Match: \"x\"");
	gantry_client_close(client);
}

/* --- The commands --- */

/* Get what the commands wrote, NUL-terminated; to be freed. */
static char *
take_output(size_t *length)
{
	off_t size = lseek(output, 0, SEEK_END);
	char *text = malloc((size_t)size + 1);

	if (text == NULL || pread(output, text, (size_t)size, 0) != size)
		violated("the output can be read", "");
	text[size] = '\0';
	*length = (size_t)size;
	if (ftruncate(output, 0) == -1)
		violated("the output can be emptied", "");
	lseek(output, 0, SEEK_SET);
	return text;
}

/* No controls but the end of a line, neither C0 nor C1 (as UTF-8). */
static void
check_printable(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		const unsigned char byte = (unsigned char)text[i];

		if ((byte < 0x20 && byte != '\n') || byte == 0x7f ||
		    (byte == 0xc2 && i + 1 < length &&
			(unsigned char)text[i + 1] >= 0x80 &&
			(unsigned char)text[i + 1] < 0xa0))
			violated("the output is printable", text);
	}
}

static void
check_json(const char *text, size_t length)
{
	json_error_t error;
	json_t *json = json_loadb(
	    text, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

	if (json == NULL &&
	    json_error_code(&error) != json_error_numeric_overflow)
		violated("the output is JSON", text);
	json_decref(json);
}

/* Run a command with its standard output and error in OUTPUT. */
static int
run(int stream, int count, char *arguments[])
{
	const int other =
	    stream == STDOUT_FILENO ? STDERR_FILENO : STDOUT_FILENO;
	static int nowhere = -1;
	int kept[2] = { dup(STDOUT_FILENO), dup(STDERR_FILENO) };
	int status;

	if (nowhere == -1)
		nowhere = memfd_create("nowhere", MFD_CLOEXEC);
	if (ftruncate(nowhere, 0) == -1)
		violated("nowhere can be emptied", "");
	lseek(nowhere, 0, SEEK_SET);
	fflush(NULL);
	dup2(output, stream);
	dup2(nowhere, other);
	status = gantry_cache_main(count, arguments, projections);
	fflush(NULL);
	dup2(kept[0], STDOUT_FILENO);
	dup2(kept[1], STDERR_FILENO);
	close(kept[0]);
	close(kept[1]);
	return status;
}

static void
check_lines(const char *text)
{
	const char *end;

	for (; *text != '\0'; text = end + 1) {
		end = strchr(text, '\n');
		if (end == NULL)
			violated("a line has an end", text);
		check_json(text, (size_t)(end - text));
	}
}

static void
run_command(const char *name, const char *option, bool is_json_expected)
{
	char *arguments[] = { (char *)"gantry-cache", (char *)name, cache,
		(char *)option, NULL };
	const int count = option == NULL ? 3 : 4;
	size_t length;
	int status;
	char *text;

	status = run(STDOUT_FILENO, count, arguments);
	text = take_output(&length);
	check_printable(text, length);
	if (strlen(text) != length)
		violated("the output has no NUL", text);
	if (is_json_expected)
		check_lines(text);
	free(text);
	if (status != 0 && status != 1)
		violated("a status is 0 or 1", name);
	if (status == 0)
		return;
	run(STDERR_FILENO, count, arguments);
	text = take_output(&length);
	check_printable(text, length);
	if (length == 0)
		violated("a failure has a reason", name);
	free(text);
}

static void
draw(void)
{
	char *arguments[] = { (char *)"gantry-cache", (char *)"images",
		(char *)"--cache", cache, (char *)"--output", images,
		(char *)"--jobs", (char *)"1", NULL };
	size_t length;
	char *text;

	run(STDERR_FILENO, 8, arguments);
	text = take_output(&length);
	check_printable(text, length);
	free(text);
}

/* Count the entries of the folder PATH, without "." and "..". */
static int
count_entries(const char *path)
{
	DIR *folder = opendir(path);
	int count = -2;

	if (folder == NULL)
		return -1;
	while (readdir(folder) != NULL)
		count++;
	closedir(folder);
	return count;
}

static void
check_folders(void)
{
	char path[320];

	snprintf(path, sizeof(path), "%s/keep", outside);
	if (access(path, F_OK) == -1 || count_entries(outside) != 1)
		violated("a folder outside stays as it is", outside);
	if (count_entries(root) != 2 + (access(images, F_OK) == 0))
		violated("nothing appears beside the cache", root);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	cache_input_write(
	    data[0] % CACHE_INPUT_COUNT, data + 2, size - 2, cache);
	ask_all();
	run_command("info", NULL, false);
	run_command("info", "--json", true);
	run_command("dump", NULL, true);
	run_command("export", "--format=ndjson", true);
	run_command("export", "--format=csv", false);
	run_command("views", NULL, false);
	run_command("verify", NULL, false);
	run_command("upgrade", NULL, false);
	if ((data[1] & DRAWS) != 0) {
		draw();
		ask_all();
		remove_folder(images);
	}
	check_folders();
	return 0;
}
