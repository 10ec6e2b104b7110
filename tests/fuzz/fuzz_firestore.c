/*
 * A libFuzzer target for requests of Firestore's REST API: a line with the
 * method, a blank and the path with its query, then the body.  A line that
 * begins with '+' has a token, so that everything may be read; without it only
 * the collection "c" may be.
 *
 * A page token is taken without its hash, which no input would have right:
 * anyone can make one, as the hash is not secret.
 *
 * Nothing may crash, leak or read out of bounds.  A request that fails has a
 * reason; every message of an answer is JSON, and none has what is hidden.
 */
#include <fcntl.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/cache/build/builder.h"
#include "data/cache/db_trace.h"
#include "data/firestore/json/json_parse.h"
#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_read.h"
#include "data/query/index/index_build.h"
#include "firestore/rest/rest_request.h"
#include "firestore/rpc/pages.h"
#include "require.h"

#define DOCUMENTS 40
#define TOKEN	  "a-token-for-fuzzing"
#define HIDDEN	  "{\"stringValue\":\"hidden\"}"

static const struct cache_projection *const no_projections[] = { NULL };
static struct access *access_;
static struct rpc_service *service;

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* There is no request of HTTP to trace. */
void
db_trace(struct db *db, struct gantry_environ *environ)
{
	(void)db;
	require(environ == NULL, "nothing is traced");
}

void
page_token_add(struct run *run, uint64_t request, struct bytes after)
{
	(void)request;
	gantry_buffer_puts(&run->line, ",\"nextPageToken\":");
	rest_add_bytes(&run->line, after);
}

int
page_token_read(
    struct run *run, uint64_t request, struct bytes token, struct bytes *after)
{
	struct gantry_buffer text = { 0 };
	const char *copy = NULL;

	(void)request;
	if (rest_decode_base64(&text, token) == 0 &&
	    !gantry_buffer_failed(&text))
		copy = arena_strndup(&run->arena,
		    text.data != NULL ? text.data : "", text.length);
	*after = (struct bytes){ copy, text.length };
	gantry_buffer_clear(&text);
	return copy == NULL
	    ? run_fail(run, RPC_INVALID_ARGUMENT, "invalid page token")
	    : 0;
}

static void
add_document(struct cache_builder *builder, int number)
{
	const bool is_hidden = number % 2 == 0;
	struct gantry_error error;
	char path[64], fields[256];
	const struct cache_document document = {
		.path = path,
		.path_length = (size_t)snprintf(path, sizeof(path), "%s/%d%s",
		    is_hidden ? "h" : "c", number,
		    number % 5 == 0 ? "/s/a" : ""),
		.fields = fields,
		.fields_length = (size_t)snprintf(fields, sizeof(fields),
		    "{\"f\":{\"integerValue\":\"%d\"},\"t\":%s}", number % 7,
		    is_hidden ? HIDDEN : "{\"stringValue\":\"shown\"}"),
	};

	require(cache_builder_add(builder, &document, &error) == 0,
	    "a document is added");
}

static void
build(const char *path)
{
	struct index_choices choices = { .first = NULL };
	const struct index_options index = { .path = path,
		.choices = &choices };
	const struct cache_builder_options options = {
		.path = path,
		.projections = no_projections,
	};
	const struct cache_source source = { "fuzz", "p", "d", 0, 0, NULL };
	struct gantry_error error;
	struct cache_builder *builder = cache_builder_new(&options, &error);
	struct db *db;
	int i;

	require(builder != NULL, "a cache is begun");
	for (i = 0; i < DOCUMENTS; i++)
		add_document(builder, i);
	require(cache_builder_publish(builder, &source, &error) == 0,
	    "a cache is built");
	cache_builder_free(builder);
	db = db_create(path, &error);
	require(db != NULL && index_build(db, &index, &error) == 0,
	    "a cache is indexed");
	db_close(db);
}

static void
make_access(const char *path)
{
	static const char *const rules[] = { "c/*", "c/*/s/*" };
	struct gantry_error error;
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	require(file != -1 && write(file, TOKEN "\n", strlen(TOKEN) + 1) != -1,
	    "a token is written");
	close(file);
	access_ = access_new(rules, 2, path, &error);
	require(access_ != NULL, "rules are read");
	unlink(path);
}

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	const char *temporary = getenv("TMPDIR");
	static char path[256];
	struct rpc_options options = { .cache = path, .has_rules = true };
	struct gantry_error error;

	(void)count;
	(void)arguments;
	snprintf(path, sizeof(path), "%s/firestore-%d",
	    temporary != NULL ? temporary : "/tmp", (int)getpid());
	make_access(path);
	build(path);
	options.access = access_;
	options.project = options.database = "*";
	service = rpc_service_new(&options);
	require(service != NULL && rpc_service_refresh(service, &error) == 0,
	    "a cache is opened");
	unlink(path);
	return 0;
}

/* Implements send: ARGUMENT tells whether there is a token. */
static int
check_message(void *argument, struct bytes message)
{
	const bool *has_token = argument;
	struct gantry_error error;
	json_t *json = json_parse(message, NULL, &error);

	require(json_is_object(json), "a message is JSON");
	require(*has_token ||
		memmem(message.data, message.length, HIDDEN, strlen(HIDDEN)) ==
		    NULL,
	    "nothing hidden is sent");
	json_decref(json);
	return 0;
}

static void
run(const struct rest_route *route, const json_t *request, bool has_token)
{
	struct gantry_buffer message = { 0 };
	struct rpc_call call = {
		.request = request,
		.token = { TOKEN, has_token ? strlen(TOKEN) : 0 },
		.send = check_message,
		.argument = &has_token,
	};
	enum rpc_code code = route->method->run(service, &call, &message);

	require((code == RPC_OK) == (message.length == 0),
	    "a call that fails has a reason");
	require(code != RPC_INTERNAL && code != RPC_UNAVAILABLE,
	    "a request does no harm");
	gantry_buffer_clear(&message);
}

static void
put(json_t *request, const char *name, struct bytes text)
{
	json_t *value = json_stringn(text.data, text.length);

	if (value == NULL)
		value = json_string("");
	json_object_set_new(request, name, value);
}

/* Call what the LINE names with BODY. */
static void
call(char *line, struct bytes body)
{
	const bool has_token = *line == '+';
	struct gantry_error error;
	struct rest_route route;
	json_t *request;
	char *path, *query;

	line += has_token;
	path = strchr(line, ' ');
	if (path == NULL)
		return;
	*path++ = '\0';
	query = strchr(path, '?');
	if (query != NULL)
		*query++ = '\0';
	if (!rest_route_find(&route, line, path))
		return;
	request =
	    route.has_body ? json_parse(body, NULL, &error) : json_object();
	if (json_is_object(request) &&
	    (route.has_body || query == NULL ||
		rest_parameters_read(query, request, &error) == 0)) {
		put(request, route.member, route.value);
		if (route.has_collection)
			put(request, "collectionId", route.collection);
		run(&route, request, has_token);
	}
	json_decref(request);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t length = end != NULL ? (size_t)(end - (const char *)data) : size;
	struct bytes body = { end != NULL ? end + 1 : "",
		end != NULL ? size - length - 1 : 0 };
	char *line = strndup((const char *)data, length);

	require(line != NULL, "there is memory");
	if (size > 0)
		call(line, body);
	free(line);
	return 0;
}
