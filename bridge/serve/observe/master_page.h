#ifndef SERVE_OBSERVE_MASTER_PAGE_H
#define SERVE_OBSERVE_MASTER_PAGE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "serve/observe/score_page.h"

/*
 * The page of the master: what it tells its workers, which are the states of
 * the jobs, the memory that each worker uses, whether the pool grows, which
 * paths are refused, whether a worker can pass its connections to another one,
 * and how busy the others of its pool are.  Workers map it for reading only,
 * and a seal keeps them from ever mapping it for writing.
 */

#define MASTER_JOB_NAME_SIZE 64

enum master_job_state {
	MASTER_JOB_IDLE,
	MASTER_JOB_REQUESTED, /* it starts soon */
	MASTER_JOB_RUNNING,
};

/* A job as the master knows it. */
struct master_job {
	char name[MASTER_JOB_NAME_SIZE]; /* "APPLICATION.JOB"; "": unused */
	enum master_job_state state;
	pid_t pid; /* 0: none */
	bool failed; /* the last run */
	int64_t started; /* clock_milliseconds(); 0: never */
	int64_t took; /* milliseconds of the last run */
	int64_t starts, failures;
	unsigned pool; /* the number of the pool that has it */
};

/* What workers see of it. */
struct master_page_job {
	atomic_bool used; /* stays set once the name is written */
	char name[MASTER_JOB_NAME_SIZE];
	atomic_int state; /* enum master_job_state; written last */
	atomic_bool failed;
	atomic_int_least64_t started;
};

/* What crash-limit counts crashes of, and refuses. */
enum crash_limit_kind {
	CRASH_LIMIT_NONE,
	CRASH_LIMIT_PATH,
	CRASH_LIMIT_CLIENT,
	CRASH_LIMIT_BOTH, /* a client's requests for a path */
};

/* The most of them that are refused at a time. */
#define MASTER_REFUSALS 128

/* A path or client that crashed workers. */
struct master_refusal {
	atomic_uint_least64_t route; /* 0: none */
	atomic_int_least64_t until; /* clock_milliseconds() */
};

/* What the workers of one pool need to know of it. */
struct master_page_pool {
	atomic_bool refuses; /* some of these may be in force */
	struct master_refusal refusals[MASTER_REFUSALS];
	atomic_bool growing; /* another worker could start, or is starting */
	atomic_bool takes_connections;
	/* The fewest that a serving worker has; INT32_MAX if it is alone. */
	atomic_int_least64_t fewest_connections;
	atomic_uint free_threads; /* of serving workers */
};

struct master_page {
	uint64_t route_key; /* random; set before the first worker */
	struct master_page_pool pools[SCORE_POOLS]; /* by number */
	struct master_page_job jobs[SCORE_JOBS];
	atomic_int_least64_t rss[]; /* bytes; one for each slot */
};

/* The mapping in the master, and the sealed memory behind it. */
struct master_memory {
	struct master_page *page;
	unsigned slots;
	int descriptor;
};

/* Make a zeroed page.  Returns 0, or -1 with errno set. */
int master_memory_open(struct master_memory *memory, unsigned slots);
void master_memory_close(struct master_memory *memory);

/*
 * In a worker, first of all: map the page for reading and close the descriptor.
 * NULL with errno set on failure.
 */
const struct master_page *master_memory_join(struct master_memory *memory);

/* In any other child: close the descriptor. */
void master_memory_forget(struct master_memory *memory);

/* In the master: let workers see JOB, which has number INDEX. */
void master_page_publish(
    struct master_page *page, unsigned index, const struct master_job *job);

/* In the master: requests for ROUTE are refused UNTIL then; 0: no more. */
void master_page_refuse(struct master_page_pool *pool, unsigned index,
    uint64_t route, int64_t until);

/*
 * In a worker: the number of the path that SCRIPT_NAME and PATH_INFO make,
 * never 0.  A client does not know the key, so it cannot choose a path that has
 * the number of another one.
 */
uint64_t master_page_route(const struct master_page *page,
    const char *script_name, const char *path_info);

/*
 * Likewise, of the client with the address ADDRESS, alone if ROUTE is 0, or of
 * its requests for ROUTE.  The addresses of an IPv6 network with a prefix of 64
 * bits are one client, since most clients have all of them.
 */
uint64_t master_page_client(
    const struct master_page *page, uint64_t route, const char *address);

/* In a worker: are requests for ROUTE, if it is not 0, refused NOW? */
bool master_page_refuses(
    const struct master_page_pool *pool, uint64_t route, int64_t now);

/* In a worker: the number of the job NAME; -1: there is none. */
int master_page_find(const struct master_page *page, const char *name);

#endif
