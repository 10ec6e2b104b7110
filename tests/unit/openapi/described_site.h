#ifndef UNIT_OPENAPI_DESCRIBED_H
#define UNIT_OPENAPI_DESCRIBED_H

#include <gantry/contract.h>
#include <gantry/route.h>

/*
 * A site whose routes read parameters of each type in each place, and answer
 * with what they read.  Its texts look like HTML.
 */
extern const struct gantry_site described_site;
extern const struct gantry_application described_application;

#endif
