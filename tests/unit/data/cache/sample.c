/*
 * Small caches for tests, made by the builder, and some that it never makes.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/cache/sample.h"

void
sample_add(
    struct cache_builder *builder, const struct sample_document *documents)
{
	struct cache_document document = { 0 };
	struct gantry_error error;

	for (; documents->path != NULL; documents++) {
		document.path = documents->path;
		document.path_length = strlen(documents->path);
		document.fields = documents->fields;
		document.fields_length = strlen(documents->fields);
		ck_assert_msg(
		    cache_builder_add(builder, &document, &error) == 0, "%s",
		    error.text);
	}
}

void
sample_build(const char *path, const struct sample_document *documents,
    const struct cache_projection *projection)
{
	const struct cache_projection *const projections[] = { projection,
		NULL };
	static const struct cache_source source = {
		.name = "sample",
		.project = "",
		.database = "",
	};
	const struct cache_builder_options options = {
		.path = path,
		.projections = projections,
	};
	struct gantry_error error;
	struct cache_builder *builder = cache_builder_new(&options, &error);

	ck_assert_msg(builder != NULL, "%s", error.text);
	sample_add(builder, documents);
	ck_assert_msg(cache_builder_publish(builder, &source, &error) == 0,
	    "%s", error.text);
	cache_builder_free(builder);
}

void
sample_alter(const char *path, const char *sql)
{
	struct gantry_error error;
	struct db *db = db_create(path, &error);

	ck_assert_msg(db != NULL, "%s", error.text);
	ck_assert_msg(db_run(db, sql, &error) == 0, "%s", error.text);
	db_close(db);
}

/*
 * A database's pages (sqlite.org/fileformat2.html): numbers have their highest
 * byte first; pages count from 1.
 */
#define PAGE_SIZE	  4096
#define PAGE_COUNT_AT	  28 /* in the file's header */
#define FILE_HEADER_SIZE  100
#define INDEX_INTERIOR	  2
#define TABLE_INTERIOR	  5
#define TABLE_LEAF	  13
#define CELL_COUNT_AT	  3
#define CONTENT_AT	  5
#define RIGHT_CHILD_AT	  8
#define LEAF_CELLS_AT	  8
#define INTERIOR_CELLS_AT 12

struct pages {
	FILE *file;
	unsigned char page[PAGE_SIZE]; /* read last */
};

static unsigned long
get_number(const unsigned char *at, int size)
{
	unsigned long number = 0;

	while (size-- > 0)
		number = number << 8 | *at++;
	return number;
}

static void
put_number(unsigned char *at, int size, unsigned long number)
{
	while (size-- > 0) {
		at[size] = (unsigned char)number;
		number >>= 8;
	}
}

static void
seek(struct pages *pages, unsigned long number)
{
	ck_assert_int_eq(
	    fseek(pages->file, (long)(number - 1) * PAGE_SIZE, SEEK_SET), 0);
}

static void
read_page(struct pages *pages, unsigned long number)
{
	seek(pages, number);
	ck_assert_uint_eq(fread(pages->page, PAGE_SIZE, 1, pages->file), 1);
}

static void
write_page(struct pages *pages, unsigned long number, const void *page)
{
	seek(pages, number);
	ck_assert_uint_eq(fwrite(page, PAGE_SIZE, 1, pages->file), 1);
}

/* Open the file at PATH.  Returns the page at which NAME begins. */
static unsigned long
open_pages(struct pages *pages, const char *path, const char *name)
{
	char sql[128];
	struct gantry_error error;
	struct db *db = db_open(path, &error);
	int64_t root;

	ck_assert_msg(db != NULL, "%s", error.text);
	snprintf(sql, sizeof(sql),
	    "SELECT rootpage FROM sqlite_schema WHERE name = '%s'", name);
	ck_assert_msg(
	    db_integer(db, sql, &root, &error) == 0, "%s", error.text);
	db_close(db);
	pages->file = fopen(path, "r+");
	ck_assert_ptr_nonnull(pages->file);
	return (unsigned long)root;
}

void
sample_damage(const char *path, const char *name)
{
	static const unsigned char zeros[PAGE_SIZE];
	struct pages pages;
	unsigned long root = open_pages(&pages, path, name), number = root;

	for (;;) {
		read_page(&pages, number);
		if (pages.page[0] != INDEX_INTERIOR &&
		    pages.page[0] != TABLE_INTERIOR)
			break;
		number = get_number(pages.page + RIGHT_CHILD_AT, 4);
	}
	ck_assert_uint_ne(number, root);
	write_page(&pages, number, zeros);
	ck_assert_int_eq(fclose(pages.file), 0);
}

/* Make PAGE point to CHILD, as often as fits, by one cell like LEAF's first. */
static void
fill_interior(unsigned char page[PAGE_SIZE],
    const unsigned char leaf[PAGE_SIZE], unsigned long child)
{
	const unsigned char *like = leaf + get_number(leaf + LEAF_CELLS_AT, 2);
	bool is_table = leaf[0] == TABLE_LEAF;
	/* A table's cell has a key of one byte, an index's a size and that. */
	size_t size = is_table ? 1 : 1 + *like, cell = PAGE_SIZE - 4 - size, i;
	const size_t count = 600;

	memset(page, 0, PAGE_SIZE);
	page[0] = is_table ? TABLE_INTERIOR : INDEX_INTERIOR;
	put_number(page + CELL_COUNT_AT, 2, count);
	put_number(page + CONTENT_AT, 2, cell);
	put_number(page + RIGHT_CHILD_AT, 4, child);
	put_number(page + cell, 4, child);
	memcpy(page + cell + 4, is_table ? like + 1 : like, size);
	for (i = 0; i < count; i++)
		put_number(page + INTERIOR_CELLS_AT + 2 * i, 2, cell);
}

/* Note in the header of the file that it has COUNT pages more. */
static unsigned long
add_pages(struct pages *pages, unsigned long count)
{
	unsigned long last;

	read_page(pages, 1);
	last = get_number(pages->page + PAGE_COUNT_AT, 4);
	put_number(pages->page + PAGE_COUNT_AT, 4, last + count);
	write_page(pages, 1, pages->page);
	return last;
}

void
sample_make_endless(const char *path, const char *name)
{
	unsigned char leaf[PAGE_SIZE], interior[PAGE_SIZE];
	struct pages pages;
	unsigned long root = open_pages(&pages, path, name), levels;
	unsigned long last = add_pages(&pages, 5);

	read_page(&pages, root);
	memcpy(leaf, pages.page, sizeof(leaf));
	write_page(&pages, ++last, leaf);
	for (levels = 0; levels < 5; levels++) {
		fill_interior(interior, leaf, last);
		write_page(&pages, levels < 4 ? ++last : root, interior);
	}
	ck_assert_int_eq(fclose(pages.file), 0);
}

/* Make page 1 the parent of the pages FIRST and REST. */
static void
split_schema(struct pages *pages, unsigned long first, unsigned long rest)
{
	unsigned char *head = pages->page + FILE_HEADER_SIZE;
	const size_t cell = PAGE_SIZE - 5;

	read_page(pages, 1);
	memset(head, 0, PAGE_SIZE - FILE_HEADER_SIZE);
	head[0] = TABLE_INTERIOR;
	put_number(head + CELL_COUNT_AT, 2, 1);
	put_number(head + CONTENT_AT, 2, cell);
	put_number(head + RIGHT_CHILD_AT, 4, rest);
	put_number(head + INTERIOR_CELLS_AT, 2, cell);
	put_number(pages->page + cell, 4, first);
	pages->page[cell + 4] = 100;
	write_page(pages, 1, pages->page);
}

void
sample_make_schema_endless(const char *path)
{
	unsigned char leaf[PAGE_SIZE], interior[PAGE_SIZE];
	struct pages pages;
	unsigned long first, last, levels, rows;

	open_pages(&pages, path, "document");
	last = add_pages(&pages, 7);
	read_page(&pages, 1);
	memcpy(leaf, pages.page, sizeof(leaf));
	memmove(leaf, leaf + FILE_HEADER_SIZE, 2 * FILE_HEADER_SIZE);
	ck_assert_uint_eq(leaf[0], TABLE_LEAF);
	first = ++last;
	write_page(&pages, first, leaf);
	rows = get_number(leaf + CELL_COUNT_AT, 2);
	memcpy(leaf + LEAF_CELLS_AT, leaf + LEAF_CELLS_AT + 2 * (rows - 1), 2);
	put_number(leaf + CELL_COUNT_AT, 2, 1);
	write_page(&pages, ++last, leaf);
	for (levels = 0; levels < 5; levels++) {
		fill_interior(interior, leaf, last);
		write_page(&pages, ++last, interior);
	}
	split_schema(&pages, first, last);
	ck_assert_int_eq(fclose(pages.file), 0);
}
