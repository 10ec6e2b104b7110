#ifndef GATE_TRANSPORT_FCGI_TABLE_H
#define GATE_TRANSPORT_FCGI_TABLE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The requests of one connection by their id.  A look-up takes the same time
 * however many there are, and whichever ids a peer chooses.
 */

/* A member of what is in the table. */
struct fcgi_entry {
	struct fcgi_entry *next; /* in its chain */
	uint16_t id;
};

#define FCGI_TABLE_FIRST 8

struct fcgi_table {
	uint32_t factor; /* odd, and unknown to peers */
	unsigned bits; /* 2 to the power of BITS chains */
	size_t count;
	struct fcgi_entry *sole; /* if there is one; it is in no chain */
	struct fcgi_entry **chains; /* FIRST, or allocated */
	struct fcgi_entry *first[FCGI_TABLE_FIRST];
};

/* FACTOR is a random number.  TABLE must not be moved afterwards. */
void fcgi_table_init(struct fcgi_table *table, uint32_t factor);
void fcgi_table_clear(struct fcgi_table *table);

/* The entry with ID, or NULL. */
struct fcgi_entry *fcgi_table_find(const struct fcgi_table *table, uint16_t id);

/* Add ENTRY, whose id is set and not in the table. */
void fcgi_table_add(struct fcgi_table *table, struct fcgi_entry *entry);

/* Remove ENTRY, which is in the table. */
void fcgi_table_remove(struct fcgi_table *table, struct fcgi_entry *entry);

#endif
