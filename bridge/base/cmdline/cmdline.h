#ifndef BASE_CMDLINE_H
#define BASE_CMDLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/*
 * Command lines by table.  A program lists its commands, and a command lists
 * its options and operands.  The parser stores their values in a struct of the
 * command, and --help is printed from the same tables.
 *
 *	static const struct cmdline_option images_options[] = {
 *		{ .name = "jobs", .argument = "N", .kind = CMDLINE_NUMBER,
 *		    .offset = offsetof(struct images_options, jobs),
 *		    .min = 1, .max = 64, .fallback = "4",
 *		    .help = "draw with N processes" },
 *		{ NULL },
 *	};
 *
 * In all texts of help, "{program}" stands for the name of this program.
 *
 * In every command --help and -h print the help and --version prints the
 * version; "PROGRAM help COMMAND" is "PROGRAM COMMAND --help".
 */

/* The exit status of a command line that is not valid. */
#define CMDLINE_MISUSED 2

/* How the value of an option is read, and the type of its field. */
enum cmdline_kind {
	CMDLINE_FLAG, /* no value; a bool, which becomes true */
	CMDLINE_CONSTANT, /* no value; an enum, which becomes .constant */
	CMDLINE_TEXT, /* a const char * into argv */
	CMDLINE_NUMBER, /* an unsigned from .min to .max */
	CMDLINE_LIST, /* a const char **, ended by NULL: see cmdline_parse() */
	CMDLINE_CALL, /* .call stores it; no value if .argument is NULL */
	CMDLINE_HELP, /* the parser's own: --help ... */
	CMDLINE_VERSION, /* ... and --version */
};

struct cmdline_option {
	const char *name; /* without dashes; NULL: .letter alone */
	char letter; /* the short option; 0: none */
	enum cmdline_kind kind;
	const char *argument; /* what --help calls the value; NULL: no value */
	/* Without the default, which --help adds; NULL: it omits the option. */
	const char *help;
	const char *heading; /* a new one begins here in --help; NULL: none */
	size_t offset; /* of the field */
	bool is_required; /* of a text */
	unsigned min, max; /* of a number */
	int constant;
	/*
	 * The default: a value, which is stored before the command line is read
	 * (but not by .call), or words for --help.
	 */
	const char *fallback;
	const char *computed;
	/* Store VALUE in FIELDS.  Returns 0, or -1 with ERROR filled. */
	int (*call)(void *fields, const struct cmdline_option *option,
	    char *value, struct gantry_error *error);
};

/* A word that is not an option; its field is a const char *. */
struct cmdline_operand {
	const char *name; /* "FILE" */
	size_t offset;
	bool is_optional; /* as are those after it */
	bool is_file; /* so that "help" is a file's name */
};

struct cmdline;

struct cmdline_command {
	const char *name; /* NULL: the program without a command */
	const char *usage; /* what follows the name, one line for each form */
	const char *summary; /* a line in the program's help */
	const char *description; /* paragraphs */
	/* A valid command line without the program, for when operands miss. */
	const char *example;
	const struct cmdline_option *options; /* ended by one without a name */
	const struct cmdline_operand *operands; /* ended by a NULL name */
	/*
	 * Where --help of .shared of struct cmdline is printed; NULL: here.
	 */
	const char *shared_note;
	const char *notes; /* paragraphs after the options */
	void (*print_notes)(const struct cmdline *cmdline);
	/* Returns the exit status. */
	int (*run)(struct cmdline *cmdline);
};

struct cmdline_program {
	const char *name;
	const char *version;
	const struct cmdline_command *base; /* without a command */
	const struct cmdline_command *const *commands; /* ended by NULL */
};

/* One run of a command. */
struct cmdline {
	const struct cmdline_program *program;
	const struct cmdline_command *command;
	const void *context; /* from cmdline_run() */
	int argc;
	char **argv; /* argv[0] is the command's name, or the program's */
	/* Set by the command: */
	void *fields; /* where options and operands go */
	const struct cmdline_option *shared; /* more options, of the program */
	/* Called for each error; NULL: it is printed. */
	void (*on_error)(void *fields, const struct gantry_error *error);
	/* Set by cmdline_parse(): */
	unsigned error_count;
	bool wants_help, wants_version;
};

/*
 * Run the command that ARGV names, with CONTEXT.  Returns the exit status.
 */
int cmdline_run(const struct cmdline_program *program, int argc, char *argv[],
    const void *context);

/*
 * Read the command line into the fields.  A list is allocated here, also when
 * it is empty; the caller frees it, also after an error.  Returns 0, or -1
 * after errors; what was right is stored.
 */
int cmdline_parse(struct cmdline *cmdline);

/*
 * The same for a command that needs nothing else: also print the help or the
 * version.  Returns whether the command is to go on; if not, STATUS is the exit
 * status.
 */
bool cmdline_begin(struct cmdline *cmdline, int *status);

/* Print why the command line is not valid.  Returns CMDLINE_MISUSED. */
int cmdline_misused(const struct cmdline *cmdline, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Print the help of the command, or the version. */
void cmdline_print_help(const struct cmdline *cmdline);
void cmdline_print_version(const struct cmdline *cmdline);

/* Print HEAD, which is indented, and beside it TEXT in its own column. */
void cmdline_print_row(const char *head, const char *text);

/* Print TEXT, paragraphs with an empty line between them, folded. */
void cmdline_print_text(const char *text);

/* Like cmdline_print_row(), with the default behind TEXT. */
void cmdline_print_default(const char *head, const char *text,
    const char *fallback, const char *computed);

/*
 * All options of CMDLINE in the order of its help, ended by NULL; the caller
 * frees the list.  NULL: out of memory.
 */
const struct cmdline_option **cmdline_options(const struct cmdline *cmdline);

#endif
