#include <string.h>

#include <check.h>
#include <gantry/testing.h>

#include "data/firestore/bytes.h"
#include "firestore/grpc/grpc_gzip.h"
#include "firestore/grpc/grpc_reply.h"
#include "firestore/grpc/grpc_request.h"
#include "firestore/stand_in.h"
#include "unit.h"

#define SERVICE	       "/google.firestore.v1.Firestore/"
#define REFLECTION     "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
#define BYTES(literal) ((struct bytes){ (literal), sizeof(literal) - 1 })

static struct gantry_client *client;
static struct gantry_buffer body;

/* Add a message to the body. */
static void
add_message(char flag, struct bytes message)
{
	const char header[] = { flag, (char)(message.length >> 24),
		(char)(message.length >> 16), (char)(message.length >> 8),
		(char)message.length };

	gantry_buffer_add(&body, header, sizeof(header));
	gantry_buffer_add(&body, message.data, message.length);
}

/* Call TARGET with the body, which this empties, and the headers MORE. */
static struct gantry_result *
call(const char *target, const char *more, const char *other)
{
	const char *const headers[] = { "Content-Type: application/grpc",
		"TE: "
		"trailers",
		more, other, NULL };
	const struct gantry_simulation simulation = {
		.headers = headers,
		.body = body.data,
		.body_length = body.length,
	};
	struct gantry_result *result;

	if (client == NULL)
		client = gantry_client_open(&stand_in_application, NULL, NULL);
	gantry_buffer_add(&body, "", 0);
	result = gantry_simulate_post(client, target, &simulation);
	gantry_buffer_reset(&body);
	return result;
}

/* Is the status CODE, and is WHY in its message?  Frees RESULT. */
static void
assert_fails(struct gantry_result *result, const char *code, const char *why)
{
	const char *message = gantry_result_header(result, "X-Grpc-Message");

	gantry_assert_status(result, 200);
	gantry_assert_header(result, "Content-Type", "application/grpc");
	gantry_assert_header(result, "X-Grpc-Status", code);
	ck_assert_ptr_nonnull(message);
	ck_assert_msg(
	    strstr(message, why) != NULL, "'%s' is not in: %s", why, message);
	gantry_result_free(result);
}

/* Get the message at *AT in the body of RESULT; *FLAG: is it compressed? */
static struct bytes
next_message(const struct gantry_result *result, size_t *at, int *flag)
{
	const unsigned char *header =
	    (const unsigned char *)gantry_result_text(result) + *at;
	struct bytes message;

	ck_assert_uint_ge(gantry_result_length(result), *at + 5);
	*flag = header[0];
	message = (struct bytes){ (const char *)header + 5,
		(size_t)header[1] << 24 | (size_t)header[2] << 16 |
		    (size_t)header[3] << 8 | header[4] };
	*at += 5 + message.length;
	ck_assert_uint_le(*at, gantry_result_length(result));
	return message;
}

static size_t
count_messages(const struct gantry_result *result)
{
	size_t at = 0, count = 0;
	int flag;

	for (; at < gantry_result_length(result); count++)
		next_message(result, &at, &flag);
	return count;
}

START_TEST(a_unary_call_has_one_message)
{
	struct gantry_result *result;

	add_message(0,
	    BYTES("\x0a\x03"
		  "a/b"));
	result = call(SERVICE "GetDocument", NULL, NULL);
	gantry_assert_status(result, 200);
	gantry_assert_header(result, "Content-Type", "application/grpc");
	gantry_assert_header(result, "X-Grpc-Status", "0");
	gantry_assert_header(result, "X-Grpc-Message", NULL);
	ck_assert_uint_eq(count_messages(result), 1);
	gantry_result_free(result);
	add_message(0, BYTES(""));
	result = call(SERVICE "Rollback", NULL, NULL);
	gantry_assert_header(result, "X-Grpc-Status", "0");
	ck_assert_uint_eq(gantry_result_length(result), 5);
	gantry_result_free(result);
}
END_TEST

START_TEST(a_stream_has_messages)
{
	struct gantry_result *result;

	add_message(0, BYTES("\x0a\x01p\x12\x05x/one\x12\x09y/missing"));
	result = call(SERVICE "BatchGetDocuments", NULL, NULL);
	gantry_assert_header(result, "X-Grpc-Status", "0");
	ck_assert_uint_eq(count_messages(result), 2);
	gantry_result_free(result);
}
END_TEST

START_TEST(a_call_has_exactly_one_request)
{
	assert_fails(call(SERVICE "GetDocument", NULL, NULL), "12", "none");
	add_message(0, BYTES(""));
	add_message(0, BYTES(""));
	assert_fails(call(SERVICE "GetDocument", NULL, NULL), "12", "more");
}
END_TEST

START_TEST(a_request_that_ends_early_is_refused)
{
	gantry_buffer_add(&body, "\0\0\0", 3);
	assert_fails(
	    call(SERVICE "GetDocument", NULL, NULL), "13", "within the header");
	gantry_buffer_add(&body, "\0\0\0\0\2x", 6);
	assert_fails(
	    call(SERVICE "GetDocument", NULL, NULL), "13", "within a message");
	gantry_buffer_add(&body, "\0\xff\xff\xff\xff", 5);
	assert_fails(
	    call(SERVICE "GetDocument", NULL, NULL), "8", "the limit is");
	gantry_buffer_add(&body, "\2\0\0\0\0", 5);
	assert_fails(
	    call(SERVICE "GetDocument", NULL, NULL), "13", "neither 0 nor 1");
	add_message(0, BYTES("\x0a\x05x"));
	assert_fails(
	    call(SERVICE "GetDocument", NULL, NULL), "13", "a length within");
}
END_TEST

START_TEST(compressed_messages_have_an_encoding)
{
	struct gantry_buffer packed = { 0 };
	struct gantry_result *result;
	struct gantry_error error;
	size_t at = 0;
	int flag;

	ck_assert_int_eq(gzip_compress(BYTES("\x0a\x03"
					     "a/b"),
			     &packed, &error),
	    0);
	add_message(1, (struct bytes){ packed.data, packed.length });
	assert_fails(
	    call(SERVICE "GetDocument", NULL, NULL), "13", "does not say how");
	add_message(1, (struct bytes){ packed.data, packed.length });
	assert_fails(call(SERVICE "GetDocument", "grpc-encoding: zstd", NULL),
	    "12", "by gzip only");
	add_message(1, BYTES("no gzip"));
	assert_fails(call(SERVICE "GetDocument", "grpc-encoding: gzip", NULL),
	    "13", "not valid gzip");
	add_message(1, (struct bytes){ packed.data, packed.length });
	result = call(SERVICE "GetDocument", "grpc-encoding: gzip", NULL);
	gantry_assert_header(result, "X-Grpc-Status", "0");
	gantry_assert_header(result, "Grpc-Encoding", NULL);
	next_message(result, &at, &flag);
	ck_assert_int_eq(flag, 0);
	gantry_result_free(result);
	gantry_buffer_clear(&packed);
}
END_TEST

START_TEST(answers_are_compressed_for_clients_that_compress)
{
	static const char query[] = "\x0a\x01p\x12\x0f\x12\x09\x12\x07"
				    "large/d\x2a\x02\x08\x01";
	struct gantry_buffer packed = { 0 }, plain = { 0 };
	struct gantry_result *result;
	struct gantry_error error;
	struct bytes message;
	size_t at = 0;
	int flag;

	ck_assert_int_eq(gzip_compress(BYTES(query), &packed, &error), 0);
	add_message(1, (struct bytes){ packed.data, packed.length });
	result = call(SERVICE "RunQuery", "grpc-encoding: gzip",
	    "grpc-accept-encoding: identity,gzip");
	gantry_assert_header(result, "X-Grpc-Status", "0");
	gantry_assert_header(result, "Grpc-Encoding", "gzip");
	message = next_message(result, &at, &flag);
	ck_assert_int_eq(flag, 1);
	ck_assert_uint_lt(message.length, 500);
	ck_assert_int_eq(gzip_decompress(message, 10000, &plain, &error), 0);
	ck_assert_uint_gt(plain.length, 1000);
	gantry_result_free(result);
	gantry_buffer_clear(&packed);
	gantry_buffer_clear(&plain);
}
END_TEST

/* Append a query for COUNT documents of "fails", each above 1,000 bytes. */
static void
add_failing_query(int count)
{
	char query[] = "\x0a\x01p\x12\x0e\x12\x07\x12\x05"
		       "fails\x2a\x03\x08\x80\x00";

	query[sizeof(query) - 3] = (char)(0x80 | (count & 0x7f));
	query[sizeof(query) - 2] = (char)(count >> 7);
	add_message(0, (struct bytes){ query, sizeof(query) - 1 });
}

START_TEST(messages_before_an_error_are_sent)
{
	struct gantry_result *result;

	add_failing_query(3);
	result = call(SERVICE "RunQuery", NULL, NULL);
	gantry_assert_header(result, "X-Grpc-Status", "4");
	gantry_assert_header(
	    result, "X-Grpc-Message", "the query takes too long");
	ck_assert_uint_eq(count_messages(result), 3);
	gantry_result_free(result);
}
END_TEST

START_TEST(an_answer_that_went_out_is_broken_off)
{
	struct gantry_result *result;

	add_failing_query(3000);
	result = call(SERVICE "RunQuery", NULL, NULL);
	gantry_assert_header(result, "X-Grpc-Status", "0");
	ck_assert_ptr_nonnull(gantry_result_error(result));
	ck_assert_uint_gt(gantry_result_length(result), GRPC_HELD_MAX);
	ck_assert_ptr_nonnull(strstr(gantry_result_log(result),
	    "broken off after 3000 messages: DEADLINE_EXCEEDED: the query"));
	gantry_result_free(result);
}
END_TEST

START_TEST(errors_have_the_words_of_the_method)
{
	add_message(0, BYTES("\x0a\x08x/denied"));
	assert_fails(call(SERVICE "GetDocument", NULL, NULL), "7",
	    "100 %25 d%C3%A9ni%C3%A9:%0Ano%7F");
	add_message(0, BYTES("\x0a\x07x/wrong"));
	assert_fails(call(SERVICE "GetDocument", NULL, NULL), "13",
	    "name is not a string");
}
END_TEST

START_TEST(unknown_methods_are_not_implemented)
{
	assert_fails(call("/a.B/C", NULL, NULL), "12", "unknown service");
	assert_fails(
	    call(SERVICE "Nothing", NULL, NULL), "12", "unknown method");
	assert_fails(call(SERVICE "Listen", NULL, NULL), "12",
	    "does not have the method Listen");
	/* The stand-in has no PartitionQuery. */
	assert_fails(call(SERVICE "PartitionQuery", NULL, NULL), "12",
	    "does not have the method PartitionQuery");
	assert_fails(
	    call("/grpc.health.v1.Health/Watch", NULL, NULL), "12", "Watch");
}
END_TEST

START_TEST(a_deadline_may_have_passed)
{
	add_message(0, BYTES(""));
	assert_fails(call(SERVICE "GetDocument", "grpc-timeout: 0S", NULL), "4",
	    "the deadline has passed");
	add_message(0, BYTES(""));
	assert_fails(call(SERVICE "GetDocument", "grpc-timeout: soon", NULL),
	    "13", "grpc-timeout");
}
END_TEST

START_TEST(without_data_calls_fail_and_health_tells)
{
	struct gantry_result *result;

	stand_in_is_available = false;
	add_message(0, BYTES(""));
	assert_fails(
	    call(SERVICE "GetDocument", NULL, NULL), "14", "not available");
	add_message(0, BYTES(""));
	result = call("/grpc.health.v1.Health/Check", NULL, NULL);
	gantry_assert_header(result, "X-Grpc-Status", "0");
	ck_assert_uint_eq(gantry_result_length(result), 7);
	ck_assert_mem_eq(gantry_result_text(result) + 5, "\x08\x02", 2);
	gantry_result_free(result);
	stand_in_is_available = true;
	add_message(0, BYTES(""));
	result = call("/grpc.health.v1.Health/Check", NULL, NULL);
	ck_assert_mem_eq(gantry_result_text(result) + 5, "\x08\x01", 2);
	gantry_result_free(result);
}
END_TEST

START_TEST(reflection_answers_each_message)
{
	struct gantry_result *result;

	add_message(0, BYTES("\x3a\x01*"));
	add_message(0, BYTES("\x22\x1dgoogle.firestore.v1.Firestore"));
	add_message(0, BYTES("\x22\x24google.firestore.v1.Value.null_value"));
	add_message(0, BYTES("\x32\x01x"));
	add_message(0, BYTES(""));
	result = call(REFLECTION, NULL, NULL);
	gantry_assert_header(result, "X-Grpc-Status", "0");
	ck_assert_uint_eq(count_messages(result), 5);
	gantry_result_free(result);
}
END_TEST

START_TEST(other_requests_are_not_calls)
{
	const char *const json[] = { "Content-Type: application/grpc+json",
		NULL };
	const char *const plain[] = { "Content-Type: application/grpcx", NULL };
	const char *const proto[] = {
		"Content-Type: application/grpc+proto; x=y", NULL
	};
	const struct gantry_simulation as_json = { .headers = json },
				       as_plain = { .headers = plain },
				       as_proto = { .headers = proto };
	struct gantry_result *result;

	client = gantry_client_open(&stand_in_application, NULL, NULL);
	result = gantry_simulate_post(client, SERVICE "RunQuery", &as_json);
	gantry_assert_status(result, 415);
	gantry_result_free(result);
	result = gantry_simulate_post(client, SERVICE "RunQuery", &as_plain);
	gantry_assert_text(result, "not gRPC\n");
	gantry_result_free(result);
	result = gantry_simulate_post(client, SERVICE "RunQuery", &as_proto);
	gantry_assert_header(result, "X-Grpc-Status", "12");
	gantry_result_free(result);
	result = gantry_simulate_put(client, SERVICE "RunQuery", &as_proto);
	gantry_assert_status(result, 405);
	gantry_result_free(result);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_unary_call_has_one_message,
		a_stream_has_messages,
		a_call_has_exactly_one_request,
		a_request_that_ends_early_is_refused,
		compressed_messages_have_an_encoding,
		answers_are_compressed_for_clients_that_compress,
		messages_before_an_error_are_sent,
		an_answer_that_went_out_is_broken_off,
		errors_have_the_words_of_the_method,
		unknown_methods_are_not_implemented,
		a_deadline_may_have_passed,
		without_data_calls_fail_and_health_tells,
		reflection_answers_each_message,
		other_requests_are_not_calls,
		NULL,
	};

	return unit_run("answer", tests);
}
