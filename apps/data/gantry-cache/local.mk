gantry_cache_SOURCES += \
	%D%/pull_base.c \
	%D%/pull_base.h \
	%D%/commands.h \
	%D%/queries/explain_query.c \
	%D%/images.c \
	%D%/images_run.c \
	%D%/images_run.h \
	%D%/images_source.c \
	%D%/images_source.h \
	%D%/import.c \
	%D%/importing/changes.c \
	%D%/importing/changes.h \
	%D%/importing/subset.c \
	%D%/importing/subset.h \
	%D%/queries/index_cache.c \
	%D%/indexing/indexing.c \
	%D%/indexing/indexing.h \
	%D%/info.c \
	%D%/omission/omissions.c \
	%D%/omission/omissions.h \
	%D%/omission/omit.c \
	%D%/document_loader.c \
	%D%/document_loader.h \
	%D%/printable.c \
	%D%/printable.h \
	%D%/program.c \
	%D%/program.h \
	%D%/progress.c \
	%D%/progress.h \
	%D%/pull.c \
	%D%/pull_run.c \
	%D%/pull_run.h \
	%D%/run_on_cache.c \
	%D%/run_on_cache.h \
	%D%/security/propose_rules.c \
	%D%/security/rules_reader.c \
	%D%/security/rules_reader.h \
	%D%/security/security_rules.c \
	%D%/security/security_rules.h \
	%D%/tables/choice.c \
	%D%/tables/choice.h \
	%D%/tables/diff.c \
	%D%/tables/dump.c \
	%D%/tables/export_documents.c \
	%D%/tables/groups.c \
	%D%/tables/groups.h \
	%D%/tables/output_file.c \
	%D%/tables/output_file.h \
	%D%/tables/query_sql.c \
	%D%/tables/result_table.c \
	%D%/tables/result_table.h \
	%D%/tables/views.c \
	%D%/transfer/fetch_cache.c \
	%D%/transfer/pack_cache.c \
	%D%/upgrade_cache.c \
	%D%/verify.c

dist_man_MANS += %D%/gantry-cache.1

dist_bashcompletion_DATA += %D%/gantry-cache.bash

EXTRA_DIST += %D%/README.md %D%/importing/README.md \
	%D%/indexing/README.md %D%/omission/README.md %D%/queries/README.md \
	%D%/security/README.md %D%/tables/README.md %D%/transfer/README.md
