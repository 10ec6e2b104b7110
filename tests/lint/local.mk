# What holds the house together.  house.py shows the measures of which house.tap
# enforces some.

LINT_TESTS += \
	%D%/hardening.tap \
	%D%/house.tap \
	%D%/links.tap \
	%D%/rooms.tap \
	%D%/style.tap
EXTRA_DIST += .clang-format .ci/run %D%/house.py
