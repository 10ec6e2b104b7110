#ifndef GATE_TRANSPORT_CAPTURE_H
#define GATE_TRANSPORT_CAPTURE_H

#include <stdbool.h>

#include "gate/request.h"
#include "wire/reader.h"

/*
 * Captured requests: files of FastCGI records (FastCGI specification 1.0), to
 * be served again by gate/transport/replay.h: FOLDER/TIME-ID.fcgi, for their
 * owner alone, since they hold what clients sent, their cookies and passwords
 * too.
 *
 * A folder is filled up to a limit, which all processes keep; more is kept once
 * files were removed.  What cannot be kept is logged, and served all the same.
 */

#define CAPTURE_FILES_MAX   1000 /* in the folder */
#define CAPTURE_BYTES_MAX   (256 * 1024 * 1024) /* of all of them */
#define CAPTURE_REQUEST_MAX (8 * 1024 * 1024) /* of one request */

/* A request's records, as far as they came. */
struct capture {
	struct gantry_buffer records;
	size_t open; /* where the last record's header is */
	bool is_too_long; /* and is not kept */
};

void capture_clear(struct capture *capture);

/* Forget the records; memory that usual requests need is kept. */
void capture_reset(struct capture *capture);

/* Add a part of a record that came.  Its padding is left out. */
void capture_add_piece(
    struct capture *capture, const struct record_piece *piece);

/* Make the records of what did not come as such: their beginning ... */
void capture_begin(struct capture *capture);

/* ... a variable of NAME_LENGTH bytes, and after the last the body ... */
void capture_add_variable(struct capture *capture, const char *name,
    size_t name_length, const char *value);

/*
 * ... which is read from REQUEST, whose variables were added, as far as its
 * CONTENT_LENGTH says; the application reads it again.
 */
void capture_read_body(struct capture *capture, struct request *request);

/* Write the file in FOLDER, for the id of ENVIRON's request. */
void capture_save(const struct capture *capture, const char *folder,
    struct gantry_environ *environ);

#endif
