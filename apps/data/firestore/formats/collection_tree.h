#ifndef FORMATS_COLLECTION_TREE_H
#define FORMATS_COLLECTION_TREE_H

#include "data/firestore/formats/reading.h"

/*
 * Formats in which the names of members are collections and ids.  The text is
 * never held as a whole: a document's collections are read where they are.
 */

/*
 * {"users":{"alice":{...}}} or {"users":[{"id":"alice",...}]}, with the member
 * "__collections__" or "subCollection" for collections of a document.
 */
format_read tree_read_collections;

/* {"__collections__":{...}} */
format_read tree_read_root;

/* {"alice":{...}}, the documents of one collection. */
format_read tree_read_documents;

#endif
