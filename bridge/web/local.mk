# web: what is built on top of the contract.

libgantry_a_SOURCES += \
	%D%/conditional.c \
	%D%/query.c
