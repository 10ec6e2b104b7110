/*
 * The cache of a service, and what is known about its documents.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/clock.h>

#include "firestore/rpc/service.h"

/* How long a new cache may take to open: a call waits for it. */
#define TRIAL_MILLISECONDS 1000

/* Each thread has pages; those that are read often are few. */
#define PAGES_SQL "PRAGMA cache_size = -1000"

static int
read_meta(
    struct rpc_service *service, struct db *db, struct gantry_error *error)
{
	if (db_text(db,
		"SELECT coalesce(max(value), '') FROM meta"
		" WHERE key = 'project'",
		service->project, sizeof(service->project), error) == -1 ||
	    db_text(db,
		"SELECT coalesce(max(value), '') FROM meta"
		" WHERE key = 'database'",
		service->database, sizeof(service->database), error) == -1)
		return -1;
	return db_integer(db,
	    "SELECT coalesce("
	    "nullif((SELECT value FROM meta WHERE key = 'exported'), 0),"
	    "(SELECT value * 1000000 FROM meta WHERE key = 'created'), 0)",
	    &service->known_time, error);
}

/* Implements cache_adopt. */
static int
adopt(void *argument, struct db *db, struct gantry_error *error)
{
	struct rpc_service *service = argument;
	struct store *store;

	db_set_deadline(db, gantry_clock_milliseconds() + TRIAL_MILLISECONDS);
	if (db_run(db, PAGES_SQL, error) == -1)
		return -1;
	store = store_new(db, error);
	if (store == NULL || read_meta(service, db, error) == -1) {
		store_free(store);
		if (error->code == GANTRY_ERROR_BUSY)
			error->code = GANTRY_ERROR_UNAVAILABLE;
		return -1;
	}
	store_free(service->store);
	service->store = store;
	return 0;
}

struct rpc_service *
rpc_service_new(const struct rpc_options *options)
{
	struct rpc_service *service = calloc(1, sizeof(*service));

	if (service == NULL)
		return NULL;
	service->options = *options;
	cache_init(&service->cache, options->cache, adopt, service);
	return service;
}

void
rpc_service_free(struct rpc_service *service)
{
	if (service == NULL)
		return;
	store_free(service->store);
	cache_clear(&service->cache);
	free(service);
}

static void
note_fault(struct rpc_service *service, const char *text)
{
	snprintf(service->fault, sizeof(service->fault), "%s", text);
}

int
rpc_service_refresh(struct rpc_service *service, struct gantry_error *error)
{
	const char *fault;

	if (cache_is_stale(&service->cache))
		cache_switch(&service->cache, error);
	fault = cache_pop_error(&service->cache);
	if (fault != NULL)
		note_fault(service, fault);
	if (service->cache.db != NULL)
		return 0;
	*error = service->cache.error;
	return -1;
}

void
rpc_service_trace(struct rpc_service *service, struct gantry_environ *environ)
{
	service->environ = environ;
}

const char *
rpc_service_generation(const struct rpc_service *service)
{
	return service->cache.generation;
}

const char *
rpc_service_pop_fault(struct rpc_service *service)
{
	if (service->fault[0] == '\0')
		return NULL;
	if (strcmp(service->fault, service->last_fault) == 0) {
		service->fault[0] = '\0';
		return NULL;
	}
	memcpy(service->last_fault, service->fault, sizeof(service->fault));
	service->fault[0] = '\0';
	return service->last_fault;
}
