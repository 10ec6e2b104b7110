/*
 * The optimal string alignment distance of short names.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text/suggestion.h"

/* Longer names are not compared. */
#define NAME_MAX_LENGTH 48

static bool
is_same(char a, char b)
{
	a = a == '_' ? '-' : (char)tolower((unsigned char)a);
	b = b == '_' ? '-' : (char)tolower((unsigned char)b);
	return a == b;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Rows are prefixes of A, columns prefixes of B. */
static size_t
distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t rows[NAME_MAX_LENGTH + 1][NAME_MAX_LENGTH + 1];
	size_t i, j, cost;

	for (i = 0; i <= a_length; i++) {
		for (j = 0; j <= b_length; j++) {
			if (i == 0 || j == 0) {
				rows[i][j] = i + j;
				continue;
			}
			cost = is_same(a[i - 1], b[j - 1]) ? 0 : 1;
			rows[i][j] = least(rows[i - 1][j - 1] + cost,
			    least(rows[i - 1][j], rows[i][j - 1]) + 1);
			if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) &&
			    is_same(a[i - 2], b[j - 1]))
				rows[i][j] =
				    least(rows[i][j], rows[i - 2][j - 2] + 1);
		}
	}
	return rows[a_length][b_length];
}

/* How many letters may be wrong: a third of them, but one even of two. */
static size_t
distance_max(size_t length)
{
	return length < 2 ? 0 : length < 6 ? 1 : length / 3;
}

void
suggestion_offer(struct suggestion *suggestion, const char *candidate)
{
	size_t length = strlen(suggestion->name), other = strlen(candidate);
	size_t seen;

	if (length > NAME_MAX_LENGTH || other > NAME_MAX_LENGTH)
		return;
	seen = distance(suggestion->name, length, candidate, other);
	if (seen > distance_max(length) ||
	    (suggestion->best != NULL && seen >= suggestion->distance))
		return;
	suggestion->best = candidate;
	suggestion->distance = seen;
}

const char *
suggestion_hint(struct suggestion *suggestion)
{
	if (suggestion->best == NULL)
		return "";
	snprintf(suggestion->hint, sizeof(suggestion->hint),
	    "; did you mean '%s'?", suggestion->best);
	return suggestion->hint;
}
