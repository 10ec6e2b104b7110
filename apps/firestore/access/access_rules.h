#ifndef FIRESTORE_ACCESS_RULES_H
#define FIRESTORE_ACCESS_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * Who may read what.  A cache has everything that was exported, whatever the
 * security rules of the database are, so that nothing may be read without a
 * rule or a token.
 *
 * A rule is a pattern for paths of documents; README.md has examples.  With
 * "get " before it, it allows to read each document whose path the client
 * knows; with "list ", to query and list; without a word, both.  Segments are
 * compared with those of a path: a star is any one, and two stars are any
 * number of them, perhaps none; a pattern has two stars at most once.  A
 * backslash before a character makes it an ordinary one.
 *
 * Rules are not filters: a query is allowed as a whole, when one rule covers
 * each document that it may look at, or not at all.  So no answer depends on a
 * document that is hidden.
 *
 * It is not changed after it was made: any thread may ask.
 */

struct access;

/*
 * Make it of COUNT rules, and of the tokens in TOKEN_FILE, which may be NULL:
 * one a line, of 16 to 1,024 characters; a line that is empty or
 * begins with # has none.  Nobody but the owner and the group may have access
 * to that file.
 *
 * Returns NULL with ERROR filled: GANTRY_ERROR_INPUT: it names the rule or the
 * line and what is wrong; GANTRY_ERROR_SYSTEM: the file cannot be read.
 */
struct access *access_new(const char *const *rules, size_t count,
    const char *token_file, struct gantry_error *error);

/* NULL is allowed. */
void access_free(struct access *access);

/*
 * May those that give TOKEN read everything?  The time does not tell which
 * tokens there are.
 */
bool access_has_token(const struct access *access, struct bytes token);

/* May anyone read the document?  Whether it exists does not matter. */
bool access_get(const struct access *access, struct bytes document_path);

/* May anyone query and list this collection? */
bool access_list(const struct access *access, struct bytes collection_path);

/*
 * May anyone query the collections COLLECTION_ID at any depth below PARENT, a
 * document or the root if it is empty?  IS_KINDLESS: all collections below it;
 * then the id does not matter.
 */
bool access_group(const struct access *access, struct bytes parent,
    struct bytes collection_id, bool is_kindless);

#endif
