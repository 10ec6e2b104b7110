#ifndef ENTITIES_H
#define ENTITIES_H

#include <gantry/contract.h>

/*
 * Named entities, counted per publication, as a JSON API:
 *
 *	GET /publications
 *	GET /frequencies/{publication}?word=&count=&limit=
 *	GET /entities/{word}
 *	GET /entities?word=
 *	GET /distinctive/{publication}?limit=
 *	GET /search?q=&publication=&limit=
 *	GET /events
 *	GET /openapi.json, /docs
 */
extern const struct gantry_application entities_application;

#endif
