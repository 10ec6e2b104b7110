#ifndef TRANSFER_DOWNLOAD_H
#define TRANSFER_DOWNLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * Downloading by HTTP (RFC 9110) with libcurl: parts, conditions, proxies as
 * libcurl's environment has them, and AWS signatures version 4.  Redirections
 * are followed to http and https, but not from https to http.  The body comes
 * as it was sent; zstd is the one encoding that is asked for.
 */

#define DOWNLOAD_TAG_SIZE  256
#define DOWNLOAD_DATE_SIZE 64

/* What tells versions of a resource apart; empty texts if there is nothing. */
struct validators {
	char tag[DOWNLOAD_TAG_SIZE]; /* ETag */
	char date[DOWNLOAD_DATE_SIZE]; /* Last-Modified */
};

struct download_options {
	const char *ca_file; /* PEM; NULL: the system's */
	const char *region; /* of AWS signatures; NULL: none are made */
	const char
	    *credentials; /* a file of AWS's kind; NULL: the environment */
	unsigned stall; /* seconds without 1000 bytes each end it */
};

struct download_request {
	const char *url;
	uint64_t start; /* the first byte that is wanted */
	uint64_t end; /* the byte after the last; 0: the end of the body */
	const struct validators
	    *known; /* not if it is still this; may be NULL */
	const struct validators *part; /* a part of this only; may be NULL */
	/*
	 * Take LENGTH bytes at OFFSET of a body.  Returns 0, or -1 with ERROR.
	 */
	int (*take)(void *argument, uint64_t offset, const char *data,
	    size_t length, struct gantry_error *error);
	void *argument;
	/* Is called before the first bytes of a body.  May be NULL. */
	int (*begin)(void *argument, const struct validators *found,
	    uint64_t length, struct gantry_error *error);
};

struct download_answer {
	long status;
	struct validators found;
	long retry_after; /* seconds */
};

/* Whom a request to an object store of AWS's protocol comes from. */

#define AWS_KEY_SIZE   256
#define AWS_TOKEN_SIZE 4096

struct aws_credentials {
	char key_id[AWS_KEY_SIZE];
	char secret[AWS_KEY_SIZE];
	char token[AWS_TOKEN_SIZE]; /* of a session; empty: none */
};

/*
 * Read the section [default] of the file PATH, as AWS's programs have it in
 * ~/.aws/credentials, or without a PATH the variables AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.  Returns 0 or -1.
 */
int aws_credentials_read(struct aws_credentials *credentials, const char *path,
    struct gantry_error *error);

struct download;

/* Returns NULL with ERROR.  The options must outlive it. */
struct download *download_new(
    const struct download_options *options, struct gantry_error *error);
void download_free(struct download *download);

/* Is URL one of http or https?  Returns 0, or -1 with ERROR. */
int download_check(const char *url, struct gantry_error *error);

/* Append URL without its user, password, query and fragment to OUT. */
void download_redact(const char *url, struct gantry_buffer *out);

/*
 * Get the URL of the file NAME beside URL, with the same query.  NULL with
 * ERROR; the caller frees it.
 */
char *download_beside(
    const char *url, const char *name, struct gantry_error *error);

/*
 * Send REQUEST.  Returns 0 for the statuses 200, 206 and 304, otherwise -1 with
 * ERROR and, if there was an answer, its status, otherwise 0.
 * GANTRY_ERROR_HANGUP: another try may help.
 */
int download_run(struct download *download,
    const struct download_request *request, struct download_answer *answer,
    struct gantry_error *error);

/* The bytes of bodies that have come so far. */
uint64_t download_received(const struct download *download);

#endif
