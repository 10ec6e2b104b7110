/*
 * libdw is loaded for a report and not linked, since no other process needs it.
 * A file that is no longer the one that was loaded is not looked into: its
 * lines would be wrong.
 */
#include <stdlib.h>

#include "serve/stack/stack_lines.h"

#ifdef HAVE_LIBDW

#include <dlfcn.h>
#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SONAME "libdw.so.1"

/* Of functions in a place, each inlined into the next. */
#define INLINED_MAX 16

#define LINE_BYTES 1024

/* What a file says about the lines in it. */
enum trust {
	TRUST_NONE, /* it cannot be read */
	TRUST_REPLACED, /* it is another file by now */
	TRUST_UNKNOWN, /* it has no build ID */
	TRUST_SAME,
};

struct report {
	const struct thread_stack *stack;
	int output;
	Dwfl *dwfl;
	enum trust trust[STACK_OBJECTS];
	char program[PATH_MAX];
	int program_file; /* -1: in use */
	unsigned number; /* of the frame */
};

/* A place in a source file. */
struct place {
	const char *file; /* NULL: unknown */
	int line;
};

/* The functions of the library. */
static struct {
	__typeof__(dwfl_begin) *begin;
	__typeof__(dwfl_end) *end;
	__typeof__(dwfl_report_elf) *report_elf;
	__typeof__(dwfl_report_end) *report_end;
	__typeof__(dwfl_module_build_id) *build_id;
	__typeof__(dwfl_addrmodule) *addrmodule;
	__typeof__(dwfl_module_addrinfo) *addrinfo;
	__typeof__(dwfl_module_getsrc) *getsrc;
	__typeof__(dwfl_lineinfo) *lineinfo;
	__typeof__(dwfl_module_addrdie) *addrdie;
	__typeof__(dwfl_standard_find_debuginfo) *find_debuginfo;
	__typeof__(dwarf_getscopes) *getscopes;
	__typeof__(dwarf_getscopes_die) *getscopes_die;
	__typeof__(dwarf_tag) *tag;
	__typeof__(dwarf_diename) *diename;
	__typeof__(dwarf_attr) *attr;
	__typeof__(dwarf_formudata) *formudata;
	__typeof__(dwarf_getsrcfiles) *getsrcfiles;
	__typeof__(dwarf_filesrc) *filesrc;
} libdw;

static const struct {
	const char *name;
	void *where;
} functions[] = {
	{ "dwfl_begin", &libdw.begin },
	{ "dwfl_end", &libdw.end },
	{ "dwfl_report_elf", &libdw.report_elf },
	{ "dwfl_report_end", &libdw.report_end },
	{ "dwfl_module_build_id", &libdw.build_id },
	{ "dwfl_addrmodule", &libdw.addrmodule },
	{ "dwfl_module_addrinfo", &libdw.addrinfo },
	{ "dwfl_module_getsrc", &libdw.getsrc },
	{ "dwfl_lineinfo", &libdw.lineinfo },
	{ "dwfl_module_addrdie", &libdw.addrdie },
	{ "dwfl_standard_find_debuginfo", &libdw.find_debuginfo },
	{ "dwarf_getscopes", &libdw.getscopes },
	{ "dwarf_getscopes_die", &libdw.getscopes_die },
	{ "dwarf_tag", &libdw.tag },
	{ "dwarf_diename", &libdw.diename },
	{ "dwarf_attr", &libdw.attr },
	{ "dwarf_formudata", &libdw.formudata },
	{ "dwarf_getsrcfiles", &libdw.getsrcfiles },
	{ "dwarf_filesrc", &libdw.filesrc },
};

bool
stack_lines_load(void)
{
	void *handle = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL), *function;
	size_t i;

	if (handle == NULL)
		return false;
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		function = dlsym(handle, functions[i].name);
		if (function == NULL)
			return false;
		/* ISO C has no cast from an object to a function. */
		memcpy(functions[i].where, &function, sizeof(function));
	}
	return true;
}

/* Write "#NUMBER " and the line; what the files say stays on it. */
__attribute__((format(printf, 2, 3))) static void
put_line(const struct report *report, const char *format, ...)
{
	char line[LINE_BYTES];
	int length = snprintf(line, sizeof(line), "#%u ", report->number);
	char *at = line + length;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(at, sizeof(line) - (size_t)length, format, arguments);
	va_end(arguments);
	for (; *at != '\0'; at++)
		if (*at == '\n')
			*at = '?';
	if (dprintf(report->output, "%s\n", line) == -1)
		_exit(1);
}

static const char *
path_of(const struct report *report, const struct stack_object *object)
{
	return *object->path != '\0' ? object->path : report->program;
}

static const char *
name_of(const struct report *report, const struct stack_object *object)
{
	const char *path = path_of(report, object);
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* Open PATH if it is a regular file.  Returns -1 otherwise. */
static int
open_file(const char *path)
{
	const int file =
	    *path == '/' ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	struct stat status;

	if (file == -1 ||
	    (fstat(file, &status) == 0 && S_ISREG(status.st_mode)))
		return file;
	close(file);
	return -1;
}

/* FILE is closed, sooner or later. */
static enum trust
add_object(struct report *report, const struct stack_object *object, int file)
{
	const char *path = path_of(report, object);
	const unsigned char *bits = NULL;
	Dwfl_Module *module;
	GElf_Addr where;
	int size;

	if (file == -1)
		return TRUST_NONE;
	module = libdw.report_elf(
	    report->dwfl, path, path, file, object->bias, true);
	if (module == NULL) {
		close(file);
		return TRUST_NONE;
	}
	size = libdw.build_id(module, &bits, &where);
	if (size <= 0 && object->id_size == 0)
		return TRUST_UNKNOWN;
	if (size != (int)object->id_size ||
	    memcmp(bits, object->id, object->id_size) != 0)
		return TRUST_REPLACED;
	return TRUST_SAME;
}

/* The program's own file, even if another one has its name by now. */
static int
take_program(struct report *report)
{
	const int file = report->program_file;

	report->program_file = -1;
	return file;
}

static void
add_objects(struct report *report)
{
	const struct stack_object *object;
	uint32_t i;

	for (i = 0; i < report->stack->object_count; i++) {
		object = &report->stack->objects[i];
		report->trust[i] = add_object(report, object,
		    *object->path == '\0' ? take_program(report)
					  : open_file(object->path));
	}
	if (report->program_file != -1)
		close(report->program_file);
	libdw.report_end(report->dwfl, NULL, NULL);
}

/* Where the function that is inlined as DIE was called. */
static struct place
find_call(Dwarf_Die *unit, Dwarf_Die *die)
{
	struct place place = { .file = NULL };
	Dwarf_Attribute attribute;
	Dwarf_Word number;
	Dwarf_Files *files;
	size_t count;

	if (libdw.formudata(
		libdw.attr(die, DW_AT_call_line, &attribute), &number) == 0)
		place.line = (int)number;
	if (libdw.formudata(
		libdw.attr(die, DW_AT_call_file, &attribute), &number) == 0 &&
	    libdw.getsrcfiles(unit, &files, &count) == 0 && number < count)
		place.file = libdw.filesrc(files, number, NULL, NULL);
	return place;
}

/*
 * Put a line for each function that is inlined at ADDRESS, and move PLACE to
 * where the outermost of them was called.
 */
static void
put_inlined(const struct report *report, Dwfl_Module *module,
    Dwarf_Addr address, struct place *place)
{
	Dwarf_Addr bias = 0;
	Dwarf_Die *unit = libdw.addrdie(module, address, &bias);
	Dwarf_Die *scopes = NULL, *chain = NULL;
	const char *name;
	int count, i;

	if (unit == NULL || place->file == NULL)
		return;
	count = libdw.getscopes(unit, address - bias, &scopes);
	if (count > 0)
		count = libdw.getscopes_die(&scopes[0], &chain);
	for (i = 0; i < count && i < INLINED_MAX &&
	     libdw.tag(&chain[i]) != DW_TAG_subprogram;
	     i++) {
		if (libdw.tag(&chain[i]) != DW_TAG_inlined_subroutine)
			continue;
		name = libdw.diename(&chain[i]);
		put_line(report, "%s at %s:%d (inlined)",
		    name != NULL ? name : "??", place->file, place->line);
		*place = find_call(unit, &chain[i]);
		if (place->file == NULL)
			break;
	}
	free(scopes);
	free(chain);
}

/* A frame in a file that is as it was. */
static void
put_found(const struct report *report, const struct stack_object *object,
    Dwarf_Addr address, const char *note)
{
	Dwfl_Module *module = libdw.addrmodule(report->dwfl, address);
	const char *file = name_of(report, object), *name = NULL;
	struct place place = { .file = NULL };
	GElf_Off offset = 0;
	GElf_Sym symbol;
	Dwfl_Line *line;

	if (module != NULL) {
		name = libdw.addrinfo(
		    module, address, &offset, &symbol, NULL, NULL, NULL);
		line = libdw.getsrc(module, address);
		if (line != NULL)
			place.file = libdw.lineinfo(
			    line, NULL, &place.line, NULL, NULL, NULL);
		put_inlined(report, module, address, &place);
	}
	if (place.file != NULL)
		put_line(report, "%s at %s:%d (%s%s)",
		    name != NULL ? name : "??", place.file, place.line, file,
		    note);
	else if (name != NULL)
		put_line(report, "%s+0x%lx (%s%s)", name, (unsigned long)offset,
		    file, note);
	else
		put_line(report, "?? (%s+0x%lx%s)", file,
		    (unsigned long)(address - object->bias), note);
}

static void
put_frame(const struct report *report, uint64_t address)
{
	const struct stack_object *object =
	    stack_find_object(report->stack, address);
	unsigned long at;

	if (object == NULL) {
		put_line(report, "?? [0x%lx]", (unsigned long)address);
		return;
	}
	at = (unsigned long)(address - object->bias);
	switch (report->trust[object - report->stack->objects]) {
	case TRUST_NONE:
		put_line(report, "?? (%s+0x%lx; the file cannot be read)",
		    path_of(report, object), at);
		break;
	case TRUST_REPLACED:
		put_line(report,
		    "?? (%s+0x%lx; the file was replaced after it was "
		    "loaded: its build ID differs)",
		    path_of(report, object), at);
		break;
	case TRUST_UNKNOWN:
		put_found(report, object, address,
		    "; without a build ID, so it may have been replaced");
		break;
	case TRUST_SAME:
		put_found(report, object, address, "");
		break;
	}
}

void
stack_lines_write(const struct thread_stack *stack, int program, int output)
{
	static char *debug_path;
	const Dwfl_Callbacks callbacks = {
		.find_debuginfo = libdw.find_debuginfo,
		.debuginfo_path = &debug_path,
	};
	struct report report = {
		.stack = stack,
		.output = output,
		.program_file = program,
	};
	ssize_t length;

	debug_path = getenv("GANTRY_DEBUG_PATH");
	/* Otherwise the library asks servers for what it does not find. */
	unsetenv("DEBUGINFOD_URLS");
	length = readlink(
	    "/proc/self/exe", report.program, sizeof(report.program) - 1);
	report.program[length > 0 ? length : 0] = '\0';
	report.dwfl = libdw.begin(&callbacks);
	if (report.dwfl == NULL) {
		close(program);
		return;
	}
	add_objects(&report);
	for (; report.number < stack->frame_count; report.number++)
		put_frame(&report, stack->frames[report.number]);
	libdw.end(report.dwfl);
}

#else /* HAVE_LIBDW */

#include <unistd.h>

bool
stack_lines_load(void)
{
	return false;
}

void
stack_lines_write(const struct thread_stack *stack, int program, int output)
{
	(void)stack;
	(void)output;
	close(program);
}

#endif /* HAVE_LIBDW */
