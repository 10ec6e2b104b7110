#ifndef GANTRY_CACHE_SECURITY_RULES_H
#define GANTRY_CACHE_SECURITY_RULES_H

#include <stdio.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * Proposes what anyone may read of a cache out of the security rules of a
 * Firestore
 * (https://firebase.google.com/docs/firestore/security/rules-structure). It
 * takes what the rules allow without a condition, and never more: conditions
 * and functions are not evaluated, and a comment tells what was left for that.
 *
 * Appends lines "allow = PATTERN" to LINES, and comments that begin with "#".
 * Returns 0, or -1 with ERROR: GANTRY_ERROR_INPUT: TEXT is malformed; it has
 * the number of the line.
 */
int security_rules_propose(
    struct bytes text, struct gantry_buffer *lines, struct gantry_error *error);

/* Read the text of rules, which is not too long.  Returns 0 or -1. */
int security_rules_read(
    FILE *file, struct gantry_buffer *text, struct gantry_error *error);

#endif
