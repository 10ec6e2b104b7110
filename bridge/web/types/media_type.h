#ifndef WEB_TYPES_MEDIA_TYPE_H
#define WEB_TYPES_MEDIA_TYPE_H

/*
 * The media type of the file NAME by its suffix, with a charset for text;
 * "application/octet-stream" when the suffix is unknown.
 */
const char *media_type_find(const char *name);

#endif
