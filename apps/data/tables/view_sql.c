/*
 * A column is the first that is not NULL of the expressions for the kinds that
 * its field has.  JSON without types is made by a query within the query for
 * each level of arrays and maps, as deep as the values go.
 */
#include <stdio.h>
#include <string.h>

#include "data/tables/view_sql.h"

/* Append TEXT between two QUOTEs, which are doubled in it. */
static void
add_between(struct gantry_buffer *sql, char quote, struct bytes text)
{
	size_t i;

	gantry_buffer_putc(sql, quote);
	for (i = 0; i < text.length; i++) {
		if (text.data[i] == quote)
			gantry_buffer_putc(sql, quote);
		gantry_buffer_putc(sql, text.data[i]);
	}
	gantry_buffer_putc(sql, quote);
}

void
view_sql_add_name(struct gantry_buffer *sql, struct bytes name)
{
	add_between(sql, '"', name);
}

/* Can NAME stand in a path of SQLite's JSON functions, in double quotes? */
static bool
is_plain(struct bytes name)
{
	size_t i;

	for (i = 0; i < name.length; i++)
		if (name.data[i] == '"' || name.data[i] == '\\' ||
		    (unsigned char)name.data[i] < ' ')
			return false;
	return true;
}

/* Append the value of the field NAME, an object of JSON: {"stringValue":..} */
static void
add_value(struct gantry_buffer *sql, struct bytes name)
{
	struct gantry_buffer path = { 0 };

	if (!is_plain(name)) {
		gantry_buffer_puts(sql,
		    "(SELECT f.value FROM json_each(d.fields) AS f"
		    " WHERE f.key=");
		add_between(sql, '\'', name);
		gantry_buffer_puts(sql, ")");
		return;
	}
	gantry_buffer_puts(&path, "$.\"");
	gantry_buffer_add(&path, name.data, name.length);
	gantry_buffer_puts(&path, "\"");
	gantry_buffer_puts(sql, "(d.fields->");
	add_between(sql, '\'', (struct bytes){ path.data, path.length });
	gantry_buffer_puts(sql, ")");
	if (gantry_buffer_failed(&path))
		sql->failed = true;
	gantry_buffer_clear(&path);
}

/* Append VALUE->>'$.KIND', a text or a number; OPERATOR "->" gives JSON. */
static void
add_member(struct gantry_buffer *sql, const char *value, const char *operator,
    const char * kind)
{
	gantry_buffer_printf(sql, "%s%s'$.%s'", value, operator, kind);
}

static void add_plain(struct gantry_buffer *sql, const char *value,
    const struct plain_style *style, unsigned depth);

#define VECTOR "'$.mapValue.fields.__type__.stringValue'"

/*
 * Append SQL for the elements or members of VALUE, which has DEPTH levels, as
 * one array or object; NULL when it is neither.  A vector is an array.
 */
static void
add_nested(struct gantry_buffer *sql, const char *value,
    const struct plain_style *style, unsigned depth)
{
	char inner[24];

	snprintf(inner, sizeof(inner), "e%u.value", depth);
	gantry_buffer_printf(sql,
	    "(SELECT CASE WHEN %s->'$.mapValue' IS NOT NULL AND %s->>" VECTOR
	    " IS NOT '__vector__' THEN json_group_object(k,json(x))"
	    " ELSE json_group_array(json(x)) END FROM (SELECT e%u.key AS k,",
	    value, value, depth);
	add_plain(sql, inner, style, depth - 1);
	gantry_buffer_printf(sql,
	    " AS x FROM json_each(coalesce(iif(%s->>" VECTOR
	    " IS '__vector__',%s->'$.mapValue.fields.value.arrayValue.values',"
	    "%s->'$.mapValue.fields'),%s->'$.arrayValue.values','[]')) AS e%u)"
	    " HAVING coalesce(%s->'$.mapValue',%s->'$.arrayValue')"
	    " IS NOT NULL)",
	    value, value, value, value, depth, value, value);
}

/* Append SQL that replaces the names of this database in a reference. */
static void
add_plain_reference(struct gantry_buffer *sql, const char *value,
    const struct plain_style *style)
{
	struct gantry_buffer origin = { 0 };

	gantry_buffer_putc(&origin, '"');
	gantry_buffer_add(&origin, style->origin.data, style->origin.length);
	gantry_buffer_printf(sql, "replace(%s->'$.referenceValue',", value);
	add_between(sql, '\'', (struct bytes){ origin.data, origin.length });
	gantry_buffer_puts(sql, ",'\"')");
	if (gantry_buffer_failed(&origin))
		sql->failed = true;
	gantry_buffer_clear(&origin);
}

/* Append SQL that is JSON without types of VALUE, an expression. */
static void
add_plain(struct gantry_buffer *sql, const char *value,
    const struct plain_style *style, unsigned depth)
{
	static const char *const scalars[] = { "stringValue", "booleanValue",
		"doubleValue", "timestampValue", "bytesValue", "geoPointValue",
		NULL };
	size_t i;

	gantry_buffer_puts(sql, "coalesce(");
	/* At first, for the stack of SQLite's parser is 100 entries deep. */
	if (depth > 0)
		add_nested(sql, value, style, depth);
	else
		gantry_buffer_printf(
		    sql, "%s->'$.mapValue',%s->'$.arrayValue'", value, value);
	for (i = 0; scalars[i] != NULL; i++) {
		gantry_buffer_putc(sql, ',');
		add_member(sql, value, "->", scalars[i]);
	}
	gantry_buffer_putc(sql, ',');
	add_member(sql, value, "->>", "integerValue");
	gantry_buffer_putc(sql, ',');
	add_plain_reference(sql, value, style);
	gantry_buffer_puts(sql, ",'null')");
}

/* Append a time that sorts as a text; T is VALUE with its time. */
static void
add_time(struct gantry_buffer *sql, const char *time)
{
	gantry_buffer_printf(sql,
	    "substr(%s,1,19)||'.'||substr(trim(substr(%s,20),'.Z')||'000000',"
	    "1,6)||'Z'",
	    time, time);
}

static void
add_microseconds(struct gantry_buffer *sql, const char *time)
{
	gantry_buffer_printf(sql,
	    "CAST(strftime('%%s',substr(%s,1,19)) AS INTEGER)*1000000+"
	    "CAST(substr(trim(substr(%s,20),'.Z')||'000000',1,6) AS INTEGER)",
	    time, time);
}

/* The expressions of one column, with commas between them. */
struct expressions {
	struct gantry_buffer *sql;
	const char *value;
	const struct plain_style *style;
	unsigned count;
};

static void
begin(struct expressions *expressions)
{
	if (expressions->count++ > 0)
		gantry_buffer_putc(expressions->sql, ',');
}

static void
add_number(struct expressions *expressions)
{
	const char *value = expressions->value;

	begin(expressions);
	gantry_buffer_printf(expressions->sql,
	    "iif(json_type(%s,'$.doubleValue')='text',%s->>'$.doubleValue',"
	    "CAST(%s->>'$.doubleValue' AS REAL))",
	    value, value, value);
}

static void
add_reference(struct expressions *expressions)
{
	const struct bytes origin = expressions->style->origin;
	const char *value = expressions->value;

	begin(expressions);
	gantry_buffer_printf(expressions->sql,
	    "iif(substr(%s->>'$.referenceValue',1,length(", value);
	add_between(expressions->sql, '\'', origin);
	gantry_buffer_puts(expressions->sql, "))=");
	add_between(expressions->sql, '\'', origin);
	gantry_buffer_printf(
	    expressions->sql, ",substr(%s->>'$.referenceValue',length(", value);
	add_between(expressions->sql, '\'', origin);
	gantry_buffer_printf(
	    expressions->sql, ")+1),%s->>'$.referenceValue')", value);
}

static void
add_stamp(struct expressions *expressions)
{
	struct gantry_buffer time = { 0 };

	begin(expressions);
	add_member(&time, expressions->value, "->>", "timestampValue");
	gantry_buffer_putc(&time, '\0');
	if (gantry_buffer_failed(&time))
		expressions->sql->failed = true;
	else
		add_time(expressions->sql, time.data);
	gantry_buffer_clear(&time);
}

static void
add_container(struct expressions *expressions, unsigned depth)
{
	begin(expressions);
	add_nested(expressions->sql, expressions->value, expressions->style,
	    depth < VIEW_DEPTH_MAX ? depth : VIEW_DEPTH_MAX);
}

/* Append the expressions for the kinds of COLUMN. */
static void
add_kinds(struct expressions *expressions, const struct column *column)
{
	static const struct {
		enum value_kind kind;
		const char *format; /* with the value */
	} simple[] = {
		{ VALUE_STRING, "%s->>'$.stringValue'" },
		{ VALUE_INTEGER, "CAST(%s->>'$.integerValue' AS INTEGER)" },
		{ VALUE_BOOLEAN, "%s->>'$.booleanValue'" },
		{ VALUE_BYTES, "%s->>'$.bytesValue'" },
		{ VALUE_POINT, "%s->'$.geoPointValue'" },
	};
	const unsigned nested =
	    COLUMN_KIND(VALUE_ARRAY) | COLUMN_KIND(VALUE_MAP);
	size_t i;

	for (i = 0; i < sizeof(simple) / sizeof(simple[0]); i++) {
		if (!(column->kinds & COLUMN_KIND(simple[i].kind)))
			continue;
		begin(expressions);
		gantry_buffer_printf(
		    expressions->sql, simple[i].format, expressions->value);
	}
	if (column->kinds & COLUMN_KIND(VALUE_DOUBLE))
		add_number(expressions);
	if (column->kinds & COLUMN_KIND(VALUE_REFERENCE))
		add_reference(expressions);
	if (column->kinds & COLUMN_KIND(VALUE_TIMESTAMP))
		add_stamp(expressions);
	if (column->kinds & nested)
		add_container(expressions, column->depth);
	for (; expressions->count < 2; expressions->count++)
		gantry_buffer_puts(expressions->sql,
		    expressions->count > 0 ? ",NULL" : "NULL");
}

/* Append ", EXPRESSION AS NAME", and the microseconds of times. */
static void
add_column(struct gantry_buffer *sql, const struct column *column,
    const struct plain_style *style)
{
	const struct bytes name = { column->name, column->length };
	struct gantry_buffer value = { 0 }, other = { 0 };
	struct expressions expressions = { sql, NULL, style, 0 };

	add_value(&value, name);
	gantry_buffer_putc(&value, '\0');
	if (gantry_buffer_failed(&value)) {
		sql->failed = true;
		return;
	}
	expressions.value = value.data;
	gantry_buffer_puts(sql, ",\n    coalesce(");
	add_kinds(&expressions, column);
	gantry_buffer_puts(sql, ") AS ");
	view_sql_add_name(sql, name);
	if (column->kinds & COLUMN_KIND(VALUE_TIMESTAMP)) {
		gantry_buffer_puts(sql, ",\n    ");
		add_member(&other, value.data, "->>", "timestampValue");
		gantry_buffer_putc(&other, '\0');
		if (!gantry_buffer_failed(&other))
			add_microseconds(sql, other.data);
		gantry_buffer_reset(&other);
		gantry_buffer_add(&other, name.data, name.length);
		gantry_buffer_puts(&other, "_us");
		gantry_buffer_puts(sql, " AS ");
		view_sql_add_name(
		    sql, (struct bytes){ other.data, other.length });
	}
	gantry_buffer_clear(&value);
	gantry_buffer_clear(&other);
}

/* Append the columns that every view has. */
static void
add_own(struct gantry_buffer *sql)
{
	static const char *const times[] = { "create_time", "update_time",
		NULL };
	size_t i;

	gantry_buffer_puts(sql,
	    "SELECT d.path AS __path__, d.parent AS __parent__,\n"
	    "    substr(d.path,"
	    "iif(d.parent='',0,length(d.parent)+1)+length(d.collection)+2)"
	    " AS __id__");
	for (i = 0; times[i] != NULL; i++)
		gantry_buffer_printf(sql,
		    ",\n    iif(d.%s=0,NULL,strftime('%%Y-%%m-%%dT%%H:%%M:%%S',"
		    "(d.%s-((d.%s%%1000000)+1000000)%%1000000)/1000000,"
		    "'unixepoch')||printf('.%%06dZ',"
		    "((d.%s%%1000000)+1000000)%%1000000)) AS __%s__",
		    times[i], times[i], times[i], times[i], times[i]);
}

static int
check(struct bytes group, const struct columns *columns,
    struct gantry_error *error)
{
	size_t i;

	if (columns->count > VIEW_COLUMNS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the collection group %s has %zu different fields; a view "
		    "has at most %d",
		    bytes_show(group).text, columns->count, VIEW_COLUMNS_MAX);
	if (memchr(group.data, '\0', group.length) != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the id of the collection group %s has a NUL, which SQL "
		    "cannot have",
		    bytes_show(group).text);
	for (i = 0; i < columns->count; i++)
		if (strlen(columns->items[i].name) < columns->items[i].length)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the collection group %s has a field with a NUL in "
			    "its name, which SQL cannot have",
			    bytes_show(group).text);
	return 0;
}

int
view_sql_add(struct gantry_buffer *sql, struct bytes group,
    const struct columns *columns, const struct plain_style *style,
    struct gantry_error *error)
{
	size_t i;

	if (check(group, columns, error) == -1)
		return -1;
	gantry_buffer_puts(sql, "CREATE TEMP VIEW ");
	view_sql_add_name(sql, group);
	gantry_buffer_puts(sql, " AS\n");
	add_own(sql);
	for (i = 0; i < columns->count; i++)
		add_column(sql, &columns->items[i], style);
	gantry_buffer_puts(sql, "\nFROM document AS d WHERE d.collection=");
	add_between(sql, '\'', group);
	gantry_buffer_puts(sql, ";\n");
	return gantry_buffer_failed(sql) ? gantry_error_memory(error) : 0;
}
