#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include <gantry/json.h>

#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/tables/result_table.h"
#include "data/tables/csv.h"
#include "data/tables/sql_query.h"

/* The rows that tell how wide the columns of a table are. */
#define ROWS_MEASURED 100

struct table {
	struct db_statement *statement;
	enum result_format format;
	struct output_file *output;
	int columns;
	struct gantry_buffer line;
	uint64_t rows;
	/* Of the format RESULT_TABLE: cells, each with a NUL after it. */
	struct gantry_buffer cells;
	size_t *widths;
};

/* Append a value as a text; NULL is empty. */
static void
add_value(struct gantry_buffer *out, struct db_statement *row, int column)
{
	const unsigned char *data;
	const char *text;
	size_t length, i;

	if (sql_column_type(row, column) != SQL_BLOB) {
		text = db_column_text(row, column, &length);
		if (text != NULL)
			gantry_buffer_add(out, text, length);
		return;
	}
	data = db_column_blob(row, column, &length);
	gantry_buffer_puts(out, "X'");
	for (i = 0; i < length; i++)
		gantry_buffer_printf(out, "%02X", data[i]);
	gantry_buffer_putc(out, '\'');
}

static void
add_csv(struct table *table, int column)
{
	struct gantry_buffer *value = &table->cells;

	if (column > 0)
		csv_separate(&table->line);
	if (sql_column_type(table->statement, column) == SQL_NULL)
		return;
	gantry_buffer_reset(value);
	add_value(value, table->statement, column);
	csv_add_text(
	    &table->line, (struct bytes){ value->data, value->length }, false);
}

static void
add_member(struct table *table, int column)
{
	struct db_statement *row = table->statement;
	struct gantry_buffer *line = &table->line;

	gantry_buffer_putc(line, column > 0 ? ',' : '{');
	gantry_json_text(line, sql_column_name(row, column));
	gantry_buffer_putc(line, ':');
	switch (sql_column_type(row, column)) {
	case SQL_NULL:
		gantry_buffer_puts(line, "null");
		break;
	case SQL_INTEGER:
		gantry_json_integer(line, db_column_integer(row, column));
		break;
	case SQL_REAL:
		gantry_json_number(line, sql_column_real(row, column));
		break;
	default:
		gantry_buffer_reset(&table->cells);
		add_value(&table->cells, row, column);
		gantry_json_string(
		    line, table->cells.data, table->cells.length);
	}
}

static size_t
width_of(const char *text)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_ssize_t length;
	utf8proc_int32_t code;
	size_t width = 0;

	for (; *at != '\0'; at += length) {
		length = utf8proc_iterate(at, -1, &code);
		if (length < 1)
			return width + strlen((const char *)at);
		width += (size_t)utf8proc_charwidth(code);
	}
	return width;
}

/* Keep a cell for the table; a NUL in it is shown, as any control is. */
static void
keep_cell(struct table *table, const char *text, size_t length, int column)
{
	const size_t begin = table->cells.length;
	size_t width;

	printable_add(&table->cells, text, length);
	gantry_buffer_putc(&table->cells, '\0');
	if (gantry_buffer_failed(&table->cells))
		return;
	width = width_of(table->cells.data + begin);
	if (table->rows < ROWS_MEASURED && width > table->widths[column])
		table->widths[column] = width;
}

/* Append the cells that were kept as lines. */
static void
add_kept(struct table *table)
{
	const char *at = table->cells.data;
	const char *end = at + table->cells.length;
	size_t width;
	int column;

	while (at < end) {
		for (column = 0; column < table->columns; column++) {
			gantry_buffer_puts(&table->line, at);
			width = width_of(at);
			at += strlen(at) + 1;
			if (column + 1 == table->columns)
				break;
			do
				gantry_buffer_putc(&table->line, ' ');
			while (++width < table->widths[column] + 2 &&
			    !gantry_buffer_failed(&table->line));
		}
		gantry_buffer_putc(&table->line, '\n');
	}
	gantry_buffer_reset(&table->cells);
}

static void
add_headings(struct table *table)
{
	const char *name;
	int i;

	for (i = 0; i < table->columns; i++) {
		name = sql_column_name(table->statement, i);
		if (table->format == RESULT_CSV) {
			if (i > 0)
				csv_separate(&table->line);
			csv_add_text(&table->line,
			    (struct bytes){ name, strlen(name) }, false);
		} else if (table->format == RESULT_TABLE) {
			keep_cell(table, name, strlen(name), i);
		}
	}
	if (table->format == RESULT_CSV)
		csv_end_row(&table->line);
}

static void
keep_value(struct table *table, int column)
{
	struct gantry_buffer value = { 0 };

	add_value(&value, table->statement, column);
	if (gantry_buffer_failed(&value))
		table->cells.failed = true;
	else
		keep_cell(table, value.data, value.length, column);
	gantry_buffer_clear(&value);
}

static void
add_row(struct table *table)
{
	int i;

	if (table->format == RESULT_JSON)
		gantry_buffer_puts(
		    &table->line, table->rows > 0 ? ",\n" : "[\n");
	for (i = 0; i < table->columns; i++) {
		if (table->format == RESULT_CSV)
			add_csv(table, i);
		else if (table->format == RESULT_TABLE)
			keep_value(table, i);
		else
			add_member(table, i);
	}
	if (table->format == RESULT_CSV)
		csv_end_row(&table->line);
	else if (table->format != RESULT_TABLE)
		gantry_buffer_putc(&table->line, '}');
	if (table->format == RESULT_NDJSON)
		gantry_buffer_putc(&table->line, '\n');
	table->rows++;
}

/* Write what there is, if it is enough or IS_LAST. */
static int
write_rows(struct table *table, bool is_last, struct gantry_error *error)
{
	if (table->format == RESULT_TABLE &&
	    (is_last || table->rows >= ROWS_MEASURED)) {
		if (gantry_buffer_failed(&table->cells))
			return gantry_error_memory(error);
		add_kept(table);
	}
	if (!is_last && table->line.length < 65536)
		return 0;
	return output_file_write(table->output, &table->line, error);
}

static int
print_rows(struct table *table, struct gantry_error *error)
{
	int result;

	add_headings(table);
	while ((result = db_step(table->statement, error)) == 1) {
		add_row(table);
		if (gantry_buffer_failed(&table->cells))
			return gantry_error_memory(error);
		if (write_rows(table, false, error) == -1)
			return -1;
	}
	if (result == -1)
		return -1;
	if (table->format == RESULT_JSON)
		gantry_buffer_puts(
		    &table->line, table->rows > 0 ? "\n]\n" : "[]\n");
	return write_rows(table, true, error);
}

int
result_table_print(struct db_statement *statement, enum result_format format,
    struct output_file *output, struct gantry_error *error)
{
	struct table table = {
		.statement = statement,
		.format = format,
		.output = output,
		.columns = db_column_count(statement),
	};
	int result;

	table.widths = calloc((size_t)table.columns + 1, sizeof(*table.widths));
	if (table.widths == NULL)
		return gantry_error_memory(error);
	result = print_rows(&table, error);
	free(table.widths);
	gantry_buffer_clear(&table.line);
	gantry_buffer_clear(&table.cells);
	return result;
}
