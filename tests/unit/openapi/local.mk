# openapi: one program for each source file; described_site has each type of
# parameter in each place.

UNIT_DESCRIBED_SITE = %D%/described_site.c %D%/described_site.h

UNIT_TESTS += check_openapi_document
check_openapi_document_SOURCES = %D%/check_document.c $(UNIT_DESCRIBED_SITE)
check_openapi_document_CPPFLAGS = $(UNIT_CPPFLAGS)
check_openapi_document_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_openapi_html
check_openapi_html_SOURCES = %D%/check_html.c
check_openapi_html_CPPFLAGS = $(UNIT_CPPFLAGS)
check_openapi_html_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_openapi_operation_id
check_openapi_operation_id_SOURCES = %D%/check_operation_id.c $(UNIT_DESCRIBED_SITE)
check_openapi_operation_id_CPPFLAGS = $(UNIT_CPPFLAGS)
check_openapi_operation_id_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_openapi_path_template
check_openapi_path_template_SOURCES = %D%/check_path_template.c
check_openapi_path_template_CPPFLAGS = $(UNIT_CPPFLAGS)
check_openapi_path_template_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_openapi_page
check_openapi_page_SOURCES = %D%/check_page.c $(UNIT_DESCRIBED_SITE)
check_openapi_page_CPPFLAGS = $(UNIT_CPPFLAGS)
check_openapi_page_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_openapi_parameter
check_openapi_parameter_SOURCES = %D%/check_parameter.c
check_openapi_parameter_CPPFLAGS = $(UNIT_CPPFLAGS)
check_openapi_parameter_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_openapi_schema
check_openapi_schema_SOURCES = %D%/check_schema.c
check_openapi_schema_CPPFLAGS = $(UNIT_CPPFLAGS)
check_openapi_schema_LDADD = $(UNIT_LIBS)
