#ifndef ENTITIES_SCHEMAS_H
#define ENTITIES_SCHEMAS_H

/* The JSON Schemas of the answers: schemas.awk makes them of the .json files.
 */
extern const char schema_distinctive[];
extern const char schema_entity[];
extern const char schema_images[];
extern const char schema_publications[];
extern const char schema_words[];

#endif
