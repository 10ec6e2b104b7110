/*
 * Writing a stack in a signal handler, without a lock and without memory: the
 * dynamic loader tells which file an address is in by _dl_find_object(3), which
 * a handler may call, and the build ID is read from the mapped file.
 */
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <string.h>

#include "serve/stack/stack_record.h"

/* The headers of a file are in its first page. */
#define HEADERS_BYTES 4096

/* The copy of a record is tried so often. */
#define TRIES 16

/* Take the build ID from the notes from AT to END, if they have one. */
static void
take_note(struct stack_object *object, uintptr_t at, uintptr_t end)
{
	const ElfW(Nhdr) * note;
	uintptr_t name, bytes;

	while (end - at >= sizeof(*note)) {
		note = (const void *)at;
		name = at + sizeof(*note);
		if (note->n_namesz > end - name || note->n_descsz > end - name)
			return;
		bytes = name + (note->n_namesz + 3U) / 4 * 4;
		if (bytes > end || note->n_descsz > end - bytes)
			return;
		if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 &&
		    memcmp((const void *)name, "GNU", 4) == 0 &&
		    note->n_descsz <= STACK_BUILD_ID_SIZE) {
			object->id_size = note->n_descsz;
			memcpy(object->id, (const void *)bytes, note->n_descsz);
			return;
		}
		at = bytes + (note->n_descsz + 3U) / 4 * 4;
		if (at > end)
			return;
	}
}

static void
take_build_id(struct stack_object *object)
{
	const ElfW(Ehdr) *header = (const void *)(uintptr_t)object->start;
	const ElfW(Phdr) * part;
	uintptr_t begin;
	size_t i;

	if (object->end - object->start < HEADERS_BYTES ||
	    memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
	    header->e_phentsize != sizeof(*part) ||
	    header->e_phoff > HEADERS_BYTES ||
	    header->e_phnum > (HEADERS_BYTES - header->e_phoff) / sizeof(*part))
		return;
	part = (const void *)(uintptr_t)(object->start + header->e_phoff);
	for (i = 0; i < header->e_phnum && object->id_size == 0; i++) {
		begin = (uintptr_t)(object->bias + part[i].p_vaddr);
		if (part[i].p_type == PT_NOTE && begin % 4 == 0 &&
		    begin >= object->start && begin <= object->end &&
		    part[i].p_filesz <= object->end - begin)
			take_note(object, begin, begin + part[i].p_filesz);
	}
}

#ifdef DLFO_STRUCT_HAS_EH_DBASE

static bool
find_loaded(struct stack_object *object, uintptr_t address)
{
	struct dl_find_object found;
	size_t length;

	if (_dl_find_object((void *)address, &found) != 0 ||
	    found.dlfo_link_map == NULL)
		return false;
	length = strnlen(found.dlfo_link_map->l_name, STACK_PATH_SIZE);
	if (length == STACK_PATH_SIZE)
		return false;
	object->start = (uintptr_t)found.dlfo_map_start;
	object->end = (uintptr_t)found.dlfo_map_end;
	object->bias = found.dlfo_link_map->l_addr;
	object->id_size = 0;
	memcpy(object->path, found.dlfo_link_map->l_name, length);
	object->path[length] = '\0';
	take_build_id(object);
	return true;
}

#else

/* Before glibc 2.35: no function for that is safe in a signal handler. */
static bool
find_loaded(struct stack_object *object, uintptr_t address)
{
	(void)object;
	(void)address;
	return false;
}

#endif

const struct stack_object *
stack_find_object(const struct thread_stack *stack, uint64_t address)
{
	uint32_t i;

	for (i = 0; i < stack->object_count; i++)
		if (address >= stack->objects[i].start &&
		    address < stack->objects[i].end)
			return &stack->objects[i];
	return NULL;
}

static void
add_frame(struct thread_stack *stack, uintptr_t address)
{
	stack->frames[stack->frame_count++] = address;
	if (stack_find_object(stack, address) == NULL &&
	    stack->object_count < STACK_OBJECTS)
		stack->object_count +=
		    find_loaded(&stack->objects[stack->object_count], address);
}

/* Fill STACK, without the frames of the handler. */
static void
fill(struct thread_stack *stack, const struct stack_sample *sample)
{
	size_t first = 0, i;

	while (first < sample->count && sample->pc != 0 &&
	    (uintptr_t)sample->frames[first] != sample->pc)
		first++;
	stack->tid = sample->tid;
	stack->frame_count = stack->object_count = 0;
	/* The stack may not lead to the instruction, as after a wild jump. */
	if (sample->pc != 0)
		add_frame(stack, sample->pc);
	first = first < sample->count && sample->pc != 0 ? first + 1 : 0;
	/* The others are the addresses that calls return to. */
	for (i = first; i < sample->count && stack->frame_count < STACK_FRAMES;
	     i++)
		add_frame(stack, (uintptr_t)sample->frames[i] - 1);
}

void
stack_record_write(
    struct stack_record *record, const struct stack_sample *sample)
{
	unsigned sequence = atomic_load(&record->sequence);

	if (sequence % 2 != 0 ||
	    !atomic_compare_exchange_strong(
		&record->sequence, &sequence, sequence + 1))
		return;
	fill(&record->stack, sample);
	atomic_store(&record->sequence, sequence + 2);
}

static bool
is_possible(const struct thread_stack *stack)
{
	uint32_t i;

	if (stack->frame_count == 0 || stack->frame_count > STACK_FRAMES ||
	    stack->object_count > STACK_OBJECTS || stack->tid <= 0)
		return false;
	for (i = 0; i < stack->object_count; i++)
		if (stack->objects[i].id_size > STACK_BUILD_ID_SIZE ||
		    stack->objects[i].start >= stack->objects[i].end)
			return false;
	return true;
}

bool
stack_record_read(const struct stack_record *record, unsigned *seen,
    struct thread_stack *stack)
{
	unsigned sequence, i;

	for (i = 0; i < TRIES; i++) {
		sequence = atomic_load(&record->sequence);
		if (sequence == *seen)
			return false;
		if (sequence % 2 != 0)
			continue;
		memcpy(stack, &record->stack, sizeof(*stack));
		atomic_thread_fence(memory_order_acquire);
		if (atomic_load(&record->sequence) != sequence)
			continue;
		*seen = sequence;
		for (i = 0; i < STACK_OBJECTS; i++)
			stack->objects[i].path[STACK_PATH_SIZE - 1] = '\0';
		return is_possible(stack);
	}
	return false;
}
