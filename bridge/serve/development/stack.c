/*
 * Stacks, with names and lines by addr2line(1), which runs once for each row of
 * frames of one object.
 */
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/development/stack.h"
#include "serve/observe/symbols.h"

extern char **environ;

/* Of addr2line: its name and options, the object, addresses, NULL. */
#define OPTIONS	  6
#define ARGUMENTS (OPTIONS + STACK_FRAMES_MAX + 1)

/* A frame as addr2line needs it. */
struct place {
	const char *object; /* its file */
	const char *name; /* of a symbol; NULL: unknown */
	uintptr_t address; /* in the object's file */
};

struct lookup {
	stack_visit *visit;
	void *owner;
	char program[64]; /* the file of this program, even if it was replaced
			   */
};

void
stack_take(struct stack *stack, const void *at)
{
	int first = 1, i;

	stack->count = backtrace(stack->frames, STACK_FRAMES_MAX);
	for (i = 0; at != NULL && i < stack->count; i++)
		if (stack->frames[i] == at)
			first = i;
	if (first >= stack->count)
		first = 0;
	stack->count -= first;
	memmove(stack->frames, stack->frames + first,
	    (size_t)stack->count * sizeof(stack->frames[0]));
	stack->is_crash = false;
}

/* A return address is behind the call; where it crashed is exact. */
static const char *
call_of(const struct stack *stack, int index)
{
	return (const char *)stack->frames[index] -
	    (index == 0 && stack->is_crash ? 0 : 1);
}

static void
find_place(
    const struct lookup *lookup, const char *address, struct place *place)
{
	uintptr_t offset;
	struct link_map *map = NULL;
	Dl_info found;

	*place = (struct place){ .object = lookup->program };
	if (dladdr1(address, &found, (void **)&map, RTLD_DL_LINKMAP) == 0) {
		place->object = "?";
		return;
	}
	place->name = found.dli_sname;
	place->address = (uintptr_t)address - map->l_addr;
	/* The first of the list is the program. */
	if (map->l_prev == NULL || map->l_name[0] == '\0')
		place->name = symbols_find(address, &offset);
	else
		place->object = found.dli_fname;
	if (place->name == NULL)
		place->name = found.dli_sname;
}

static void
visit_name(const struct lookup *lookup, const struct place *place)
{
	const struct stack_line line = {
		.function = place->name != NULL ? place->name : "?",
		.object = place->object,
	};

	lookup->visit(lookup->owner, &line);
}

/* Start addr2line for COUNT places.  Returns its output, or NULL. */
static FILE *
start(const struct place *places, int count, pid_t *process)
{
	char addresses[STACK_FRAMES_MAX][2 + 2 * sizeof(uintptr_t) + 1];
	const char *arguments[ARGUMENTS] = { "addr2line", "-a", "-f", "-i",
		"-e", places->object };
	posix_spawn_file_actions_t actions;
	int ends[2], i, result;
	FILE *output;

	for (i = 0; i < count; i++) {
		snprintf(addresses[i], sizeof(addresses[i]), "0x%jx",
		    (uintmax_t)places[i].address);
		arguments[OPTIONS + i] = addresses[i];
	}
	if (pipe2(ends, O_CLOEXEC) == -1)
		return NULL;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(
	    &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	result = posix_spawnp(process, arguments[0], &actions, NULL,
	    (char *const *)arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	output = result == 0 ? fdopen(ends[0], "r") : NULL;
	if (output == NULL)
		close(ends[0]);
	return output;
}

static bool
read_line(FILE *output, char *line, size_t size)
{
	if (fgets(line, (int)size, output) == NULL)
		return false;
	line[strcspn(line, "\n")] = '\0';
	return true;
}

/* "FILE:LINE", "FILE:?" or "FILE:LINE (discriminator 2)" */
static void
split(char *text, struct stack_line *line)
{
	char *colon = strrchr(text, ':');

	if (colon == NULL || text[0] == '?')
		return;
	line->line = (unsigned)strtoul(colon + 1, NULL, 10);
	*colon = '\0';
	if (line->line > 0)
		line->file = text;
}

/*
 * The output has for each address that address, then a function and its line,
 * and once more for each function that this one was inlined in.
 */
static int
read_places(const struct lookup *lookup, const struct place *places, int count,
    FILE *output)
{
	char function[512], source[PATH_MAX + 64];
	struct stack_line line;
	int seen = 0;

	while (read_line(output, function, sizeof(function))) {
		if (strncmp(function, "0x", 2) == 0) {
			if (++seen > count)
				break;
			continue;
		}
		if (seen == 0 || !read_line(output, source, sizeof(source)))
			break;
		line = (struct stack_line){
			.function = function,
			.object = places->object,
		};
		if (strcmp(function, "??") == 0)
			line.function = places[seen - 1].name != NULL
			    ? places[seen - 1].name
			    : "?";
		split(source, &line);
		lookup->visit(lookup->owner, &line);
	}
	return seen;
}

/* COUNT places of one object. */
static void
visit_places(const struct lookup *lookup, const struct place *places, int count,
    bool use_sources)
{
	FILE *output = NULL;
	pid_t process;
	int seen = 0;

	if (use_sources && places->object[0] == '/')
		output = start(places, count, &process);
	if (output != NULL) {
		seen = read_places(lookup, places, count, output);
		fclose(output);
		waitpid(process, NULL, 0);
	}
	for (; seen < count; seen++)
		visit_name(lookup, &places[seen]);
}

static bool
is_called(const struct place *place, const char *name)
{
	return place->name != NULL && strcmp(place->name, name) == 0;
}

/*
 * Find the places from where an application tells an error to where it is
 * called; the others are the server's.  Returns how many.
 */
static int
find_places(const struct lookup *lookup, const struct stack *stack,
    struct place places[STACK_FRAMES_MAX])
{
	int count = 0, i;

	for (i = 0; i < stack->count; i++) {
		find_place(lookup, call_of(stack, i), &places[count]);
		if (is_called(&places[count], "crash_guard_call"))
			break;
		if (count > 0 ||
		    !is_called(&places[count], "gantry_errors_printf"))
			count++;
	}
	return count;
}

void
stack_each(const struct stack *stack, bool use_sources, stack_visit *visit,
    void *owner)
{
	struct lookup lookup = { .visit = visit, .owner = owner };
	struct place places[STACK_FRAMES_MAX];
	int first, next, count;

	snprintf(lookup.program, sizeof(lookup.program), "/proc/%ld/exe",
	    (long)getpid());
	count = find_places(&lookup, stack, places);
	for (first = 0; first < count; first = next) {
		for (next = first + 1; next < count &&
		     strcmp(places[next].object, places[first].object) == 0;
		     next++)
			continue;
		visit_places(
		    &lookup, places + first, next - first, use_sources);
	}
}
