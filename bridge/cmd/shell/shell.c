/*
 * What all commands share.
 */
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/this_program.h"
#include "cmd/shell/shell.h"
#include "cmd/shell/show/screen.h"

int
shell_misused(const struct shell *shell, const char *format, ...)
{
	struct gantry_buffer text = { 0 }, clean = { 0 };
	const bool is_coloured = screen_has_colour(STDERR_FILENO);
	va_list arguments;

	va_start(arguments, format);
	gantry_buffer_vprintf(&text, format, arguments);
	va_end(arguments);
	screen_put_coloured(
	    &clean, is_coloured, SCREEN_RED, text.data, text.length);
	fflush(stdout);
	program_print_error("%s%.*s", shell->place, (int)clean.length,
	    clean.data != NULL ? clean.data : "");
	gantry_buffer_clear(&text);
	gantry_buffer_clear(&clean);
	return 2;
}
