#ifndef SERVE_STACK_RECORD_H
#define SERVE_STACK_RECORD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The last stack that a thread of a worker has logged, in memory that the
 * master reads.  It has what is needed to look it up elsewhere: the addresses,
 * and which files were loaded where.
 */

#define STACK_FRAMES	    64
#define STACK_OBJECTS	    16
#define STACK_PATH_SIZE	    256
#define STACK_BUILD_ID_SIZE 20

/* A file that a frame is in. */
struct stack_object {
	uint64_t start, end; /* where it is mapped */
	uint64_t bias; /* what is added to the addresses of the file */
	uint32_t id_size; /* 0: it has no build ID */
	unsigned char id[STACK_BUILD_ID_SIZE];
	char path[STACK_PATH_SIZE]; /* "": the program */
};

struct thread_stack {
	int tid;
	uint32_t frame_count, object_count;
	/* Addresses of the instructions that run, the innermost first. */
	uint64_t frames[STACK_FRAMES];
	struct stack_object objects[STACK_OBJECTS];
};

struct stack_record {
	atomic_uint sequence; /* odd while it changes */
	struct thread_stack stack;
};

/* What a signal handler knows of the stack that it interrupted. */
struct stack_sample {
	int tid;
	uintptr_t pc; /* that was interrupted; 0: unknown */
	void *const *frames; /* of backtrace(3) */
	size_t count;
};

/*
 * Write SAMPLE to RECORD.  It is safe in a signal handler.  When another thread
 * writes at the same time, nothing is written.
 */
void stack_record_write(
    struct stack_record *record, const struct stack_sample *sample);

/*
 * Copy RECORD, which any process may have written, if its sequence is no longer
 * *SEEN, which is then updated.  Returns false if there is nothing new, or if
 * it cannot be true.  All counts in STACK are within bounds, and all texts end.
 */
bool stack_record_read(const struct stack_record *record, unsigned *seen,
    struct thread_stack *stack);

/* The object of STACK that ADDRESS is in, or NULL. */
const struct stack_object *stack_find_object(
    const struct thread_stack *stack, uint64_t address);

#endif
