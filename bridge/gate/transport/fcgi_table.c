/*
 * A hash table with chains.  Its hash multiplies by a random factor, so a peer
 * cannot choose ids that meet in one chain.  When memory for more chains is
 * short, the chains grow longer instead.  Most connections have one request at
 * a time, which costs no hash.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/transport/fcgi_table.h"

#define FIRST_BITS 3
#define BITS_MAX   16

void
fcgi_table_init(struct fcgi_table *table, uint32_t factor)
{
	*table = (struct fcgi_table){
		.factor = factor | 1,
		.bits = FIRST_BITS,
		.chains = table->first,
	};
}

void
fcgi_table_clear(struct fcgi_table *table)
{
	if (table->chains != table->first)
		free(table->chains);
	fcgi_table_init(table, table->factor);
}

static struct fcgi_entry **
chain_of(const struct fcgi_table *table, uint16_t id)
{
	return &table->chains[id * table->factor >> (32 - table->bits)];
}

struct fcgi_entry *
fcgi_table_find(const struct fcgi_table *table, uint16_t id)
{
	struct fcgi_entry *entry = table->sole;

	if (entry != NULL)
		return entry->id == id ? entry : NULL;
	entry = *chain_of(table, id);
	while (entry != NULL && entry->id != id)
		entry = entry->next;
	return entry;
}

static void
put(struct fcgi_table *table, struct fcgi_entry *entry)
{
	struct fcgi_entry **chain = chain_of(table, entry->id);

	entry->next = *chain;
	*chain = entry;
}

/* Twice as many chains. */
static void
grow(struct fcgi_table *table)
{
	struct fcgi_table larger = *table;
	struct fcgi_entry *entry, *next;
	size_t i;

	larger.bits++;
	larger.chains =
	    calloc((size_t)1 << larger.bits, sizeof(larger.chains[0]));
	if (larger.chains == NULL)
		return;
	for (i = 0; i < (size_t)1 << table->bits; i++) {
		for (entry = table->chains[i]; entry != NULL; entry = next) {
			next = entry->next;
			put(&larger, entry);
		}
	}
	if (table->chains != table->first)
		free(table->chains);
	table->chains = larger.chains;
	table->bits = larger.bits;
}

void
fcgi_table_add(struct fcgi_table *table, struct fcgi_entry *entry)
{
	if (table->count++ == 0) {
		table->sole = entry;
		return;
	}
	if (table->sole != NULL)
		put(table, table->sole);
	table->sole = NULL;
	if (table->count >> table->bits > 1 && table->bits < BITS_MAX)
		grow(table);
	put(table, entry);
}

void
fcgi_table_remove(struct fcgi_table *table, struct fcgi_entry *entry)
{
	struct fcgi_entry **at;

	table->count--;
	if (table->sole != NULL) {
		table->sole = NULL;
		return;
	}
	at = chain_of(table, entry->id);
	while (*at != entry)
		at = &(*at)->next;
	*at = entry->next;
	/* Idle connections keep no memory. */
	if (table->count == 0 && table->chains != table->first)
		fcgi_table_clear(table);
}
