#ifndef BASE_THIS_PROGRAM_H
#define BASE_THIS_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What this program is called, in its messages, its log and its help.  It is
 * "gantry" unless the author of the program chose another name.
 */

#define PROGRAM_NAME_MAX 48

/*
 * May a program have this NAME?  It also names files: at most PROGRAM_NAME_MAX
 * letters, digits, dots, dashes and underscores, beginning with a letter or a
 * digit.
 */
bool program_name_is_valid(const char *name);

/*
 * Set all, before other threads start; all are borrowed.  NAME is valid.
 * CONFIG_FILE may be NULL: it is NAME.conf in the folder of configurations.
 */
void program_set(
    const char *name, const char *version, const char *config_file);

const char *program_name(void);

/* The number of this worker, from 1; 0, as at first: not a worker. */
void program_set_worker(unsigned number);

/* Print "NAME: TEXT" and a newline on standard error. */
void program_print_error(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Its own version; NULL: none is known. */
const char *program_version(void);

/* The configuration file that is read, if it exists, when none is named. */
const char *program_config_file(void);

/*
 * Put name and version into TEXT, of SIZE bytes, cut if they are longer:
 * "gantry 0.1.0" or, in another program, "todo 1.2 (gantry 0.1.0)".
 */
void program_put_version(char *text, size_t size);

/*
 * Copy TEXT, of LENGTH bytes, to TO, of SIZE bytes, cut if it is longer.  The
 * name takes the place of each "{program}", and the configuration file that of
 * each "{config}".
 */
void program_expand(char *to, size_t size, const char *text, size_t length);

/* The same as a new string, to free, or NULL if memory ran out. */
char *program_expand_dup(const char *text, size_t length);

#endif
