/*
 * The memory is a memfd.  The master maps it for writing, hides that mapping
 * from its children, and seals the memory: from then on it can be mapped for
 * reading only, and its size cannot change.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "serve/observe/master_page.h"

static size_t
page_size(unsigned slots)
{
	return sizeof(struct master_page) +
	    slots * sizeof(atomic_int_least64_t);
}

static int
fill(struct master_memory *memory)
{
	const size_t size = page_size(memory->slots);
	void *page;

	if (memory->descriptor == -1 ||
	    ftruncate(memory->descriptor, (off_t)size) == -1)
		return -1;
	page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED,
	    memory->descriptor, 0);
	if (page == MAP_FAILED)
		return -1;
	memory->page = page;
	if (getrandom(&memory->page->route_key, sizeof(memory->page->route_key),
		0) == -1)
		return -1;
	if (madvise(page, size, MADV_DONTFORK) == -1)
		return -1;
	return fcntl(memory->descriptor, F_ADD_SEALS,
	    F_SEAL_FUTURE_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
}

int
master_memory_open(struct master_memory *memory, unsigned slots)
{
	int number;

	*memory = (struct master_memory){
		.slots = slots,
		.descriptor = memfd_create(
		    "gantry-master", MFD_CLOEXEC | MFD_ALLOW_SEALING),
	};
	if (fill(memory) == 0)
		return 0;
	number = errno;
	master_memory_close(memory);
	errno = number;
	return -1;
}

void
master_memory_close(struct master_memory *memory)
{
	if (memory->page != NULL)
		munmap(memory->page, page_size(memory->slots));
	memory->page = NULL;
	master_memory_forget(memory);
}

const struct master_page *
master_memory_join(struct master_memory *memory)
{
	const struct master_page *page = mmap(NULL, page_size(memory->slots),
	    PROT_READ, MAP_SHARED, memory->descriptor, 0);

	memory->page = NULL; /* this process has not inherited it */
	master_memory_forget(memory);
	return page != MAP_FAILED ? page : NULL;
}

void
master_memory_forget(struct master_memory *memory)
{
	if (memory->descriptor != -1)
		close(memory->descriptor);
	memory->descriptor = -1;
}

void
master_page_publish(
    struct master_page *page, unsigned index, const struct master_job *job)
{
	struct master_page_job *to = &page->jobs[index];

	if (!atomic_load(&to->used)) {
		memcpy(to->name, job->name, sizeof(to->name));
		atomic_store(&to->used, true);
	}
	atomic_store(&to->started, job->started);
	atomic_store(&to->failed, job->failed);
	atomic_store(&to->state, (int)job->state);
}

int
master_page_find(const struct master_page *page, const char *name)
{
	int i;

	for (i = 0; i < SCORE_JOBS; i++)
		if (atomic_load(&page->jobs[i].used) &&
		    strcmp(page->jobs[i].name, name) == 0)
			return i;
	return -1;
}

void
master_page_refuse(struct master_page_pool *pool, unsigned index,
    uint64_t route, int64_t until)
{
	atomic_store(&pool->refusals[index].until, until);
	atomic_store(&pool->refusals[index].route, route);
	if (until != 0)
		atomic_store(&pool->refuses, true);
}

/* Bytes of the prefix of an IPv6 network. */
#define PREFIX_SIZE 8

/* Continue the hash FNV-1a. */
static uint64_t
hash_bytes(uint64_t number, const void *bytes, size_t size)
{
	const unsigned char *at = bytes, *end = at + size;

	for (; at < end; at++)
		number = (number ^ *at) * UINT64_C(1099511628211);
	return number;
}

static uint64_t
hash(uint64_t number, const char *text)
{
	return hash_bytes(number, text, strlen(text));
}

uint64_t
master_page_route(const struct master_page *page, const char *script_name,
    const char *path_info)
{
	const uint64_t route =
	    hash(hash(page->route_key, script_name), path_info);

	return route != 0 ? route : 1;
}

uint64_t
master_page_client(
    const struct master_page *page, uint64_t route, const char *address)
{
	uint64_t number = hash_bytes(page->route_key, &route, sizeof(route));
	struct in6_addr v6;

	if (inet_pton(AF_INET6, address, &v6) == 1 &&
	    !IN6_IS_ADDR_V4MAPPED(&v6))
		number = hash_bytes(number, &v6, PREFIX_SIZE);
	else
		number = hash(number, address);
	return number != 0 ? number : 1;
}

bool
master_page_refuses(
    const struct master_page_pool *pool, uint64_t route, int64_t now)
{
	unsigned i;

	if (route == 0 ||
	    !atomic_load_explicit(&pool->refuses, memory_order_relaxed))
		return false;
	for (i = 0; i < MASTER_REFUSALS; i++)
		if (atomic_load(&pool->refusals[i].route) == route)
			return now < atomic_load(&pool->refusals[i].until);
	return false;
}
