/*
 * The security schemes of a site are in one object of its document, by their
 * names, so two different ones need two names.
 */
#include <string.h>

#include "gantry/openapi.h"
#include "web/security_names.h"

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
has_same_scopes(const struct gantry_scope *a, const struct gantry_scope *b)
{
	if (a == b || a == NULL || b == NULL)
		return a == b;
	for (; a->name != NULL && b->name != NULL; a++, b++)
		if (strcmp(a->name, b->name) != 0 ||
		    !is_same_text(a->help, b->help))
			return false;
	return a->name == b->name;
}

static bool
is_same(const struct gantry_security *a, const struct gantry_security *b)
{
	return a == b ||
	    (a->kind == b->kind && a->place == b->place &&
		is_same_text(a->help, b->help) &&
		is_same_text(a->format, b->format) &&
		is_same_text(a->key, b->key) && is_same_text(a->url, b->url) &&
		is_same_text(a->authorization_url, b->authorization_url) &&
		is_same_text(a->token_url, b->token_url) &&
		has_same_scopes(a->scopes, b->scopes));
}

static const struct gantry_security *
find_in(const struct gantry_security *const *table, const char *name)
{
	for (; table != NULL && *table != NULL; table++)
		if (strcmp((*table)->name, name) == 0)
			return *table;
	return NULL;
}

static const struct gantry_security *const *
table_of(const struct operation *operation)
{
	return operation->route != NULL ? operation->route->security : NULL;
}

/* All schemes of a site. */
struct schemes {
	const struct gantry_site *site;
	const struct entry *entries;
};

/* The first scheme NAME; there is one. */
static const struct gantry_security *
find_first(const struct schemes *all, const char *name)
{
	const struct gantry_security *found =
	    find_in(all->site->security, name);
	const struct entry *entry = all->entries;
	const struct operation *operation;

	for (; found == NULL && entry != NULL; entry = entry->next)
		for (operation = entry->operations;
		     found == NULL && operation != NULL;
		     operation = operation->next)
			found = find_in(table_of(operation), name);
	return found;
}

static int
check_table(const struct schemes *all,
    const struct gantry_security *const *table, const char *template,
    struct gantry_error *error)
{
	for (; table != NULL && *table != NULL; table++)
		if (!is_same(find_first(all, (*table)->name), *table))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s%s%s has a security scheme '%s' other than one "
			    "before it; give it another name",
			    template != NULL ? "the route '" : "the site",
			    template != NULL ? template : "",
			    template != NULL ? "'" : "", (*table)->name);
	return 0;
}

int
security_names_check(const struct gantry_site *site,
    const struct entry *entries, struct gantry_error *error)
{
	const struct schemes all = { site, entries };
	const struct operation *operation;
	const struct entry *entry;

	if (check_table(&all, site->security, NULL, error) == -1)
		return -1;
	for (entry = entries; entry != NULL; entry = entry->next)
		for (operation = entry->operations; operation != NULL;
		     operation = operation->next)
			if (check_table(&all, table_of(operation),
				entry->template, error) == -1)
				return -1;
	return 0;
}
