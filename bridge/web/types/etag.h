#ifndef WEB_TYPES_ETAG_H
#define WEB_TYPES_ETAG_H

#include <stdbool.h>

/*
 * Is TAG, with its quotes and a W/ or not, in LIST, the value of a header (RFC
 * 9110 section 13.1; "*" matches every tag)?  In a strong comparison a weak tag
 * equals no other (section 8.8.3.2).  The list is read up to the first element
 * that is not a tag.
 */
bool etag_is_in(const char *list, const char *tag, bool strongly);

#endif
