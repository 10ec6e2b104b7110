/*
 * The record of a stack: what a thread writes, and what a reader accepts.
 */
#include <execinfo.h>
#include <string.h>
#include <unistd.h>

#include "serve/stack/stack_record.h"
#include "unit.h"

static struct stack_record record;
static struct thread_stack stack;

/* Write the stack of this thread, as if PC were interrupted. */
__attribute__((noinline)) static void
write_own(uintptr_t pc)
{
	void *frames[STACK_FRAMES];
	const int count = backtrace(frames, STACK_FRAMES);

	ck_assert_int_gt(count, 1);
	stack_record_write(&record,
	    &(struct stack_sample){
		.tid = 7,
		.pc = pc,
		.frames = frames,
		.count = (size_t)count,
	    });
}

START_TEST(a_stack_is_read_once)
{
	const struct stack_object *object = NULL;
	unsigned seen = 0, i;

	ck_assert(!stack_record_read(&record, &seen, &stack));
	write_own(0);
	ck_assert(stack_record_read(&record, &seen, &stack));
	ck_assert_int_eq(stack.tid, 7);
	/* This program, below the functions of a sanitizer, if there are any.
	 */
	for (i = 0; i < stack.frame_count; i++) {
		object = stack_find_object(&stack, stack.frames[i]);
		if (object != NULL && object->path[0] == '\0')
			break;
	}
	ck_assert_uint_lt(i, stack.frame_count);
	ck_assert_uint_eq(object->id_size, STACK_BUILD_ID_SIZE);
	ck_assert_uint_gt(stack.object_count, 1);
	ck_assert(!stack_record_read(&record, &seen, &stack));
	write_own(0);
	ck_assert(stack_record_read(&record, &seen, &stack));
}
END_TEST

START_TEST(the_frames_of_the_handler_are_left_out)
{
	void *const frames[] = { (void *)100, (void *)200, (void *)300 };
	const struct stack_sample sample = {
		.tid = 1,
		.pc = 200,
		.frames = frames,
		.count = 3,
	};
	unsigned seen = 0;

	stack_record_write(&record, &sample);
	ck_assert(stack_record_read(&record, &seen, &stack));
	ck_assert_uint_eq(stack.frame_count, 2);
	/* The instruction itself, and the one before a return address. */
	ck_assert_uint_eq(stack.frames[0], 200);
	ck_assert_uint_eq(stack.frames[1], 299);
	ck_assert_ptr_null(stack_find_object(&stack, 200));
}
END_TEST

START_TEST(after_a_wild_jump_the_rest_is_kept)
{
	unsigned seen = 0;

	write_own(1);
	ck_assert(stack_record_read(&record, &seen, &stack));
	ck_assert_uint_eq(stack.frames[0], 1);
	ck_assert_ptr_nonnull(stack_find_object(&stack, stack.frames[1]));
}
END_TEST

START_TEST(while_one_thread_writes_no_other_does)
{
	unsigned seen = 0;

	atomic_store(&record.sequence, 1);
	write_own(0);
	ck_assert_uint_eq(atomic_load(&record.sequence), 1);
	ck_assert_uint_eq(record.stack.frame_count, 0);
	ck_assert(!stack_record_read(&record, &seen, &stack));
	ck_assert_uint_eq(seen, 0);
}
END_TEST

/* Is the record accepted, once it was changed? */
static bool
is_accepted(void)
{
	unsigned seen = 0;

	return stack_record_read(&record, &seen, &stack);
}

START_TEST(what_cannot_be_true_is_refused)
{
	write_own(0);
	ck_assert(is_accepted());
	record.stack.frame_count = STACK_FRAMES + 1;
	ck_assert(!is_accepted());
	write_own(0);
	record.stack.object_count = UINT32_MAX;
	ck_assert(!is_accepted());
	write_own(0);
	record.stack.objects[0].id_size = STACK_BUILD_ID_SIZE + 1;
	ck_assert(!is_accepted());
	write_own(0);
	record.stack.objects[0].end = 0;
	ck_assert(!is_accepted());
	write_own(0);
	record.stack.tid = 0;
	ck_assert(!is_accepted());
	write_own(0);
	memset(record.stack.objects[0].path, 'x', STACK_PATH_SIZE);
	ck_assert(is_accepted());
	ck_assert_uint_eq(strlen(stack.objects[0].path), STACK_PATH_SIZE - 1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_stack_is_read_once,
		the_frames_of_the_handler_are_left_out,
		after_a_wild_jump_the_rest_is_kept,
		while_one_thread_writes_no_other_does,
		what_cannot_be_true_is_refused,
		NULL,
	};

	return unit_run("serve/stack_record", tests);
}
