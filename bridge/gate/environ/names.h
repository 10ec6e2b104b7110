#ifndef GATE_ENVIRON_NAMES_H
#define GATE_ENVIRON_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What a web server may name a variable, and what becomes of it.
 */

enum name_kind {
	NAME_KNOWN, /* an application sees it */
	NAME_SINGLE, /* so it does, but given once: two of it are an attack */
	NAME_DROPPED, /* harmless, but no application sees it */
	NAME_MALFORMED, /* no web server sends it: likely an attack */
};

/*
 * Dropped is what is no CGI variable's name, of upper case letters, digits and
 * underscores: no parameter can pose as "wsgi.input" or "gantry.raw_path".  Of
 * those that are:
 *
 *	HTTP_PROXY, which would become a program's proxy ("httpoxy");
 *	HTTP_CONTENT_TYPE and HTTP_CONTENT_LENGTH, which PEP 3333 has without
 *	    the prefix, and which a header with underscores can forge;
 *	headers about the web server's own connection (RFC 9110 section 7.6.1,
 *	    RFC 3875 section 4.1.18), since some servers pass them on;
 *	what tells of the web server's files and configuration, which mean
 *	    nothing here, and PATH and LD_LIBRARY_PATH, which Apache adds;
 *	GANTRY_..., our own configuration.
 *
 * SCRIPT_FILENAME and HTTP_TRANSFER_ENCODING are let in, and removed when they
 * have served (gate/environ/mount.h, gate/environ/repair.h).
 *
 * NAME need not end with a NUL.
 */
enum name_kind name_classify(const char *name, size_t length);

/*
 * Does a variable with this name in the environment of a CGI program belong to
 * the request?  The others are the process's, which are nobody's business.
 */
bool name_is_of_request(const char *name, size_t length);

#endif
