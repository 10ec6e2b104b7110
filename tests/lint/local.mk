# Checks of the source tree.  house.py measures its structure, and house.tap
# enforces some of these limits.

LINT_TESTS += \
	%D%/hardening.tap \
	%D%/house.tap \
	%D%/links.tap \
	%D%/rooms.tap \
	%D%/style.tap
EXTRA_DIST += .clang-format .ci/run %D%/house.py
