#ifndef GANTRY_INITIALIZERS_H
#define GANTRY_INITIALIZERS_H

/*
 * The structs of this library are initialized in part: what is left out is
 * zero, which is the default, and { NULL } or { 0 } ends a table.  With
 * -Wextra, C++ compilers and clang warn of each member that is left out, even
 * where the others are named.  The other headers include this one, which turns
 * that warning off in the file that includes them.  To have it on for what
 * follows:
 *
 *	#pragma GCC diagnostic warning "-Wmissing-field-initializers"
 */
#if defined(__cplusplus) || defined(__clang__)
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif

#endif
