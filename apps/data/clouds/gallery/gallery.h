#ifndef CLOUDS_GALLERY_H
#define CLOUDS_GALLERY_H

#include <gantry/error.h>

/*
 * The folder with the pictures of all publications, a folder for each
 * generation of the data.
 *
 *	GENERATION/	the pictures and their manifest; whole from the moment
 *			it has this name
 *	current		a link to the one that was drawn last
 *	progress.json	how far the drawing is; see progress_file.h
 *	lock		is locked (flock(2)) while someone draws
 *	.new/		what is being drawn, or was when that was killed
 *
 * That of the current generation and the one before are kept.
 */

#define GALLERY_LOCK	 "lock"
#define GALLERY_PROGRESS "progress.json"
#define GALLERY_CURRENT	 "current"

struct gallery {
	int folder; /* descriptors; -1: none */
	int lock;
	int next; /* where the next generation is made */
};

/*
 * Open the gallery at PATH, which is made if it is not there, and lock it.
 * Returns 0, or -1 with ERROR filled; GANTRY_ERROR_BUSY when another process
 * has locked it.  It is to be closed in any case.
 */
int gallery_open(
    struct gallery *gallery, const char *path, struct gantry_error *error);

/* Unlock and close; what was begun is removed.  Idempotent. */
void gallery_close(struct gallery *gallery);

/*
 * The folder of GENERATION, or, for NULL, of the current one; or -1 when there
 * is none.  The descriptor is the caller's.
 */
int gallery_get(const struct gallery *gallery, const char *generation);

/* Make an empty folder for what is to be drawn, gallery->next.  0 or -1. */
int gallery_begin(struct gallery *gallery, struct gantry_error *error);

/*
 * Make it the folder of GENERATION, in the place of another one if there is
 * one, and the current one; and remove those that are older than the one
 * before.  0 or -1.
 */
int gallery_publish(struct gallery *gallery, const char *generation,
    struct gantry_error *error);

/* The folder of GENERATION is as it has to be: make it the current one.  0 or
 * -1. */
int gallery_keep(struct gallery *gallery, const char *generation,
    struct gantry_error *error);

#endif
