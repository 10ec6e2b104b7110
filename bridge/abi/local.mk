# The record of the library's binary interface (ABI).

# The exported symbols with their versions, for the linker.
GANTRY_MAP = $(srcdir)/%D%/gantry.map

EXTRA_DIST += \
	%D%/README.md \
	%D%/gantry.abi \
	%D%/gantry.map \
	%D%/options.abi \
	%D%/record.py

# Write the record anew.  The library is linked again between the two steps,
# with the new map.
.PHONY: renew-abi
ABI_RECORD = GANTRY_SOURCE='$(abs_top_srcdir)' GANTRY_BUILD='$(abs_top_builddir)' \
	CC='$(CC)' $(srcdir)/%D%/record.py
renew-abi: libgantry-internal.a
	$(AM_V_at)$(ABI_RECORD) map
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) libgantry.so.$(GANTRY_ABI)
	$(AM_V_at)$(ABI_RECORD) check || :
	$(AM_V_GEN)$(ABI_RECORD) types
