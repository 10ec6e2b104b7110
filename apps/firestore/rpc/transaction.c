/*
 * The id of a transaction: a mark, the generation, and a number.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_read.h"
#include "data/query/language/parse.h"
#include "firestore/rpc/transaction.h"

#define MARK "gantry:"

/* How far the clocks of clients may be ahead, in µs. */
#define SKEW INT64_C(60000000)

static int
fail_input(struct run *run, const struct gantry_error *error)
{
	return run_fail_with(run, error);
}

static int
check_time(struct run *run, const json_t *json)
{
	struct gantry_error error;
	struct bytes text;
	int64_t time;

	if (json == NULL)
		return 0;
	if (parse_text(json, "read_time", &text, &error) == -1)
		return fail_input(run, &error);
	if (rest_read_timestamp(text, &time) == -1)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "read_time: expected a time of RFC 3339, not %s",
		    bytes_show(text).text);
	if (time > run->read_time + SKEW)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "The requested 'read_time' cannot be in the future.");
	return 0;
}

int
transaction_read_options(struct run *run, const json_t *options)
{
	static const char *const names[] = { "read_only", "read_write", NULL };
	static const char *const only_names[] = { "read_time", NULL };
	static const char *const write_names[] = { "retry_transaction",
		"concurrency_mode", NULL };
	const json_t *only, *write;
	struct gantry_error error;

	if (options == NULL)
		return 0;
	if (parse_object(options, "options", names, &error) == -1)
		return fail_input(run, &error);
	only = parse_member(options, "readOnly", "read_only");
	write = parse_member(options, "readWrite", "read_write");
	if (only != NULL && write != NULL)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "A transaction is read_only or read_write.");
	if (write != NULL &&
	    parse_object(write, "read_write", write_names, &error) == -1)
		return fail_input(run, &error);
	if (only == NULL)
		return 0;
	if (parse_object(only, "read_only", only_names, &error) == -1)
		return fail_input(run, &error);
	return check_time(run, parse_member(only, "readTime", "read_time"));
}

void
transaction_add(struct run *run)
{
	char text[64];
	int length = snprintf(text, sizeof(text), MARK "%s:%" PRIu64,
	    run->service->cache.generation, ++run->service->transactions);

	gantry_buffer_puts(&run->line, "\"transaction\":");
	rest_add_bytes(&run->line, (struct bytes){ text, (size_t)length });
}

int
transaction_check(struct run *run, struct bytes id)
{
	const char *generation = run->service->cache.generation;
	const size_t mark = strlen(MARK), length = strlen(generation);
	struct gantry_buffer text = { 0 };
	bool is_ours, is_current;

	is_ours = rest_decode_base64(&text, id) == 0 &&
	    !gantry_buffer_failed(&text) && text.length > mark + length &&
	    memcmp(text.data, MARK, mark) == 0 &&
	    text.data[mark + length] == ':';
	is_current =
	    is_ours && memcmp(text.data + mark, generation, length) == 0;
	gantry_buffer_clear(&text);
	if (!is_ours)
		return run_fail(
		    run, RPC_INVALID_ARGUMENT, "Invalid transaction.");
	if (!is_current)
		return run_fail(run, RPC_ABORTED,
		    "The data was replaced during the transaction; try "
		    "again.");
	return 0;
}

static int
begin(struct run *run, const json_t *options)
{
	if (transaction_read_options(run, options) == -1)
		return -1;
	gantry_buffer_putc(&run->line, '{');
	transaction_add(run);
	gantry_buffer_putc(&run->line, '}');
	return run_send(run);
}

int
transaction_read(struct run *run)
{
	const json_t *id = parse_member(run->request, "transaction", NULL);
	const json_t *options =
	    parse_member(run->request, "newTransaction", "new_transaction");
	const json_t *time =
	    parse_member(run->request, "readTime", "read_time");
	struct bytes text;

	if ((id != NULL) + (options != NULL) + (time != NULL) > 1)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "Only one of transaction, new_transaction and read_time "
		    "is allowed.");
	if (check_time(run, time) == -1 ||
	    request_text(run, "transaction", NULL, &text) == -1)
		return -1;
	if (text.length > 0)
		return transaction_check(run, text);
	return options != NULL ? begin(run, options) : 0;
}
