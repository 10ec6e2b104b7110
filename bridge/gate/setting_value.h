#ifndef GATE_SETTING_VALUE_H
#define GATE_SETTING_VALUE_H

#include "gantry/contract.h"

/*
 * Values as they are written in a configuration: numbers, sizes, durations,
 * yes and no.  The functions that read return true if all of TEXT is such a
 * value; blanks are not skipped.
 */

/* A whole number in decimal digits, with '-' before a negative one. */
bool value_read_integer(const char *text, int64_t *value);

/* A number of bytes; the suffixes K, M and G are powers of 1024. */
bool value_read_size(const char *text, int64_t *bytes);

/*
 * A whole number with the suffix ms, s, m, h or d, converted to milliseconds;
 * without a suffix it counts units of UNIT milliseconds.
 */
bool value_read_duration(const char *text, int64_t unit, int64_t *milliseconds);

/* yes, true, on and 1, or no, false, off and 0. */
bool value_read_boolean(const char *text, bool *value);

#define VALUE_SIZE 32

/* Write BYTES so that value_read_size reads it, with the largest unit. */
void value_write_size(char text[VALUE_SIZE], int64_t bytes);

/* Write "red, green or blue", cut if it is longer; CHOICES end with NULL. */
void value_write_choices(char *text, size_t size, const char *const *choices);

/* Read a value of SETTING's type; false: it is not one. */
bool setting_read(
    const struct gantry_setting *setting, const char *text, int64_t *value);

/*
 * Does SETTING, called NAME in messages, allow VALUE?  Returns 0, or -1 with
 * ERROR saying what is allowed.  The value of a secret is not repeated.
 */
int setting_check(const struct gantry_setting *setting, const char *name,
    const char *value, struct gantry_error *error);

#endif
