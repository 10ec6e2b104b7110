/*
 * The command diff: what differs between two caches, in one pass over both.
 */
#include <inttypes.h>
#include <string.h>

#include <gantry/json.h>

#include "data/cache/cache.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/progress.h"
#include "data/gantry-cache/tables/choice.h"
#include "data/gantry-cache/tables/output_file.h"
#include "data/tables/document_rows.h"
#include "data/tables/field_difference.h"
#include "data/tables/plain_value.h"

struct diff {
	const char *old_file, *new_file;
	struct choice choice;
	bool is_json, only_counts, reports_by_status;
	enum progress_mode mode;
	/* While it runs. */
	struct output_file output;
	struct gantry_buffer line;
	struct progress progress;
	bool has_field; /* in the line */
	uint64_t added, removed, changed, same;
};

/* One of the two caches. */
struct side {
	const char *path;
	struct db *db;
	struct documents *documents;
	struct firestore_document document;
	int state; /* of documents_next */
};

static int
advance(struct side *side, struct gantry_error *error)
{
	side->state = documents_next(side->documents, &side->document, error);
	if (side->state == -1)
		return gantry_error_prefix(error, "cache %s", side->path);
	return 0;
}

static int
side_open(struct side *side, const char *path,
    const struct documents_choice *choice, struct gantry_error *error)
{
	char generation[CACHE_GENERATION_SIZE];

	side->path = path;
	side->db = cache_open(path, generation, error);
	if (side->db == NULL)
		return -1;
	side->documents = documents_open(side->db, choice, error);
	if (side->documents == NULL)
		return gantry_error_prefix(error, "cache %s", path);
	return advance(side, error);
}

static void
side_close(struct side *side)
{
	documents_close(side->documents);
	db_close(side->db);
}

/* Name a field: what is between its quotes is JSON already. */
static void
add_field_name(struct diff *diff, struct json_part name)
{
	if (!diff->is_json) {
		gantry_buffer_puts(&diff->line, diff->has_field ? ", " : ": ");
		printable_add(&diff->line, name.data, name.length);
	} else {
		gantry_buffer_puts(
		    &diff->line, diff->has_field ? "},\"" : "{\"");
		gantry_buffer_add(&diff->line, name.data, name.length);
		gantry_buffer_puts(&diff->line, "\":{");
	}
	diff->has_field = true;
}

static void
add_field(void *argument, struct json_part name, const struct json_part *old,
    const struct json_part *new)
{
	struct diff *diff = argument;
	struct gantry_buffer *line = &diff->line;

	add_field_name(diff, name);
	if (!diff->is_json)
		return;
	if (old != NULL) {
		gantry_buffer_puts(line, "\"old\":");
		gantry_buffer_add(line, old->data, old->length);
	}
	if (old != NULL && new != NULL)
		gantry_buffer_putc(line, ',');
	if (new != NULL) {
		gantry_buffer_puts(line, "\"new\":");
		gantry_buffer_add(line, new->data, new->length);
	}
}

/* Begin a line: what happened to the document. */
static void
add_path(struct diff *diff, const char *word, char sign,
    const struct firestore_document *document)
{
	if (!diff->is_json) {
		gantry_buffer_printf(&diff->line, "%c ", sign);
		printable_add(
		    &diff->line, document->path, document->path_length);
		return;
	}
	gantry_buffer_printf(&diff->line, "{\"change\":\"%s\",\"path\":", word);
	gantry_json_string(&diff->line, document->path, document->path_length);
}

static struct json_part
fields_of(const struct firestore_document *document)
{
	return (struct json_part){ document->fields, document->fields_length };
}

/* A document that is in one of the caches alone. */
static void
add_lone(
    struct diff *diff, bool is_new, const struct firestore_document *document)
{
	*(is_new ? &diff->added : &diff->removed) += 1;
	if (diff->only_counts)
		return;
	add_path(
	    diff, is_new ? "added" : "removed", is_new ? '+' : '-', document);
	if (diff->is_json) {
		gantry_buffer_puts(&diff->line, ",\"fields\":");
		gantry_buffer_add(
		    &diff->line, document->fields, document->fields_length);
		gantry_buffer_putc(&diff->line, '}');
	}
	gantry_buffer_putc(&diff->line, '\n');
}

static void
add_pair(struct diff *diff, const struct firestore_document *old,
    const struct firestore_document *new)
{
	if (old->fields_length == new->fields_length &&
	    memcmp(old->fields, new->fields, old->fields_length) == 0) {
		diff->same++;
		return;
	}
	diff->changed++;
	if (diff->only_counts)
		return;
	add_path(diff, "changed", '~', new);
	if (diff->is_json)
		gantry_buffer_puts(&diff->line, ",\"fields\":");
	diff->has_field = false;
	difference_each(fields_of(old), fields_of(new), add_field, diff);
	if (diff->is_json)
		gantry_buffer_puts(
		    &diff->line, diff->has_field ? "}}}" : "{}}");
	gantry_buffer_putc(&diff->line, '\n');
}

/* Compare the documents that both caches are at, and go on. */
static int
compare_next(struct diff *diff, struct side *old, struct side *new,
    struct gantry_error *error)
{
	int order;

	if (old->state == 0 || new->state == 0)
		order = old->state == 0 ? 1 : -1;
	else
		order = db_compare_segments(old->document.path,
		    old->document.path_length, new->document.path,
		    new->document.path_length);
	if (order < 0)
		add_lone(diff, false, &old->document);
	else if (order > 0)
		add_lone(diff, true, &new->document);
	else
		add_pair(diff, &old->document, &new->document);
	if (order <= 0 && advance(old, error) == -1)
		return -1;
	return order >= 0 ? advance(new, error) : 0;
}

static void
add_summary(struct diff *diff)
{
	static const char text[] =
	    "%" PRIu64 " added, %" PRIu64 " removed, %" PRIu64
	    " changed, %" PRIu64 " the same\n";
	static const char json[] =
	    "{\"added\":%" PRIu64 ",\"removed\":%" PRIu64
	    ",\"changed\":%" PRIu64 ",\"same\":%" PRIu64 "}\n";

	gantry_buffer_printf(&diff->line, diff->is_json ? json : text,
	    diff->added, diff->removed, diff->changed, diff->same);
}

static int
compare_all(struct diff *diff, struct side *old, struct side *new,
    struct gantry_error *error)
{
	while (old->state == 1 || new->state == 1) {
		if (compare_next(diff, old, new, error) == -1)
			return -1;
		progress_show(&diff->progress, 0, 0,
		    documents_seen(old->documents) +
			documents_seen(new->documents));
		if (diff->line.length >= 65536 &&
		    output_file_write(&diff->output, &diff->line, error) == -1)
			return -1;
	}
	add_summary(diff);
	if (output_file_write(&diff->output, &diff->line, error) == -1)
		return -1;
	return output_file_publish(&diff->output, error);
}

static int
compare_caches(struct diff *diff, struct gantry_error *error)
{
	const struct documents_choice choice = choice_documents(&diff->choice);
	struct side old = { .path = NULL }, new = { .path = NULL };
	int result = -1;

	progress_begin(&diff->progress, diff->mode);
	if (output_file_open(&diff->output, NULL, error) == 0 &&
	    side_open(&old, diff->old_file, &choice, error) == 0 &&
	    side_open(&new, diff->new_file, &choice, error) == 0)
		result = compare_all(diff, &old, &new, error);
	side_close(&old);
	side_close(&new);
	progress_end(&diff->progress);
	gantry_buffer_clear(&diff->line);
	return result;
}

static int
run_compared(struct cmdline *cmdline, struct diff *diff)
{
	const struct documents_choice choice = choice_documents(&diff->choice);
	struct gantry_error error;

	if (documents_check(&choice, &error) == -1)
		return cmdline_misused(cmdline, "%s", error.text);
	if (compare_caches(diff, &error) == -1)
		return fail(&error);
	if (diff->reports_by_status &&
	    diff->added + diff->removed + diff->changed > 0)
		return STATUS_DIFFERENT;
	return STATUS_DONE;
}

static int
run_diff(struct cmdline *cmdline)
{
	struct diff diff = { .old_file = NULL };
	int status;

	cmdline->fields = &diff;
	if (cmdline_begin(cmdline, &status))
		status = run_compared(cmdline, &diff);
	choice_clear(&diff.choice);
	return status;
}

#define FIELD(name) offsetof(struct diff, name)

static const struct cmdline_option diff_options[] = {
	{ .name = "json",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_json),
	    .help = "print a JSON object a line, with the old and the new "
		    "value of each field that changed" },
	{ .name = "summary",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(only_counts),
	    .help = "print the last line only, with the numbers" },
	{ .name = "exit-code",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(reports_by_status),
	    .help = "exit with 6 if something differs" },
	CHOICE_OPTIONS(struct diff, choice),
	PROGRESS_OPTIONS(struct diff, mode),
	{ NULL },
};

static const struct cmdline_operand diff_operands[] = {
	{ .name = "OLD", .offset = FIELD(old_file), .is_file = true },
	{ .name = "NEW", .offset = FIELD(new_file), .is_file = true },
	{ NULL },
};

const struct cmdline_command diff_command = {
	.name = "diff",
	.usage = "OLD NEW [--json] [--summary] [OPTION ...]",
	.summary = "print which documents differ between two caches",
	.description =
	    "Compare the documents of the caches OLD and NEW by their paths.  "
	    "Print a line for each one that differs: + for one that was added, "
	    "- for one that was removed, and ~ with the names of the fields "
	    "for one that was changed.  The last line has the numbers.  Times "
	    "of creation and update are not compared.",
	.example = "diff old.db new.db",
	.options = diff_options,
	.operands = diff_operands,
	.run = run_diff,
};
