# clouds: word clouds, from words to files.

# What a program that draws links with.
CLOUDS_LIBS = libclouds.a libcache.a $(PANGO_LIBS) $(PNG_LIBS) $(ZLIB_LIBS) -lm

noinst_LIBRARIES += libclouds.a
libclouds_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps
libclouds_a_CPPFLAGS += $(PANGO_CFLAGS) $(PNG_CFLAGS) $(ZLIB_CFLAGS)
libclouds_a_SOURCES = \
	%D%/canvas.c \
	%D%/canvas.h \
	%D%/canvas_png.c \
	%D%/gallery.c \
	%D%/gallery.h \
	%D%/job.c \
	%D%/job.h \
	%D%/layout.c \
	%D%/layout.h \
	%D%/manifest.c \
	%D%/manifest.h \
	%D%/mask.c \
	%D%/mask.h \
	%D%/outline.c \
	%D%/outline.h \
	%D%/palette.c \
	%D%/palette.h \
	%D%/picture.c \
	%D%/picture.h \
	%D%/place.c \
	%D%/place.h \
	%D%/progress_file.c \
	%D%/progress_file.h \
	%D%/raster.c \
	%D%/raster.h \
	%D%/shape.c \
	%D%/shape.h \
	%D%/shape_identity.c \
	%D%/shape_identity.h \
	%D%/sizes.c \
	%D%/sizes.h \
	%D%/svg.c \
	%D%/svg.h \
	%D%/svg_image.c \
	%D%/words.c \
	%D%/words.h \
	%D%/worker.c \
	%D%/worker.h \
	%D%/xml.c \
	%D%/xml.h
