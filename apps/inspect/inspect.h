#ifndef INSPECT_H
#define INSPECT_H

#include <gantry/contract.h>

/*
 * Answers with the environ of the request, sorted and aligned as text, or as
 * JSON when Accept asks for application/json.
 */
extern const struct gantry_application inspect_application;

#endif
