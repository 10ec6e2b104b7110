/*
 * Transactions that only read, and commits that only verify.
 */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "data/firestore/rest/rest_read.h"
#include "data/query/language/parse.h"
#include "firestore/rpc/methods.h"
#include "firestore/rpc/transaction.h"

#define READ_ONLY                                                         \
	"Missing or insufficient permissions: this database can only be " \
	"read."

static int
read_database(struct run *run, struct name *name)
{
	struct bytes text;

	if (request_text(run, "database", NULL, &text) == -1 ||
	    request_read_database(run, text, name) == -1)
		return -1;
	return request_use_database(run, name);
}

int
method_begin_transaction(struct run *run)
{
	static const char *const names[] = { "database", "options", NULL };
	struct name database;

	if (request_check(run, names) == -1 ||
	    read_database(run, &database) == -1 ||
	    transaction_read_options(
		run, parse_member(run->request, "options", NULL)) == -1)
		return -1;
	gantry_buffer_putc(&run->line, '{');
	transaction_add(run);
	gantry_buffer_putc(&run->line, '}');
	return run_send(run);
}

int
method_rollback(struct run *run)
{
	static const char *const names[] = { "database", "transaction", NULL };
	struct name database;
	struct bytes id;

	if (request_check(run, names) == -1 ||
	    read_database(run, &database) == -1 ||
	    request_text(run, "transaction", NULL, &id) == -1)
		return -1;
	if (id.length == 0)
		return run_fail(
		    run, RPC_INVALID_ARGUMENT, "Invalid transaction.");
	if (transaction_check(run, id) == -1) {
		/* What read older data is gone anyway. */
		if (run->code != RPC_ABORTED)
			return -1;
		run->code = RPC_OK;
		gantry_buffer_reset(run->message);
	}
	gantry_buffer_puts(&run->line, "{}");
	return run_send(run);
}

/* Compare DOCUMENT, which exists, to the time in JSON. */
static int
verify_time(
    struct run *run, const json_t *json, const struct store_document *document)
{
	const int64_t stored = run_update_time(run, document);
	struct gantry_error error;
	struct bytes text;
	int64_t time;

	if (parse_text(json, "update_time", &text, &error) == -1)
		return run_fail_with(run, &error);
	if (rest_read_timestamp(text, &time) == -1)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "update_time: expected a time of RFC 3339, not %s",
		    bytes_show(text).text);
	if (time == stored)
		return 0;
	return run_fail(run, RPC_FAILED_PRECONDITION,
	    "the stored version (%" PRId64
	    ") does not match the required base version (%" PRId64 ")",
	    stored, time);
}

/*
 * Does the document of NAME fulfil the precondition JSON?  TIME gets its last
 * change, or now.
 */
static int
verify(
    struct run *run, const struct name *name, const json_t *json, int64_t *time)
{
	static const char *const names[] = { "exists", "update_time", NULL };
	const json_t *updated = parse_member(json, "updateTime", "update_time");
	const json_t *exists = parse_member(json, "exists", NULL);
	struct store_document document;
	struct gantry_error error;
	bool wanted = true;
	int found;

	if (parse_object(json, "current_document", names, &error) == -1 ||
	    parse_boolean(exists, "exists", &wanted, &error) == -1)
		return run_fail_with(run, &error);
	if ((updated != NULL) + (exists != NULL) != 1)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "a verify must contain a precondition");
	if (updated != NULL)
		wanted = true;
	found = store_find(run->service->store, name->path, &document, &error);
	if (found == -1)
		return run_fail_with(run, &error);
	*time = found ? run_update_time(run, &document) : run->read_time;
	if (found && !wanted)
		return run_fail(run, RPC_ALREADY_EXISTS,
		    "Document already exists: %s", bytes_show(name->path).text);
	if (!found && wanted)
		return run_fail(run, RPC_NOT_FOUND, "No document to update: %s",
		    bytes_show(name->path).text);
	return updated != NULL ? verify_time(run, updated, &document) : 0;
}

static int
check_write(struct run *run, const json_t *write, int64_t *time)
{
	const json_t *precondition;
	struct gantry_error error;
	struct bytes text;
	struct name name;

	if (!json_is_object(write) || json_object_size(write) == 0)
		return run_fail(
		    run, RPC_INVALID_ARGUMENT, "empty write operation");
	if (parse_member(write, "verify", NULL) == NULL)
		return run_fail(run, RPC_PERMISSION_DENIED, READ_ONLY);
	if (parse_text(parse_member(write, "verify", NULL), "verify", &text,
		&error) == -1)
		return run_fail_with(run, &error);
	if (request_read_name(run, text, "Document name", &name) == -1)
		return -1;
	if (!run->has_token &&
	    !access_get(run->service->options.access, name.path))
		return run_deny(run);
	precondition =
	    parse_member(write, "currentDocument", "current_document");
	if (precondition == NULL)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "a verify must contain a precondition");
	return verify(run, &name, precondition, time);
}

/* Verify all, and append their results. */
static int
check_writes(struct run *run, const json_t *writes, size_t count)
{
	int64_t time = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if (check_write(run, parse_element(writes, i), &time) == -1)
			return -1;
		gantry_buffer_puts(
		    &run->line, i == 0 ? "{\"writeResults\":[{" : ",{");
		run_put_time(run, "\"updateTime\"", time);
		gantry_buffer_putc(&run->line, '}');
	}
	if (count > 0)
		gantry_buffer_putc(&run->line, ']');
	return 0;
}

int
method_commit(struct run *run)
{
	static const char *const names[] = { "database", "writes",
		"transaction", NULL };
	const json_t *writes = parse_member(run->request, "writes", NULL);
	struct gantry_error error;
	struct name database;
	struct bytes id;
	size_t count;

	if (request_check(run, names) == -1 ||
	    request_text(run, "transaction", NULL, &id) == -1)
		return -1;
	if (parse_repeated(writes, "writes", &count, &error) == -1)
		return run_fail_with(run, &error);
	if (read_database(run, &database) == -1 ||
	    (id.length > 0 && transaction_check(run, id) == -1) ||
	    check_writes(run, writes, count) == -1)
		return -1;
	gantry_buffer_putc(&run->line, count == 0 ? '{' : ',');
	run_put_time(run, "\"commitTime\"", run->read_time);
	gantry_buffer_putc(&run->line, '}');
	return run_send(run);
}
