#ifndef WEB_REQUEST_PART_HEAD_H
#define WEB_REQUEST_PART_HEAD_H

#include <gantry/request.h>

/*
 * Read the headers of a part of multipart/form-data (RFC 7578 section 4): HEAD,
 * LENGTH bytes, which end with an empty line and are overwritten.  Returns 0
 * with PART filled, whose strings are in the request's memory; or -1 with
 * *PROBLEM, which is NULL when memory ran out.
 */
int part_head_read(struct gantry_environ *environ, char *head, size_t length,
    struct gantry_part *part, const char **problem);

#endif
