/*
 * The states of llhttp, the HTTP parser of Node.js.  Debian packages it as
 * sources to be compiled into a program (node-llhttp), in a folder that
 * configure found.
 */
#define LLHTTP_STRICT_MODE 1

#include <llhttp/llhttp.c>
