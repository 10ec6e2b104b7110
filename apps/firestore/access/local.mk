# access: who may read what of a cache.

noinst_LIBRARIES += libaccess.a
libaccess_a_CPPFLAGS = $(APPS_CPPFLAGS)
libaccess_a_SOURCES = \
	%D%/access_rules.c \
	%D%/access_rules.h \
	%D%/access_pattern.c \
	%D%/access_pattern.h \
	%D%/access_tokens.c \
	%D%/access_tokens.h

EXTRA_DIST += %D%/README.md
