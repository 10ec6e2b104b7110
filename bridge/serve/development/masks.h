#ifndef SERVE_DEVELOPMENT_MASKS_H
#define SERVE_DEVELOPMENT_MASKS_H

#include <stdbool.h>

#include "gantry/buffer.h"
#include "gate/gate.h"

/*
 * What pages and request lines do not show: cookies, credentials and the values
 * of settings that applications declare as secret.
 */

#define MASKS_SHOWN "(secret)"

struct masks {
	const char **secrets; /* borrowed from the settings */
	size_t count;
};

/*
 * Take the secrets of the mounts of OPTIONS, which must outlive MASKS.  Returns
 * 0, or -1 when memory ran out.
 */
int masks_init(struct masks *masks, const struct gate_options *options);

/* Free everything; idempotent. */
void masks_clear(struct masks *masks);

/* Is the value of the variable, or of the response header, NAME secret? */
bool masks_hide_variable(const char *name);
bool masks_hide_header(const char *name, size_t length);

/*
 * Append LENGTH bytes of TEXT with MASKS_SHOWN in the place of each secret.
 * With AS_HTML, what has a meaning in HTML is escaped; otherwise control
 * characters are, as \xNN.
 */
void masks_put(const struct masks *masks, struct gantry_buffer *to,
    const char *text, size_t length, bool as_html);

#endif
