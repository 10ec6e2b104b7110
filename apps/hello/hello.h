#ifndef HELLO_H
#define HELLO_H

#include <gantry/contract.h>

extern const struct gantry_application hello_application;

#endif
