#ifndef FIRESTORE_RPC_RUN_H
#define FIRESTORE_RPC_RUN_H

#include "base/arena.h"
#include "data/query/answer/answering.h"
#include "data/query/answer/document_json.h"
#include "firestore/rpc/service.h"

/* One call of a method, for the methods alone. */

struct run {
	struct rpc_service *service;
	struct rpc_call *call;
	const struct json_t *request;
	struct gantry_buffer *message; /* why it failed */
	enum rpc_code code; /* RPC_OK, or why it failed */
	bool has_token;
	struct arena arena;
	struct answering answering;
	int64_t read_time; /* µs since 1970 */
	int64_t deadline; /* 0: none */
	int64_t documents, bytes; /* that were sent */
	size_t elements; /* of the request that were kept */
	struct gantry_buffer line; /* the message in the making */
};

/* What a method does; returns 0, or -1 after run_fail. */
typedef int run_body(struct run *run);

/* Run BODY, with the newest cache.  Returns what a method returns. */
enum rpc_code run_call(struct rpc_service *service, struct rpc_call *call,
    struct gantry_buffer *message, run_body *body);

/* Let the call fail.  Returns -1. */
int run_fail(struct run *run, enum rpc_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same because of ERROR. */
int run_fail_with(struct run *run, const struct gantry_error *error);

/* The same because the client may not do this. */
int run_deny(struct run *run);

/* May the client read everything, by a token or a rule? */
bool run_may_read_all(const struct run *run);

/* Let the call fail unless it may. */
int run_require_all(struct run *run);

/* Send the message in LINE, and empty it.  Returns 0 or -1. */
int run_send(struct run *run);

/* Append NAME:TIME to LINE, and a comma before it; NAME has its quotes. */
void run_put_time(struct run *run, const char *name, int64_t time);
void run_add_time(struct run *run, const char *name, int64_t time);

/*
 * Write DOCUMENT to LINE, and count it.  Returns 0, or -1 when there are too
 * many.
 */
int run_add_document(struct run *run, const struct document_writer *writer,
    const struct store_document *document);

/* The time of the last change of DOCUMENT, as clients are told. */
int64_t run_update_time(
    const struct run *run, const struct store_document *document);

#endif
