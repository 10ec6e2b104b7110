/*
 * Beginnings of files that are neither JSON nor a part of an export.
 */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "data/firestore/foreign.h"

#ifdef HAVE_LIBARCHIVE
#define OF_ARCHIVES                                                       \
	"and not a whole file of it; import the file and not a pipe, or " \
	"unpack it and import the folder"
#else
#define OF_ARCHIVES                                            \
	"(this program was built without libarchive); unpack " \
	"it and import the folder"
#endif

#define TAR_MAGIC 257 /* the offset of "ustar", see tar(5) */

static const struct {
	size_t offset;
	const char *bytes;
	size_t length;
	const char *says;
} kinds[] = {
#define KIND(offset, bytes, says)                      \
	{                                              \
		offset, bytes, sizeof(bytes) - 1, says \
	}
	KIND(0, "version https://git-lfs.github.com/",
	    "a pointer of Git LFS and not the file itself; run git lfs pull"),
	KIND(0, "PK\3\4", "a zip archive " OF_ARCHIVES),
	KIND(0, "PK\5\6", "an empty zip archive"),
	KIND(TAR_MAGIC, "ustar", "a tar archive " OF_ARCHIVES),
	KIND(0, "7z\xbc\xaf\x27\x1c",
	    "a 7z archive; unpack it and import the folder"),
	KIND(0,
	    "\xfd"
	    "7zXZ",
	    "compressed by xz; decompress it with unxz"),
	KIND(0, "BZh", "compressed by bzip2; decompress it with bunzip2"),
	KIND(0, "\xff\xfe",
	    "text in UTF-16; convert it with iconv -f UTF-16 -t UTF-8"),
	KIND(0, "\xfe\xff",
	    "text in UTF-16; convert it with iconv -f UTF-16 -t UTF-8"),
	KIND(0, "{\0",
	    "text in UTF-16; convert it with iconv -f UTF-16LE -t "
	    "UTF-8"),
	KIND(0, "[\0",
	    "text in UTF-16; convert it with iconv -f UTF-16LE -t "
	    "UTF-8"),
	KIND(0, "\0{",
	    "text in UTF-16; convert it with iconv -f UTF-16BE -t "
	    "UTF-8"),
	KIND(0, "\0[",
	    "text in UTF-16; convert it with iconv -f UTF-16BE -t "
	    "UTF-8"),
	KIND(0, "SQLite format 3",
	    "an SQLite database; for a cache, import what gantry-cache dump "
	    "prints"),
#undef KIND
};

static struct bytes
skip_space(struct bytes text)
{
	while (text.length > 0 && strchr(" \t\r\n", text.data[0]) != NULL &&
	    text.data[0] != '\0') {
		text.data++;
		text.length--;
	}
	return text;
}

const char *
foreign_find(struct bytes beginning)
{
	struct bytes text = skip_space(beginning);
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (beginning.length >= kinds[i].offset + kinds[i].length &&
		    memcmp(beginning.data + kinds[i].offset, kinds[i].bytes,
			kinds[i].length) == 0)
			return kinds[i].says;
	}
	if (text.length > 0 && text.data[0] == '<')
		return "HTML or XML, perhaps the page of an error; download "
		       "the file again";
	return NULL;
}

const char *
foreign_find_name(const char *path)
{
	if (strncasecmp(path, "gs://", strlen("gs://")) == 0)
		return "an address of Cloud Storage; copy the folder with "
		       "gcloud storage cp -r and import the copy";
	if (strstr(path, "://") != NULL)
		return "an address; download it and import the file";
	return NULL;
}
