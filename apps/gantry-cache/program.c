/*
 * The command line of gantry-cache.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "gantry-cache/commands.h"
#include "gantry-cache/program.h"

static void
print_help(void)
{
	printf("usage: gantry-cache import EXPORT --output FILE [--quiet]\n"
	       "       gantry-cache info FILE\n\n"
	       "import  read the managed Firestore export in folder EXPORT and "
	       "put a cache of it\n"
	       "        at FILE, replacing the one that is there when all went "
	       "well\n"
	       "info    print what the cache FILE holds\n\n"
	       "  --output FILE  where the cache goes\n"
	       "  --quiet        print nothing but errors\n"
	       "  --help         print this\n"
	       "  --version      print the version\n\n"
	       "exit status: 0 done; 1 failed, and no cache was touched; "
	       "2 makes no sense.\n");
}

static int
complain(const char *text)
{
	fprintf(stderr, "gantry-cache: %s; --help says more\n", text);
	return 2;
}

static int
run(const char *command, const char *operand,
    const struct import_options *options)
{
	struct gantry_error error;
	int result;

	if (strcmp(command, "import") == 0) {
		if (options->output == NULL)
			return complain("import needs --output FILE");
		result = command_import(options, &error);
	} else if (strcmp(command, "info") == 0) {
		result = command_info(operand, &error);
	} else {
		return complain("the commands are import and info");
	}
	if (result == -1)
		fprintf(stderr, "gantry-cache: %s\n", error.text);
	return result == 0 ? 0 : 1;
}

int
gantry_cache_main(
    int argc, char *argv[], const struct cache_projection *const projections[])
{
	static const struct option table[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "output", required_argument, NULL, 'o' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "version", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	struct import_options options = { .projections = projections };
	int code;

	while ((code = getopt_long(argc, argv, "", table, NULL)) != -1) {
		switch (code) {
		case 'h':
			print_help();
			return 0;
		case 'o':
			options.output = optarg;
			break;
		case 'q':
			options.quiet = true;
			break;
		case 'v':
			printf("gantry-cache %s\n", PACKAGE_VERSION);
			return 0;
		default:
			return 2; /* getopt_long has said why */
		}
	}
	if (argc - optind != 2)
		return complain("give a command and a file or folder");
	options.folder = argv[optind + 1];
	return run(argv[optind], argv[optind + 1], &options);
}
