# serve: one program for each source file that needs no other process.

UNIT_TESTS += check_serve_connections
check_serve_connections_SOURCES = %D%/check_connections.c
check_serve_connections_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_connections_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_listener
check_serve_listener_SOURCES = %D%/check_listener.c
check_serve_listener_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_listener_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_scoreboard
check_serve_scoreboard_SOURCES = %D%/check_scoreboard.c
check_serve_scoreboard_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_scoreboard_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_pool
check_serve_pool_SOURCES = %D%/check_pool.c
check_serve_pool_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_pool_LDADD = $(UNIT_LIBS)
