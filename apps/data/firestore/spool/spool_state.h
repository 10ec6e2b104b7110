#ifndef FIRESTORE_SPOOL_STATE_H
#define FIRESTORE_SPOOL_STATE_H

#include "data/firestore/bytes.h"
#include "data/firestore/spool/spool.h"

/* The lines of a spool that tell how far it is, and what they change. */

/* Append the line that a spool begins with. */
void spool_write_header(
    struct gantry_buffer *line, const struct spool_source *source);

/* Append the line after a page. */
void spool_write_checkpoint(struct gantry_buffer *line,
    const struct spool *spool, size_t part, const struct spool_step *step);

/* Read either.  Returns 0 with SPOOL changed, or -1. */
int spool_read_header(
    struct spool *spool, struct bytes line, struct gantry_error *error);
int spool_read_checkpoint(
    struct spool *spool, struct bytes line, struct gantry_error *error);

/* Begin, as a header does; PART goes on by STEP, as a checkpoint does. */
int spool_start(struct spool *spool, const struct spool_source *source,
    struct gantry_error *error);
int spool_step(struct spool *spool, size_t part, const struct spool_step *step,
    struct gantry_error *error);

/* Forget all that was read. */
void spool_forget(struct spool *spool);

#endif
