#ifndef FIRESTORE_RPC_SERVICE_H
#define FIRESTORE_RPC_SERVICE_H

#include "data/cache/cache.h"
#include "data/query/store/index_store.h"
#include "firestore/access/access_rules.h"
#include "firestore/rpc/rpc.h"

struct gantry_environ;

/* What the methods are called on: a cache, and who may read what of it. */

struct rpc_options {
	const char *cache; /* the path; the caller's */
	/* The ids that are served; NULL: those of the cache; "*": any. */
	const char *project, *database;
	const struct access *access; /* the caller's */
	bool has_rules; /* without, nothing can be read but with the token */
	int64_t timeout; /* milliseconds a call may take; 0: any time */
	int64_t rows; /* that a query may read; 0: any number */
	int64_t documents; /* of an answer; 0: any number */
	int64_t bytes; /* of an answer; 0: any number */
};

/* For the methods alone. */
struct rpc_service {
	struct rpc_options options;
	struct cache cache;
	struct store *store; /* of the cache that is open */
	char project[256], database[256]; /* of it; empty: not known */
	int64_t known_time; /* µs since 1970, of documents without a time */
	struct gantry_environ *environ; /* that is traced, or NULL */
	uint64_t transactions; /* that were begun */
	char fault[512]; /* see rpc_service_pop_fault */
	char last_fault[512]; /* that was popped */
};

/*
 * Make a service for one thread.  The cache is opened at the first call, or by
 * rpc_service_refresh.  Returns NULL when memory ran out.
 */
struct rpc_service *rpc_service_new(const struct rpc_options *options);

/* NULL is allowed. */
void rpc_service_free(struct rpc_service *service);

/*
 * Switch to the newest cache.  Returns 0 when one is open, or -1 with ERROR.
 * In both cases rpc_service_pop_fault says why a newer one is not used.
 */
int rpc_service_refresh(
    struct rpc_service *service, struct gantry_error *error);

/* Trace the statements of the next calls in ENVIRON; NULL: no longer. */
void rpc_service_trace(
    struct rpc_service *service, struct gantry_environ *environ);

/* The generation of the cache; empty when none is open. */
const char *rpc_service_generation(const struct rpc_service *service);

/*
 * What the log should have of the last call and clients should not, such as
 * why the cache cannot be read; NULL: nothing, or nothing new.
 */
const char *rpc_service_pop_fault(struct rpc_service *service);

#endif
