#ifndef TODO_TODO_H
#define TODO_TODO_H

#include <gantry/contract.h>

extern const struct gantry_application todo_application;

#endif
