#ifndef WEB_TYPES_ETAG_H
#define WEB_TYPES_ETAG_H

#include <stdbool.h>

/*
 * Is TAG, with its quotes and a W/ or not, in LIST, the value of a header (RFC
 * 9110 section 13.1; "*" matches every tag)?  In a strong comparison a weak tag
 * equals no other (section 8.8.3.2), and "*" is not a tag.  The list is read up
 * to the first element that is not a tag.
 */
bool etag_is_in(const char *list, const char *tag, bool strongly);

#define ETAG_SIZE 1024 /* a longer tag without quotes matches no other */

/*
 * Return TAG, or, if it has no quotes, the strong tag that gantry_response_etag
 * makes of it, written to BUFFER.
 */
const char *etag_quote(char buffer[ETAG_SIZE], const char *tag);

/*
 * Is LIST "*", which stands for every version that there is?  For If-Match,
 * which compares STRONGLY, nothing else may stand in the list: a list that is
 * not valid must not allow a change.
 */
bool etag_is_any(const char *list, bool strongly);

#endif
