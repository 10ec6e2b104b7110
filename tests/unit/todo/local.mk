# todo: the application in process.

UNIT_TESTS += check_todo
check_todo_SOURCES = %D%/check_todo.c apps/todo/todo.c
check_todo_CPPFLAGS = $(UNIT_CPPFLAGS)
check_todo_LDADD = libgantry-sqlite.a $(UNIT_LIBS) $(SQLITE_LIBS)
