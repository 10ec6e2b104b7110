#ifndef TRANSFER_AWS_CREDENTIALS_H
#define TRANSFER_AWS_CREDENTIALS_H

#include <gantry/error.h>

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

#endif
