#include <string.h>
#include <unistd.h>

#include "data/cache/interruption.h"
#include "data/gantry-cache/tables/output_file.h"

static const char *
name_of(const struct output_file *output)
{
	return output->path != NULL ? output->path : "standard output";
}

int
output_file_open(
    struct output_file *output, const char *path, struct gantry_error *error)
{
	*output = (struct output_file){ .file = stdout };
	output->temporary.lock = -1;
	if (path == NULL || strcmp(path, "-") == 0)
		return 0;
	output->path = path;
	if (temporary_make(&output->temporary, path, error) == -1)
		return -1;
	output->file = fopen(output->temporary.path, "we");
	if (output->file == NULL)
		return gantry_error_system(
		    error, "cannot write %s", output->temporary.path);
	return 0;
}

int
output_file_write(struct output_file *output, struct gantry_buffer *buffer,
    struct gantry_error *error)
{
	if (gantry_buffer_failed(buffer))
		return gantry_error_memory(error);
	if (buffer->length > 0 &&
	    fwrite(buffer->data, 1, buffer->length, output->file) <
		buffer->length)
		return gantry_error_system(
		    error, "cannot write to %s", name_of(output));
	output->written += buffer->length;
	gantry_buffer_reset(buffer);
	return 0;
}

int
output_file_publish(struct output_file *output, struct gantry_error *error)
{
	FILE *file = output->file;
	int result;

	if (output->path == NULL)
		result = fflush(stdout);
	else
		result = fclose(file);
	output->file = NULL;
	if (result != 0)
		return gantry_error_system(
		    error, "cannot write to %s", name_of(output));
	if (output->path == NULL)
		return 0;
	return temporary_publish(&output->temporary, output->path, error);
}

void
output_file_close(struct output_file *output)
{
	if (output->path != NULL && output->file != NULL)
		fclose(output->file);
	if (output->path != NULL)
		temporary_remove(&output->temporary);
}
