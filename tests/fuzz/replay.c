/*
 * Runs a target of libFuzzer on its seeds, without libFuzzer: each file below
 * its folder CORPUS is a point of TAP.  A target aborts when a property is
 * violated.
 */
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define SEED_MAX 65536

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int count;

static int
replay(
    const char *path, const struct stat *status, int kind, struct FTW *position)
{
	static uint8_t data[SEED_MAX];
	FILE *file;
	size_t size;

	(void)status;
	if (kind != FTW_F)
		return 0;
	file = fopen(path, "rb");
	if (file == NULL)
		return -1;
	size = fread(data, 1, sizeof(data), file);
	fclose(file);
	/* Whatever ends the process names the seed. */
	printf("# %s\n", path + position->base);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, size);
	printf("ok %d - nothing is violated by %s\n", ++count,
	    path + position->base);
	fflush(stdout);
	return 0;
}

int
main(int argument_count, char *arguments[])
{
	const char *source = getenv("GANTRY_SOURCE");
	char corpus[4096];

	snprintf(corpus, sizeof(corpus), "%s/tests/fuzz/corpus/" CORPUS,
	    source != NULL ? source : ".");
	LLVMFuzzerInitialize(&argument_count, &arguments);
	if (nftw(corpus, replay, 8, FTW_PHYS) != 0 || count == 0) {
		printf("Bail out! cannot read %s\n", corpus);
		return 99;
	}
	printf("1..%d\n", count);
	return 0;
}
