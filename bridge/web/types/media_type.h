#ifndef WEB_TYPES_MEDIA_TYPE_H
#define WEB_TYPES_MEDIA_TYPE_H

/*
 * The media type of the file NAME by what follows its last dot, with the
 * charset for text; "application/octet-stream" for what is not known.
 */
const char *media_type_find(const char *name);

#endif
