#ifndef FUNCTIONAL_APPLICATIONS_H
#define FUNCTIONAL_APPLICATIONS_H

#include <gantry/gantry.h>

/* Test applications with files of their own. */

gantry_app bad;
gantry_app conformance;
gantry_app trespass;

extern const struct gantry_application able_application;
extern const struct gantry_application deferred_application;
extern const struct gantry_application events_application;
extern const struct gantry_application files_application;
extern const struct gantry_application overwriter_application;
extern const struct gantry_application intruder_application;
extern const struct gantry_application threaded_application;
extern const struct gantry_application hostile_application;
extern const struct gantry_application typed_application;
extern const struct gantry_application door_application;

#endif
