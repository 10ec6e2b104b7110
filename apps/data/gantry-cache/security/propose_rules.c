/*
 * The command rules: propose what anyone may read.
 */
#include <stdio.h>
#include <string.h>

#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/security/security_rules.h"

static int
propose(
    const char *path, struct gantry_buffer *lines, struct gantry_error *error)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	struct gantry_buffer text = { 0 };
	int result;

	if (file == NULL)
		return gantry_error_system(error, "cannot open %s", path);
	result = security_rules_read(file, &text, error);
	if (file != stdin)
		fclose(file);
	if (result == 0)
		result = security_rules_propose(
		    (struct bytes){ text.data, text.length }, lines, error);
	gantry_buffer_clear(&text);
	return result == -1 ? gantry_error_prefix(error, "%s", path) : 0;
}

static int
run_rules(struct cmdline *cmdline)
{
	struct gantry_buffer lines = { 0 };
	struct gantry_error error;
	const char *path = NULL;
	int status;

	cmdline->fields = &path;
	if (!cmdline_begin(cmdline, &status))
		return status;
	if (propose(path, &lines, &error) == -1)
		status = fail(&error);
	else
		fwrite(lines.data, 1, lines.length, stdout);
	gantry_buffer_clear(&lines);
	return status;
}

static const struct cmdline_operand rules_operands[] = {
	{ .name = "RULES", .is_file = true },
	{ NULL },
};

const struct cmdline_command rules_command = {
	.name = "rules",
	.usage = "RULES",
	.summary = "propose what anyone may read, from security rules",
	.description =
	    "Read the file RULES, the security rules of a Firestore, and print "
	    "settings that allow what the rules allow without a condition: "
	    "allow read: if true, and the same for get and list.  Comments "
	    "tell what was left out and why.",
	.notes =
	    "Conditions and functions are not evaluated, so that the settings "
	    "never allow more than the rules do.  Rules of Firestore hide no "
	    "fields, and neither do these settings; see import --omit.",
	.example = "rules firestore.rules",
	.operands = rules_operands,
	.run = run_rules,
};
