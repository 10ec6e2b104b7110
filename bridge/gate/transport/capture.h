#ifndef GATE_TRANSPORT_CAPTURE_H
#define GATE_TRANSPORT_CAPTURE_H

#include <stdbool.h>

#include "gate/request.h"
#include "wire/reader.h"

/*
 * Captured requests: files of FastCGI records (FastCGI specification 1.0), to
 * be served again by gate/transport/replay.h.  A file is FOLDER/TIME-ID.fcgi.
 * Only its owner may read it, since it holds cookies and passwords of clients.
 *
 * The limits of a folder apply to all processes together.  Once files were
 * removed, requests are captured again.  A request that cannot be captured is
 * logged, and served as usual.
 */

#define CAPTURE_FILES_MAX   1000 /* in the folder */
#define CAPTURE_BYTES_MAX   (256 * 1024 * 1024) /* of all of them */
#define CAPTURE_REQUEST_MAX (8 * 1024 * 1024) /* of one request */

/* The records of a request that have arrived. */
struct capture {
	struct gantry_buffer records;
	size_t open; /* offset of the last record's header */
	bool is_too_long; /* so it is not saved */
};

void capture_clear(struct capture *capture);

/* Drop the records, but keep the memory that usual requests need. */
void capture_reset(struct capture *capture);

/* Add a part of a record that arrived, without padding. */
void capture_add_piece(
    struct capture *capture, const struct record_piece *piece);

/* Add the end of a body that was complete without one. */
void capture_end_body(struct capture *capture);

/* For transports that receive no records: start a capture. */
void capture_begin(struct capture *capture);

/* Add a variable, whose name has NAME_LENGTH bytes. */
void capture_add_variable(struct capture *capture, const char *name,
    size_t name_length, const char *value);

/*
 * After the last variable, read up to CONTENT_LENGTH bytes of the body and add
 * them.  The application can still read the body.
 */
void capture_read_body(struct capture *capture, struct request *request);

/* Write the file into FOLDER; its name has the request id of ENVIRON. */
void capture_save(const struct capture *capture, const char *folder,
    struct gantry_environ *environ);

#endif
