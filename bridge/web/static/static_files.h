#ifndef WEB_STATIC_STATIC_FILES_H
#define WEB_STATIC_STATIC_FILES_H

#include <gantry/response.h>

/*
 * Answer with the file NAME, which may be NULL, below FOLDER, as FILES says.
 * FOLDER is that of FILES, or of its setting.  Returns like a responder.
 */
int static_files_send(struct gantry_response *response,
    const struct gantry_static_files *files, const char *folder,
    const char *name);

/* Is NAME that of a file whose content never changes? */
bool static_files_is_immutable(
    const struct gantry_static_files *files, const char *name);

#endif
