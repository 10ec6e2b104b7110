/*
 * Reads rows byte by byte: a cell in quotes may hold any bytes, ends of lines
 * among them.
 */
#include <stdlib.h>
#include <string.h>

#include "data/firestore/bytes.h"
#include "data/firestore/formats/csv_rows.h"
#include "data/firestore/json/json_parse.h"
#include "data/firestore/rest/rest_read.h"

#define ROW_MAX	    JSON_TEXT_OBJECT_MAX
#define COLUMNS_MAX 10000

/* A row: its cells follow one another in BYTES. */
struct row {
	struct json_piece piece; /* the cells' bytes, and the place */
	size_t *ends; /* of each cell */
	bool *are_quoted;
	size_t count, capacity;
};

struct table {
	struct reading *reading;
	char separator;
	struct row header, row;
};

/* The first line, without its end. */
static struct bytes
first_line(struct bytes text)
{
	size_t i;

	for (i = 0; i < text.length; i++)
		if (text.data[i] == '\n' || text.data[i] == '\r')
			break;
	return (struct bytes){ text.data, i };
}

static size_t
count_of(struct bytes text, char character)
{
	size_t i, count = 0;

	for (i = 0; i < text.length; i++)
		count += text.data[i] == character;
	return count;
}

static char
find_separator(struct bytes line)
{
	static const char separators[] = { ',', ';', '\t' };
	char best = ',';
	size_t i;

	for (i = 0; i < sizeof(separators); i++)
		if (count_of(line, separators[i]) > count_of(line, best))
			best = separators[i];
	return best;
}

bool
csv_rows_is(struct bytes beginning)
{
	const struct bytes line = first_line(beginning);
	size_t i;

	if (line.length == 0 || line.length == beginning.length ||
	    strchr("{[<", line.data[0]) != NULL ||
	    count_of(line, find_separator(line)) == 0 || !bytes_is_utf8(line))
		return false;
	for (i = 0; i < line.length; i++)
		if ((unsigned char)line.data[i] < 0x20 && line.data[i] != '\t')
			return false;
	return true;
}

bool
csv_rows_has_column(struct bytes beginning, const char *name)
{
	const struct bytes line = first_line(beginning);
	const size_t length = strlen(name);
	size_t i;

	for (i = 0; i + length <= line.length; i++)
		if (memcmp(line.data + i, name, length) == 0)
			return true;
	return false;
}

static int
end_cell(struct row *row, bool is_quoted, struct gantry_error *error)
{
	size_t capacity = row->capacity > 0 ? row->capacity * 2 : 16;
	size_t *ends;
	bool *are_quoted;

	if (row->count == COLUMNS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "expected a row of at most %d cells", COLUMNS_MAX);
	if (row->count == row->capacity) {
		ends = realloc(row->ends, capacity * sizeof(*ends));
		if (ends != NULL)
			row->ends = ends;
		are_quoted =
		    realloc(row->are_quoted, capacity * sizeof(*are_quoted));
		if (are_quoted != NULL)
			row->are_quoted = are_quoted;
		if (ends == NULL || are_quoted == NULL)
			return gantry_error_memory(error);
		row->capacity = capacity;
	}
	row->ends[row->count] = row->piece.bytes.length;
	row->are_quoted[row->count++] = is_quoted;
	return 0;
}

/* Read the rest of a cell after its quote.  Returns the byte after it. */
static int
read_quoted(struct table *table, struct row *row, struct gantry_error *error)
{
	struct json_text *text = table->reading->text;
	int byte;

	for (;;) {
		byte = json_text_byte(text, error);
		if (byte == '"') {
			byte = json_text_byte(text, error);
			if (byte != '"')
				return byte;
		} else if (byte == JSON_TEXT_END) {
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "expected a quote, found the end of the text");
		} else if (byte == -1) {
			return -1;
		}
		gantry_buffer_putc(&row->piece.bytes, (char)byte);
		if (row->piece.bytes.length > ROW_MAX)
			return gantry_error_set(error, GANTRY_ERROR_LIMIT,
			    "expected a row of at most %d bytes", ROW_MAX);
	}
}

/* Read a row.  Returns 1, or 0 at the end of the text, or -1. */
static int
read_row(struct table *table, struct row *row, struct gantry_error *error)
{
	struct json_text *text = table->reading->text;
	bool is_quoted = false, is_new = true;
	int byte;

	json_text_begin(text, &row->piece);
	row->count = 0;
	for (;;) {
		byte = json_text_byte(text, error);
		if (is_new && byte == '"') {
			is_quoted = true;
			byte = read_quoted(table, row, error);
		}
		if (byte == -1)
			return -1;
		is_new = false;
		if (byte == '\r')
			continue;
		if (byte == JSON_TEXT_END || byte == '\n') {
			if (byte == JSON_TEXT_END && row->count == 0 &&
			    row->piece.bytes.length == 0 && !is_quoted)
				return 0;
			break;
		}
		if (byte != table->separator) {
			gantry_buffer_putc(&row->piece.bytes, (char)byte);
			if (row->piece.bytes.length > ROW_MAX)
				return gantry_error_set(error,
				    GANTRY_ERROR_LIMIT,
				    "expected a row of at most %d bytes",
				    ROW_MAX);
			continue;
		}
		if (end_cell(row, is_quoted, error) == -1)
			return -1;
		is_quoted = false;
		is_new = true;
	}
	if (end_cell(row, is_quoted, error) == -1)
		return -1;
	return gantry_buffer_failed(&row->piece.bytes)
	    ? gantry_error_memory(error)
	    : 1;
}

static struct bytes
cell_of(const struct row *row, size_t column)
{
	const size_t from = column > 0 ? row->ends[column - 1] : 0;

	if (row->ends[column] == from)
		return (struct bytes){ "", 0 };
	return (struct bytes){ row->piece.bytes.data + from,
		row->ends[column] - from };
}

/* What a cell without quotes stands for when types are inferred; or NULL. */
static json_t *
infer(struct bytes cell)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error unused;
	struct json_place place;
	json_t *array = NULL, *value = NULL;

	gantry_buffer_putc(&text, '[');
	gantry_buffer_add(&text, cell.data, cell.length);
	gantry_buffer_putc(&text, ']');
	if (!gantry_buffer_failed(&text))
		array = json_parse_exact(
		    (struct bytes){ text.data, text.length }, &place, &unused);
	if (json_array_size(array) == 1)
		value = json_incref(json_array_get(array, 0));
	json_decref(array);
	gantry_buffer_clear(&text);
	return value;
}

static json_t *
value_of(struct table *table, struct bytes cell)
{
	struct typed *typed = &table->reading->typed;
	json_t *value;
	double number;

	if (typed->conventions & TYPED_INFERRED) {
		value = infer(cell);
		if (value != NULL && !json_is_string(value))
			return value;
		json_decref(value);
	} else if (rest_read_double(cell, &number) == 0) {
		typed->counts.numbers++;
	}
	return json_stringn(cell.data, cell.length);
}

/* The row as an object, or NULL with ERROR. */
static json_t *
make_record(struct table *table, struct gantry_error *error)
{
	const struct row *row = &table->row;
	json_t *record = json_object();
	struct bytes name, cell;
	size_t i;

	for (i = 0; record != NULL && i < row->count; i++) {
		cell = cell_of(row, i);
		name = cell_of(&table->header, i);
		if (cell.length == 0 && !row->are_quoted[i])
			continue;
		if (!bytes_is_utf8(cell)) {
			gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "expected UTF-8 in column %s",
			    bytes_show(name).text);
			json_decref(record);
			return NULL;
		}
		if (json_object_setn_new(record, name.data, name.length,
			value_of(table, cell)) == -1) {
			json_decref(record);
			record = NULL;
		}
	}
	if (record == NULL)
		gantry_error_memory(error);
	return record;
}

/* No column may be nameless or come twice. */
static int
check_header(const struct row *header, struct gantry_error *error)
{
	struct bytes name;
	json_t *names = json_object();
	int result = 0;
	size_t i;

	if (names == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < header->count && result == 0; i++) {
		name = cell_of(header, i);
		if (name.length == 0 || !bytes_is_utf8(name) ||
		    json_object_getn(names, name.data, name.length) != NULL)
			result = gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "expected different names of columns in the first "
			    "row, found %s%s",
			    bytes_show(name).text,
			    name.length > 0 ? " twice" : "");
		else if (json_object_setn_new(
			     names, name.data, name.length, json_null()) == -1)
			result = gantry_error_memory(error);
	}
	json_decref(names);
	return result;
}

static int
visit_row(struct table *table, struct gantry_error *error)
{
	struct reading *reading = table->reading;
	const struct row *row = &table->row;
	json_t *record = NULL;
	int result;

	if (row->count == 1 && cell_of(row, 0).length == 0 &&
	    !row->are_quoted[0])
		return 0; /* an empty line */
	gantry_buffer_reset(&reading->path);
	gantry_buffer_reset(&reading->piece.bytes);
	gantry_buffer_add(&reading->piece.bytes, row->piece.bytes.data,
	    row->piece.bytes.length);
	reading->piece.line = row->piece.line;
	reading->piece.offset = row->piece.offset;
	if (row->count != table->header.count)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected %zu cells as in the first row, found %zu",
		    table->header.count, row->count);
	else
		record = make_record(table, error);
	if (record != NULL) {
		result = reading_record(reading, record, error);
		json_decref(record);
		return result;
	}
	json_text_prefix(reading->text, &reading->piece, error);
	return reading_reject(reading, &reading->piece, error);
}

static void
row_clear(struct row *row)
{
	json_piece_clear(&row->piece);
	free(row->ends);
	free(row->are_quoted);
}

int
csv_rows_read(struct reading *reading, struct gantry_error *error)
{
	struct json_text *text = reading->text;
	struct table table = {
		.reading = reading,
		.separator = find_separator(first_line((struct bytes){
		    text->at, (size_t)(text->end - text->at) })),
	};
	int status = read_row(&table, &table.header, error);

	if (status == 1 && check_header(&table.header, error) == -1)
		status = -1;
	while (status == 1) {
		status = read_row(&table, &table.row, error);
		if (status == -1)
			json_text_prefix(text, &table.row.piece, error);
		if (status == 1 && visit_row(&table, error) == -1)
			status = -1;
	}
	row_clear(&table.header);
	row_clear(&table.row);
	return status;
}
