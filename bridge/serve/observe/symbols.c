/*
 * The file is mapped for reading before the sandbox begins, so that a signal
 * handler needs no system call.  It is the program's own file, but each offset
 * is checked: a truncated file must not make the handler crash.
 */
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/observe/symbols.h"

static struct {
	const char *file; /* NULL: not mapped */
	size_t size;
	const ElfW(Sym) * table; /* NULL: none */
	size_t count;
	const char *names;
	size_t names_size; /* the last byte is a NUL */
	uintptr_t base; /* where the program is loaded */
} symbols;

/* The COUNT items of SIZE bytes at OFFSET of the file; NULL: beyond it. */
static const void *
part(uint64_t offset, uint64_t count, size_t size)
{
	if (offset > symbols.size || offset % sizeof(uint64_t) != 0 ||
	    count > (symbols.size - offset) / size)
		return NULL;
	return symbols.file + offset;
}

/* The names may begin at any byte. */
static void
take_names(const ElfW(Shdr) * section)
{
	if (section->sh_offset > symbols.size || section->sh_size == 0 ||
	    section->sh_size > symbols.size - section->sh_offset ||
	    symbols.file[section->sh_offset + section->sh_size - 1] != '\0')
		return;
	symbols.names = symbols.file + section->sh_offset;
	symbols.names_size = section->sh_size;
}

static void
find_table(void)
{
	const ElfW(Ehdr) *header = part(0, 1, sizeof(*header));
	const ElfW(Shdr) * sections, *section;
	size_t i;

	if (header == NULL || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
	    header->e_shentsize != sizeof(*sections))
		return;
	sections = part(header->e_shoff, header->e_shnum, sizeof(*sections));
	for (i = 0; sections != NULL && i < header->e_shnum; i++) {
		section = &sections[i];
		if (section->sh_type != SHT_SYMTAB ||
		    section->sh_link >= header->e_shnum)
			continue;
		take_names(&sections[section->sh_link]);
		symbols.count = section->sh_size / sizeof(*symbols.table);
		if (symbols.names != NULL)
			symbols.table = part(section->sh_offset, symbols.count,
			    sizeof(*symbols.table));
		return;
	}
}

/* The program comes first. */
static int
note_base(struct dl_phdr_info *object, size_t size, void *unused)
{
	(void)size;
	(void)unused;
	symbols.base = object->dlpi_addr;
	return 1;
}

void
symbols_open(void)
{
	const int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct stat status;
	void *bytes = MAP_FAILED;

	if (file == -1)
		return;
	if (symbols.file == NULL && fstat(file, &status) == 0 &&
	    status.st_size > 0)
		bytes = mmap(NULL, (size_t)status.st_size, PROT_READ,
		    MAP_PRIVATE, file, 0);
	close(file);
	if (bytes == MAP_FAILED)
		return;
	symbols.file = bytes;
	symbols.size = (size_t)status.st_size;
	dl_iterate_phdr(note_base, NULL);
	find_table();
}

const char *
symbols_find(const void *address, uintptr_t *offset)
{
	const uintptr_t at = (uintptr_t)address - symbols.base;
	const ElfW(Sym) * symbol;
	size_t i;

	for (i = 0; symbols.table != NULL && i < symbols.count; i++) {
		symbol = &symbols.table[i];
		if (ELF64_ST_TYPE(symbol->st_info) != STT_FUNC ||
		    at < symbol->st_value ||
		    at - symbol->st_value >= symbol->st_size ||
		    symbol->st_name >= symbols.names_size)
			continue;
		*offset = at - symbol->st_value;
		return symbols.names + symbol->st_name;
	}
	return NULL;
}
