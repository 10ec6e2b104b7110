#ifndef GANTRY_VERSION_H
#define GANTRY_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * The version of these headers, by https://semver.org/: while MAJOR is 0, a new
 * MINOR may change the interface; a new PATCH does not.  configure reads the
 * version from here.
 */
#define GANTRY_VERSION_MAJOR 0
#define GANTRY_VERSION_MINOR 1
#define GANTRY_VERSION_PATCH 0

/*
 * The number of the binary interface (ABI), which is that of the shared
 * library: libgantry.so.0.  It counts by itself, whatever the version: it is
 * raised when a program would have to be compiled again, because a function was
 * removed, a prototype changed, or a struct that applications allocate or read
 * has another layout.  Functions that are added do not raise it; they get a
 * symbol version named after the library's version, such as GANTRY_0.2.
 */
#define GANTRY_ABI 0

#define GANTRY_VERSION_QUOTE(number) #number
#define GANTRY_VERSION_JOIN(major, minor, patch) \
	GANTRY_VERSION_QUOTE(major)              \
	"." GANTRY_VERSION_QUOTE(minor) "." GANTRY_VERSION_QUOTE(patch)

/* The version as a string, "0.1.0". */
#define GANTRY_VERSION       \
	GANTRY_VERSION_JOIN( \
	    GANTRY_VERSION_MAJOR, GANTRY_VERSION_MINOR, GANTRY_VERSION_PATCH)

/*
 * Return the version of the library that the program runs with, as
 * GANTRY_VERSION.  With the shared library it may be newer than that of the
 * headers that the program was compiled with.
 */
const char *gantry_version(void);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
