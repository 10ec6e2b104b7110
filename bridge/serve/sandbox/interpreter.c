/*
 * What running a program takes beside the program (execve(2), elf(5)).
 */
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

#include "serve/sandbox/interpreter.h"

#define HEADERS_MAX 64

static const char *const reads[] = {
	"/lib",
	"/lib32",
	"/lib64",
	"/usr/lib",
	"/usr/lib32",
	"/usr/lib64",
	"/usr/local/lib",
	"/etc/ld.so.cache",
	"/etc/ld.so.preload",
	/* the number of processors */
	"/sys/devices/system/cpu",
	NULL,
};

const char *const *
interpreter_reads(void)
{
	return reads;
}

/* "#!INTERPRETER", with blanks before and after it. */
static bool
read_script(char *line, char interpreter[PATH_MAX])
{
	char *first = line + 2 + strspn(line + 2, " \t");
	size_t length = strcspn(first, " \t\r\n");

	if (length == 0 || length >= PATH_MAX)
		return false;
	memcpy(interpreter, first, length);
	interpreter[length] = '\0';
	return true;
}

static bool
read_loader(int file, const ElfW(Ehdr) * header, char interpreter[PATH_MAX])
{
	ElfW(Phdr) program;
	ssize_t length;
	off_t at;
	int i;

	for (i = 0; i < header->e_phnum && i < HEADERS_MAX; i++) {
		at = (off_t)header->e_phoff + i * (off_t)sizeof(program);
		if (pread(file, &program, sizeof(program), at) !=
		    (ssize_t)sizeof(program))
			return false;
		if (program.p_type != PT_INTERP)
			continue;
		length = pread(
		    file, interpreter, PATH_MAX - 1, (off_t)program.p_offset);
		interpreter[length > 0 ? length : 0] = '\0';
		return *interpreter == '/';
	}
	return false;
}

bool
interpreter_find(const char *path, char interpreter[PATH_MAX])
{
	union {
		ElfW(Ehdr) header;
		char line[PATH_MAX];
	} start = { .line = "" };
	int file = open(path, O_RDONLY | O_CLOEXEC);
	bool is_found = false;
	ssize_t length;

	if (file == -1)
		return false;
	length = pread(file, &start, sizeof(start.line) - 1, 0);
	if (length > 2 && memcmp(start.line, "#!", 2) == 0)
		is_found = read_script(start.line, interpreter);
	else if (length >= (ssize_t)sizeof(start.header) &&
	    memcmp(start.header.e_ident, ELFMAG, SELFMAG) == 0 &&
	    start.header.e_phentsize == sizeof(ElfW(Phdr)))
		is_found = read_loader(file, &start.header, interpreter);
	close(file);
	return is_found;
}
