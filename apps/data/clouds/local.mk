# clouds: word clouds, from words to files.

# What a program that draws links with.
CLOUDS_LIBS = libclouds.a libcache.a $(UTF8PROC_LIBS) $(PANGO_LIBS) $(PNG_LIBS) $(ZLIB_LIBS) -lm

noinst_LIBRARIES += libclouds.a
libclouds_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps
libclouds_a_CPPFLAGS += $(PANGO_CFLAGS) $(PNG_CFLAGS) $(ZLIB_CFLAGS)
libclouds_a_SOURCES = \
	%D%/draw/canvas.c \
	%D%/draw/canvas.h \
	%D%/draw/canvas_png.c \
	%D%/gallery/gallery.c \
	%D%/gallery/gallery.h \
	%D%/gallery/job.c \
	%D%/gallery/job.h \
	%D%/layout/abbreviate.c \
	%D%/layout/abbreviate.h \
	%D%/layout/left_out.c \
	%D%/layout/left_out.h \
	%D%/layout/layout.c \
	%D%/layout/layout.h \
	%D%/gallery/manifest.c \
	%D%/gallery/manifest.h \
	%D%/layout/mask.c \
	%D%/layout/mask.h \
	%D%/layout/outline.c \
	%D%/layout/outline.h \
	%D%/layout/palette.c \
	%D%/layout/palette.h \
	%D%/draw/picture.c \
	%D%/draw/picture.h \
	%D%/layout/place.c \
	%D%/layout/place.h \
	%D%/gallery/progress_file.c \
	%D%/gallery/progress_file.h \
	%D%/gallery/picture_source.h \
	%D%/layout/raster.c \
	%D%/layout/raster.h \
	%D%/layout/scale.c \
	%D%/layout/shape.c \
	%D%/layout/shape.h \
	%D%/layout/shape_identity.c \
	%D%/layout/shape_identity.h \
	%D%/layout/sizes.c \
	%D%/layout/sizes.h \
	%D%/gallery/stop_words.c \
	%D%/gallery/stop_words.h \
	%D%/draw/svg.c \
	%D%/draw/svg.h \
	%D%/draw/svg_image.c \
	%D%/layout/words.c \
	%D%/layout/words.h \
	%D%/gallery/draw_worker.c \
	%D%/gallery/draw_worker.h \
	%D%/draw/xml.c \
	%D%/draw/xml.h

EXTRA_DIST += \
	%D%/draw/README.md \
	%D%/gallery/README.md \
	%D%/layout/README.md
