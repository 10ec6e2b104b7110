/*
 * A chain of chunks.  A piece larger than a chunk gets a chunk of its own.
 */
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define ARENA_CHUNK_SIZE 8192

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_RECYCLES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_RECYCLES 0
#endif
#endif
#ifndef ARENA_RECYCLES
#define ARENA_RECYCLES 1
#endif

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
	size_t used;
	alignas(max_align_t) char data[];
};

void
arena_init(struct arena *arena)
{
	arena->chunks = NULL;
}

static void
free_chunks(struct arena_chunk *chunk)
{
	struct arena_chunk *next;

	for (; chunk != NULL; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
}

void
arena_clear(struct arena *arena)
{
	free_chunks(arena->chunks);
	arena->chunks = NULL;
}

void
arena_reset(struct arena *arena)
{
	struct arena_chunk *kept = arena->chunks;

	if (!ARENA_RECYCLES || kept == NULL || kept->size > ARENA_CHUNK_SIZE) {
		arena_clear(arena);
		return;
	}
	free_chunks(kept->next);
	kept->next = NULL;
	kept->used = 0;
}

static struct arena_chunk *
add_chunk(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk;

	if (size < ARENA_CHUNK_SIZE && ARENA_RECYCLES)
		size = ARENA_CHUNK_SIZE;
	if (size > SIZE_MAX - sizeof(*chunk))
		return NULL;
	chunk = malloc(sizeof(*chunk) + size);
	if (chunk == NULL)
		return NULL;
	chunk->size = size;
	chunk->used = 0;
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	return chunk;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->chunks;
	const size_t unit = alignof(max_align_t);
	void *piece;

	if (size > SIZE_MAX - unit)
		return NULL;
	size = (size + unit - 1) / unit * unit;
	if (chunk == NULL || size > chunk->size - chunk->used) {
		chunk = add_chunk(arena, size);
		if (chunk == NULL)
			return NULL;
	}
	piece = chunk->data + chunk->used;
	chunk->used += size;
	return piece;
}

char *
arena_strndup(struct arena *arena, const char *string, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	if (copy == NULL)
		return NULL;
	if (length > 0)
		memcpy(copy, string, length);
	copy[length] = '\0';
	return copy;
}
