#ifndef GANTRY_HTML_H
#define GANTRY_HTML_H

#include <stddef.h>

#include <gantry/buffer.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Text in HTML (OWASP Cross Site Scripting Prevention Cheat Sheet).  Each
 * function appends to a buffer, for example that of gantry_response_buffer, and
 * returns 0 or -1 as gantry_buffer_add does.  Bytes that are not UTF-8 become
 * U+FFFD.
 */

/*
 * Append TEXT for the content of an element, or for the value of an attribute
 * between quotes of either kind: & < > " ' become character references.  It
 * does not make text safe in an attribute without quotes, in one whose value is
 * a script or a style (onclick, style), in <script> or <style>, or in a
 * comment.
 */
int gantry_html_escape(struct gantry_buffer *buffer, const char *text);

/*
 * Append URL for href, src or action, between quotes.  Only a relative URL, and
 * one with the scheme http, https, mailto or tel, is appended, percent-encoded
 * where necessary; "about:invalid" is appended in the place of others, such as
 * "javascript:...", and of those that browsers read differently, with a
 * backslash or a control character.  A URL that begins with "//" names another
 * host.
 */
int gantry_html_url(struct gantry_buffer *buffer, const char *url);

/*
 * Append LENGTH bytes of JSON for <script> or <script type="application/json">:
 * < > & U+2028 and U+2029 become "\u003c" and the like, which is the same JSON.
 * Outside of strings, JSON has none of these; other text does not become safe.
 */
int gantry_html_json(
    struct gantry_buffer *buffer, const char *json, size_t length);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
