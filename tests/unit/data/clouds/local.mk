# clouds: sample makes words and fonts to draw with.

UNIT_CLOUDS_CPPFLAGS = $(UNIT_CPPFLAGS) $(PANGO_CFLAGS) $(PNG_CFLAGS)
UNIT_CLOUDS_LIBS = libunit.a $(CLOUDS_LIBS) libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_clouds_abbreviate
check_clouds_abbreviate_SOURCES = \
	%D%/layout/check_abbreviate.c \
	%D%/sample.c \
	%D%/sample.h
check_clouds_abbreviate_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_abbreviate_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_canvas
check_clouds_canvas_SOURCES = \
	%D%/draw/check_canvas.c \
	%D%/sample.c \
	%D%/sample.h
check_clouds_canvas_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_canvas_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_job
check_clouds_job_SOURCES = %D%/gallery/check_job.c
check_clouds_job_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_job_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_layout
check_clouds_layout_SOURCES = \
	%D%/layout/check_layout.c \
	%D%/ink.h \
	%D%/sample.c \
	%D%/sample.h
check_clouds_layout_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_layout_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_left_out
check_clouds_left_out_SOURCES = %D%/layout/check_left_out.c
check_clouds_left_out_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_left_out_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_mask
check_clouds_mask_SOURCES = %D%/layout/check_mask.c %D%/ink.h
check_clouds_mask_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_mask_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_palette
check_clouds_palette_SOURCES = %D%/layout/check_palette.c
check_clouds_palette_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_palette_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_picture
check_clouds_picture_SOURCES = %D%/draw/check_picture.c
check_clouds_picture_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_picture_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_place
check_clouds_place_SOURCES = %D%/layout/check_place.c
check_clouds_place_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_place_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_scale
check_clouds_scale_SOURCES = %D%/layout/check_scale.c
check_clouds_scale_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_scale_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_shape
check_clouds_shape_SOURCES = \
	%D%/layout/check_shape.c \
	%D%/ink.h \
	%D%/sample.c \
	%D%/sample.h
check_clouds_shape_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_shape_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_sizes
check_clouds_sizes_SOURCES = %D%/layout/check_sizes.c
check_clouds_sizes_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_sizes_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_stop_words
check_clouds_stop_words_SOURCES = %D%/gallery/check_stop_words.c
check_clouds_stop_words_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_stop_words_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_svg
check_clouds_svg_SOURCES = \
	%D%/draw/check_svg.c \
	%D%/sample.c \
	%D%/sample.h
check_clouds_svg_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_svg_LDADD = $(UNIT_CLOUDS_LIBS)

UNIT_TESTS += check_clouds_words
check_clouds_words_SOURCES = \
	%D%/layout/check_words.c \
	%D%/sample.c \
	%D%/sample.h
check_clouds_words_CPPFLAGS = $(UNIT_CLOUDS_CPPFLAGS)
check_clouds_words_LDADD = $(UNIT_CLOUDS_LIBS)

# The sizes in a thousand random sets of words.
SLOW_TARGETS += check-clouds
.PHONY: check-clouds
check-clouds: check_clouds_layout$(EXEEXT)
	CLOUDS_SETS=1000 CK_DEFAULT_TIMEOUT=120 ./check_clouds_layout$(EXEEXT)
