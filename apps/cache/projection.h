#ifndef CACHE_PROJECTION_H
#define CACHE_PROJECTION_H

/*
 * What an application keeps ready of the documents: tables of its own, filled
 * by its SQL when the cache is built.
 */
struct cache_projection {
	const char *name;
	const char *sql; /* makes the tables and fills them from document */
};

#endif
