/*
 * A list with a lock.  Buffers that a large request made are freed, so the pool
 * holds only the memory that usual requests need.
 */
#include <stdlib.h>
#include <sys/random.h>

#include "gate/transport/fcgi_output.h"
#include "gate/transport/fcgi_pool.h"

/* More requests than these at a time are rare. */
#define COUNT_KEPT_MAX	64
#define BUFFER_KEPT_MAX (128 * 1024)

void
fcgi_pool_init(struct fcgi_pool *pool, const struct transport_options *options)
{
	*pool = (struct fcgi_pool){
		.options = options,
		.transport = &fcgi_transport,
	};
	pthread_mutex_init(&pool->lock, NULL);
	/* If it fails, peers can guess the factor, which only costs time. */
	if (getrandom(&pool->factor, sizeof(pool->factor), GRND_NONBLOCK) == -1)
		pool->factor = 0x9e3779b9;
}

static void
free_request(struct fcgi_request *request)
{
	request_clear(&request->base);
	queue_clear(&request->body);
	capture_clear(&request->capture);
	gantry_buffer_clear(&request->params);
	gantry_buffer_clear(&request->out);
	free(request);
}

void
fcgi_pool_clear(struct fcgi_pool *pool)
{
	struct work *work;

	while ((work = pool->first) != NULL) {
		pool->first = work->next;
		free_request(fcgi_request_of(work));
	}
	pthread_mutex_destroy(&pool->lock);
}

static struct fcgi_request *
new_request(struct fcgi_pool *pool)
{
	struct fcgi_request *request = calloc(1, sizeof(*request));

	if (request == NULL)
		return NULL;
	request_init(&request->base, pool->transport, request);
	queue_init(&request->body, pool->options->spool_folder);
	return request;
}

struct fcgi_request *
fcgi_pool_get(struct fcgi_pool *pool)
{
	struct work *work;

	pthread_mutex_lock(&pool->lock);
	work = pool->first;
	if (work != NULL) {
		pool->first = work->next;
		pool->count--;
	}
	pthread_mutex_unlock(&pool->lock);
	return work != NULL ? fcgi_request_of(work) : new_request(pool);
}

static void
empty_buffer(struct gantry_buffer *buffer)
{
	if (buffer->capacity > BUFFER_KEPT_MAX)
		gantry_buffer_clear(buffer);
	else
		gantry_buffer_reset(buffer);
}

/* Reset a request, but keep memory for reuse. */
static void
reset(struct fcgi_request *request)
{
	request_reset(&request->base);
	queue_clear(&request->body);
	capture_reset(&request->capture);
	empty_buffer(&request->params);
	empty_buffer(&request->out);
	request->gate = NULL;
	request->deferred = NULL;
	request->queued = 0;
	request->is_authorizer = false;
	request->answered = false;
	request->ended = false;
	request->is_rejected = false;
	request->is_overdue = false;
	request->record_is_open = false;
	request->has_stderr = false;
	request->body_length = 0;
	request->held = 0;
	atomic_store(&request->abandoned, false);
}

void
fcgi_pool_put(struct fcgi_pool *pool, struct fcgi_request *request)
{
	bool kept;

	reset(request);
	pthread_mutex_lock(&pool->lock);
	kept = pool->count < COUNT_KEPT_MAX;
	if (kept) {
		request->work.next = pool->first;
		pool->first = &request->work;
		pool->count++;
	}
	pthread_mutex_unlock(&pool->lock);
	if (!kept)
		free_request(request);
}
