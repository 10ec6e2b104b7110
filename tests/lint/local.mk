# What holds the house together.

LINT_TESTS += \
	%D%/links.tap \
	%D%/rooms.tap \
	%D%/style.tap
EXTRA_DIST += .clang-format .ci/run
