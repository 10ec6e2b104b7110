#ifndef SERVE_SANDBOX_INTERPRETER_H
#define SERVE_SANDBOX_INTERPRETER_H

#include <linux/limits.h>
#include <stdbool.h>

/*
 * Find the program that the kernel runs when it runs the file PATH: the
 * dynamic loader of an ELF file, or the interpreter of a script.  Returns
 * false if there is none.
 */
bool interpreter_find(const char *path, char interpreter[PATH_MAX]);

/* Folders and files that programs read at their start; ended by NULL. */
const char *const *interpreter_reads(void);

#endif
