# entities: its sources are compiled into each program; site is the application
# in process, rows is what a store gives, written down.

ENTITIES_CPPFLAGS = $(UNIT_CPPFLAGS) -DBINDIR='"$(bindir)"'
ENTITIES_SITE = \
	%D%/site.c \
	%D%/site.h \
	apps/entities/answer.c \
	apps/entities/entities.c \
	apps/entities/generation_events.c \
	apps/entities/image_folder.c \
	apps/entities/hooks.c \
	apps/entities/images.c \
	apps/entities/images_job.c \
	apps/entities/lookup.c \
	apps/entities/projection.c \
	apps/entities/queries.c \
	apps/entities/resources.c \
	apps/entities/routes.c \
	apps/entities/score/likelihood.c \
	apps/entities/score/ranking.c \
	apps/entities/store_noop.c \
	apps/entities/store_sqlite.c \
	tests/unit/data/cache/sample.c

UNIT_TESTS += check_entities_entities
check_entities_entities_CPPFLAGS = $(ENTITIES_CPPFLAGS)
check_entities_entities_LDADD = $(UNIT_APPS_LIBS)
check_entities_entities_SOURCES = %D%/check_entities.c $(ENTITIES_SITE)
nodist_check_entities_entities_SOURCES = apps/entities/schemas/schemas.c

UNIT_TESTS += check_entities_generation_events
check_entities_generation_events_CPPFLAGS = $(ENTITIES_CPPFLAGS)
check_entities_generation_events_LDADD = $(UNIT_APPS_LIBS)
check_entities_generation_events_SOURCES = \
	%D%/check_generation_events.c \
	tests/unit/web/waiter.c \
	$(ENTITIES_SITE)
nodist_check_entities_generation_events_SOURCES = \
	apps/entities/schemas/schemas.c

UNIT_TESTS += check_entities_hooks
check_entities_hooks_CPPFLAGS = $(ENTITIES_CPPFLAGS)
check_entities_hooks_LDADD = $(UNIT_APPS_LIBS)
check_entities_hooks_SOURCES = %D%/check_hooks.c $(ENTITIES_SITE)
nodist_check_entities_hooks_SOURCES = apps/entities/schemas/schemas.c

UNIT_TESTS += check_entities_images
check_entities_images_SOURCES = %D%/check_images.c $(ENTITIES_SITE)
nodist_check_entities_images_SOURCES = apps/entities/schemas/schemas.c
check_entities_images_CPPFLAGS = $(ENTITIES_CPPFLAGS)
check_entities_images_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_entities_lookup
check_entities_lookup_CPPFLAGS = $(UNIT_CPPFLAGS)
check_entities_lookup_LDADD = $(UNIT_APPS_LIBS)
check_entities_lookup_SOURCES = \
	%D%/check_lookup.c \
	%D%/rows.c \
	%D%/rows.h \
	apps/entities/lookup.c \
	apps/entities/projection.c \
	apps/entities/queries.c \
	apps/entities/score/likelihood.c \
	apps/entities/score/ranking.c \
	apps/entities/store_sqlite.c \
	tests/unit/data/cache/sample.c

UNIT_TESTS += check_entities_projection
check_entities_projection_CPPFLAGS = $(UNIT_CPPFLAGS)
check_entities_projection_LDADD = $(UNIT_APPS_LIBS)
check_entities_projection_SOURCES = \
	%D%/check_projection.c \
	apps/entities/projection.c \
	tests/unit/data/cache/sample.c

UNIT_TESTS += check_entities_resources
check_entities_resources_CPPFLAGS = $(ENTITIES_CPPFLAGS)
check_entities_resources_LDADD = $(UNIT_APPS_LIBS)
check_entities_resources_SOURCES = %D%/check_resources.c $(ENTITIES_SITE)
nodist_check_entities_resources_SOURCES = apps/entities/schemas/schemas.c

UNIT_TESTS += check_entities_routes
check_entities_routes_CPPFLAGS = $(ENTITIES_CPPFLAGS)
check_entities_routes_LDADD = $(UNIT_APPS_LIBS)
check_entities_routes_SOURCES = %D%/check_routes.c $(ENTITIES_SITE)
nodist_check_entities_routes_SOURCES = apps/entities/schemas/schemas.c

UNIT_TESTS += check_entities_store_noop
check_entities_store_noop_CPPFLAGS = $(UNIT_CPPFLAGS)
check_entities_store_noop_LDADD = $(UNIT_APPS_LIBS)
check_entities_store_noop_SOURCES = \
	%D%/check_store_noop.c \
	%D%/rows.c \
	%D%/rows.h \
	apps/entities/store_noop.c

UNIT_TESTS += check_entities_store_sqlite
check_entities_store_sqlite_CPPFLAGS = $(UNIT_CPPFLAGS)
check_entities_store_sqlite_LDADD = $(UNIT_APPS_LIBS)
check_entities_store_sqlite_SOURCES = \
	%D%/check_store_sqlite.c \
	%D%/rows.c \
	%D%/rows.h \
	apps/entities/lookup.c \
	apps/entities/projection.c \
	apps/entities/queries.c \
	apps/entities/score/likelihood.c \
	apps/entities/score/ranking.c \
	apps/entities/store_sqlite.c \
	tests/unit/data/cache/sample.c

UNIT_TESTS += check_entities_score_likelihood
check_entities_score_likelihood_CPPFLAGS = $(UNIT_CPPFLAGS)
check_entities_score_likelihood_LDADD = $(UNIT_APPS_LIBS)
check_entities_score_likelihood_SOURCES = \
	%D%/score/check_likelihood.c \
	apps/entities/score/likelihood.c

UNIT_TESTS += check_entities_score_ranking
check_entities_score_ranking_CPPFLAGS = $(UNIT_CPPFLAGS)
check_entities_score_ranking_LDADD = $(UNIT_APPS_LIBS)
check_entities_score_ranking_SOURCES = \
	%D%/score/check_ranking.c \
	apps/entities/score/ranking.c
