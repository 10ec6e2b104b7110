#ifndef WEB_TYPES_ETAG_H
#define WEB_TYPES_ETAG_H

#include <stdbool.h>

/*
 * Is TAG, with its quotes and maybe W/, in LIST, a header's value ("*" holds
 * all; RFC 9110 section 13.1)?  By the strong comparison no weak tag is equal
 * to any (section 8.8.3.2).  What follows something that is no tag is not
 * looked at.
 */
bool etag_is_in(const char *list, const char *tag, bool strongly);

#endif
