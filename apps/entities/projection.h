#ifndef ENTITIES_PROJECTION_H
#define ENTITIES_PROJECTION_H

#include "data/cache/projection.h"

/*
 *	publications/{name}	      -> publication(id, name, count)
 *	publications/{name}/ent/{id}  -> entity(publication, count, word)
 *
 * For searching words by a prefix, folded as data/cache/fold.h does:
 *
 *	word(folded, word, count)		  over all publications
 *	mention(publication, folded, word, count) as entity, in another order
 *	best(publication, prefix, count, word)	  the most frequent words with a
 *		folded prefix that many words have; publication 0: of word
 */
extern const struct cache_projection entities_projection;

#endif
