/*
 * The functions of llhttp, whose states are in llhttp.c.  They declare each
 * other differently, so they are compiled apart.
 */
#define LLHTTP_STRICT_MODE 1

#include <llhttp/api.c>
#include <llhttp/http.c>
