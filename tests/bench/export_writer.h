#ifndef BENCH_EXPORT_WRITER_H
#define BENCH_EXPORT_WRITER_H

#include <stdint.h>

#include <gantry/buffer.h>

/*
 * Writes a managed Firestore export.  A failure ends the program, with a
 * message.
 */

struct export_writer {
	const char *folder;
	int descriptor;
	struct gantry_buffer log;
	struct gantry_buffer entity; /* the document in the making */
	uint64_t documents;
};

/* Start in FOLDER, which is made. */
void export_writer_open(struct export_writer *writer, const char *folder);

/* Add the entity, and empty it. */
void export_writer_add(struct export_writer *writer);

/* Write the rest, and the metadata. */
void export_writer_close(struct export_writer *writer);

/* The finalizer of splitmix64, a bijection, so different numbers differ. */
uint64_t export_scramble(uint64_t number);

#endif
