#include <jansson.h>
#include <string.h>

#include "firestore/rpc/service.h"
#include "unit.h"

static struct gantry_error error;
static struct access *access_;
static struct rpc_service *service;
static struct gantry_buffer message;

static int
refuse_to_send(void *argument, struct bytes text)
{
	(void)argument;
	(void)text;
	return -1;
}

/* Call the method NAME without a request, with the rules or without. */
static enum rpc_code
call(const char *name, bool has_rules)
{
	static const char *const rules[] = { "**" };
	struct rpc_options options = {
		.cache = unit_path("absent"),
		.has_rules = has_rules,
	};
	struct rpc_call asked = { .send = refuse_to_send };
	const struct rpc_method *method;
	enum rpc_code code;

	access_ = access_new(rules, has_rules, NULL, &error);
	options.access = access_;
	service = rpc_service_new(&options);
	asked.request = json_object();
	method = rpc_find((struct bytes){ name, strlen(name) });
	ck_assert_ptr_nonnull(method);
	gantry_buffer_clear(&message);
	code = method->run(service, &asked, &message);
	json_decref((json_t *)(uintptr_t)asked.request);
	ck_assert_uint_gt(message.length, 0);
	return code;
}

static void
clear(void)
{
	rpc_service_free(service);
	access_free(access_);
	gantry_buffer_clear(&message);
}

START_TEST(every_code_has_a_name_and_a_status)
{
	ck_assert_str_eq(
	    rpc_code_name(RPC_INVALID_ARGUMENT), "INVALID_ARGUMENT");
	ck_assert_int_eq(rpc_code_status(RPC_INVALID_ARGUMENT), 400);
	ck_assert_str_eq(rpc_code_name(RPC_UNAUTHENTICATED), "UNAUTHENTICATED");
	ck_assert_int_eq(rpc_code_status(RPC_UNAUTHENTICATED), 401);
	ck_assert_int_eq(rpc_code_status(RPC_PERMISSION_DENIED), 403);
	ck_assert_int_eq(rpc_code_status(RPC_ABORTED), 409);
	ck_assert_int_eq(rpc_code_status(RPC_DEADLINE_EXCEEDED), 504);
	ck_assert_int_eq(RPC_UNAUTHENTICATED, 16);
}
END_TEST

START_TEST(methods_are_found_by_their_names)
{
	ck_assert_ptr_null(rpc_find((struct bytes){ "", 0 }));
	ck_assert_ptr_null(rpc_find((struct bytes){ "runQuery", 8 }));
	ck_assert_str_eq(
	    rpc_find((struct bytes){ "RunQueryX", 8 })->name, "RunQuery");
}
END_TEST

START_TEST(nothing_is_read_without_rules)
{
	const struct rpc_method *method;

	for (method = rpc_methods; method->name != NULL; method++) {
		enum rpc_code code = call(method->name, false);

		if (strcmp(method->name, "Listen") == 0 ||
		    strcmp(method->name, "ExecutePipeline") == 0)
			ck_assert_int_eq(code, RPC_UNIMPLEMENTED);
		else
			ck_assert_int_eq(code, RPC_PERMISSION_DENIED);
		clear();
	}
}
END_TEST

START_TEST(a_cache_that_is_missing_is_an_outage)
{
	ck_assert_int_eq(call("RunQuery", true), RPC_UNAVAILABLE);
	/* The log has what clients do not see. */
	ck_assert_ptr_null(
	    memmem(message.data, message.length, "absent", strlen("absent")));
	ck_assert_ptr_nonnull(strstr(rpc_service_pop_fault(service), "absent"));
	ck_assert_ptr_null(rpc_service_pop_fault(service));
	clear();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_code_has_a_name_and_a_status,
		methods_are_found_by_their_names,
		nothing_is_read_without_rules,
		a_cache_that_is_missing_is_an_outage,
		NULL,
	};

	return unit_run("firestore/rpc_methods", tests);
}
