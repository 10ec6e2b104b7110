/*
 * Media types by name.
 */
#include <stdio.h>

#include "unit.h"
#include "web/types/media_type.h"

START_TEST(a_media_type_is_found_by_the_suffix)
{
	static const struct {
		const char *name, *type;
	} cases[] = {
		{ "index.html", "text/html; charset=utf-8" },
		{ "/a.b/INDEX.HTML", "text/html; charset=utf-8" },
		{ "a.min.js", "text/javascript; charset=utf-8" },
		{ "a.mjs", "text/javascript; charset=utf-8" },
		{ "a.7z", "application/x-7z-compressed" },
		{ "a.avif", "image/avif" },
		{ "a.css", "text/css; charset=utf-8" },
		{ "a.json", "application/json" },
		{ "a.png", "image/png" },
		{ "a.svg", "image/svg+xml" },
		{ "a.wasm", "application/wasm" },
		{ "a.webmanifest", "application/manifest+json" },
		{ "a.woff2", "font/woff2" },
		{ "a.zst", "application/zstd" },
		{ "a.tar.gz", "application/gzip" },
		{ ".html", "text/html; charset=utf-8" },
		{ "html", "application/octet-stream" },
		{ "a.html/b", "application/octet-stream" },
		{ "a.", "application/octet-stream" },
		{ "a.htmlx", "application/octet-stream" },
		{ "", "application/octet-stream" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_str_eq(media_type_find(cases[i].name), cases[i].type);
}
END_TEST

/* A row in the wrong place would not be found. */
START_TEST(known_suffixes_are_found)
{
	static const char *const suffixes[] = { "aac", "apng", "atom", "bmp",
		"bz2", "csv", "doc", "docx", "epub", "flac", "geojson", "gif",
		"gz", "htm", "ico", "ics", "jpeg", "jpg", "js", "jsonld", "jxl",
		"m4a", "map", "md", "mp3", "mp4", "odp", "ods", "odt", "oga",
		"ogg", "ogv", "opus", "otf", "pdf", "pptx", "rss", "rtf",
		"sqlite", "tar", "tif", "tiff", "ttf", "txt", "vtt", "wav",
		"weba", "webm", "webp", "woff", "xhtml", "xlsx", "xml", "xz",
		"yaml", "yml", "zip" };
	char name[32];
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		snprintf(name, sizeof(name), "a.%s", suffixes[i]);
		ck_assert_str_ne(
		    media_type_find(name), "application/octet-stream");
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_media_type_is_found_by_the_suffix,
		known_suffixes_are_found,
		NULL,
	};

	return unit_run("web/media_type", tests);
}
