/*
 * The names of functions.  They are those of this test.
 */
#include <string.h>

#include "serve/observe/symbols.h"
#include "unit.h"

__attribute__((noinline)) static int
a_static_function(int number)
{
	return number * 3 + 1;
}

static const char *
name_of(const void *address, uintptr_t *offset)
{
	const char *name = symbols_find(address, offset);

	return name != NULL ? name : "";
}

START_TEST(functions_have_names)
{
	int (*volatile function)(int) = a_static_function;
	uintptr_t offset;
	const char *address;

	ck_assert_int_eq(function(1), 4);
	memcpy(&address, (const void *)&function, sizeof(address));
	ck_assert_ptr_null(symbols_find(address, &offset));
	symbols_open();
	symbols_open();
	ck_assert_str_eq(name_of(address, &offset), "a_static_function");
	ck_assert_uint_eq(offset, 0);
	ck_assert_str_eq(name_of(address + 1, &offset), "a_static_function");
	ck_assert_uint_eq(offset, 1);
}
END_TEST

START_TEST(other_addresses_have_none)
{
	uintptr_t offset;
	char local = 0;

	symbols_open();
	ck_assert_ptr_null(symbols_find(NULL, &offset));
	ck_assert_ptr_null(symbols_find(&local, &offset));
	ck_assert_ptr_null(symbols_find((const void *)UINTPTR_MAX, &offset));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		functions_have_names,
		other_addresses_have_none,
		NULL,
	};

	return unit_run("serve/symbols", tests);
}
