# testing: one program for each source file; mirror is an application that
# answers with its request.

UNIT_MIRROR = %D%/mirror.c %D%/mirror.h

UNIT_TESTS += check_testing_client
check_testing_client_SOURCES = %D%/check_client.c $(UNIT_MIRROR)
check_testing_client_CPPFLAGS = $(UNIT_CPPFLAGS)
check_testing_client_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_testing_equal
check_testing_equal_SOURCES = %D%/check_equal.c $(UNIT_MIRROR)
check_testing_equal_CPPFLAGS = $(UNIT_CPPFLAGS)
check_testing_equal_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_testing_pointer
check_testing_pointer_SOURCES = %D%/check_pointer.c $(UNIT_MIRROR)
check_testing_pointer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_testing_pointer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_testing_result
check_testing_result_SOURCES = %D%/check_result.c $(UNIT_MIRROR)
check_testing_result_CPPFLAGS = $(UNIT_CPPFLAGS)
check_testing_result_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_testing_deferred_result
check_testing_deferred_result_SOURCES = %D%/check_deferred_result.c
check_testing_deferred_result_CPPFLAGS = $(UNIT_CPPFLAGS)
check_testing_deferred_result_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_testing_client_cookies
check_testing_client_cookies_SOURCES = %D%/check_client_cookies.c
check_testing_client_cookies_CPPFLAGS = $(UNIT_CPPFLAGS)
check_testing_client_cookies_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_testing_started_job
check_testing_started_job_SOURCES = %D%/check_started_job.c
check_testing_started_job_CPPFLAGS = $(UNIT_CPPFLAGS)
check_testing_started_job_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_testing_upload
check_testing_upload_SOURCES = %D%/check_upload.c
check_testing_upload_CPPFLAGS = $(UNIT_CPPFLAGS)
check_testing_upload_LDADD = $(UNIT_LIBS)
