#ifndef GATE_ENVIRON_NAMES_H
#define GATE_ENVIRON_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Which names of variables a web server may send, and how each is treated.
 */

enum name_kind {
	NAME_KNOWN, /* visible to applications */
	NAME_SINGLE, /* visible, but a duplicate is rejected as an attack */
	NAME_DROPPED, /* harmless, but not visible */
	NAME_MALFORMED, /* no web server sends it: likely an attack */
};

/*
 * Names that contain anything but capitals, digits and underscores are dropped,
 * so that no parameter can pose as "wsgi.input" or "gantry.raw_path".  These
 * are dropped as well:
 *
 *	HTTP_PROXY, which would become a program's proxy ("httpoxy");
 *	HTTP_CONTENT_TYPE and HTTP_CONTENT_LENGTH, which PEP 3333 has without
 *	    the prefix, and which a header with underscores can forge;
 *	headers about the web server's own connection (RFC 9110 section 7.6.1,
 *	    RFC 3875 section 4.1.18), since some servers pass them on;
 *	variables about the web server's files and configuration, which mean
 *	    nothing here, and PATH and LD_LIBRARY_PATH, which Apache adds;
 *	GANTRY_..., our own configuration.
 *
 * SCRIPT_FILENAME and HTTP_TRANSFER_ENCODING are kept until they have been read
 * (gate/environ/mount.h, gate/environ/repair.h).
 *
 * NAME need not end with a NUL.
 */
enum name_kind name_classify(const char *name, size_t length);

/*
 * Does a variable with this name grow with the request's URI?  Too many bytes
 * of these are 414, of others 431.  NAME need not end with a NUL.
 */
bool name_is_of_uri(const char *name, size_t length);

/*
 * Does a variable with this name in the environment of a CGI program belong to
 * the request?  The others belong to the process and are not added.
 */
bool name_is_of_request(const char *name, size_t length);

#endif
