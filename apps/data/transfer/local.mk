# transfer: caches that go from one machine to others.

# What a program that moves caches links with.
TRANSFER_LIBS = libtransfer.a $(XXHASH_LIBS)

noinst_LIBRARIES += libtransfer.a
libtransfer_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps
libtransfer_a_CPPFLAGS += $(ZSTD_CFLAGS) $(CURL_CFLAGS) $(CRYPTO_CFLAGS)
libtransfer_a_CPPFLAGS += $(XXHASH_CFLAGS)
libtransfer_a_SOURCES = \
	%D%/assembly.c \
	%D%/assembly.h \
	%D%/aws_credentials.c \
	%D%/chunk_manifest.c \
	%D%/chunk_manifest.h \
	%D%/cutter.c \
	%D%/cutter.h \
	%D%/download.c \
	%D%/download.h \
	%D%/ed25519.c \
	%D%/ed25519.h \
	%D%/fetch.c \
	%D%/fetch.h \
	%D%/fetch_body.c \
	%D%/fetch_body.h \
	%D%/fetch_options.h \
	%D%/fetch_state.c \
	%D%/fetch_state.h \
	%D%/pack/fingerprints.c \
	%D%/pack/fingerprints.h \
	%D%/frame.c \
	%D%/frame.h \
	%D%/pack/pack_folder.c \
	%D%/pack/pack_folder.h \
	%D%/pack/packer.c \
	%D%/pack/packer.h \
	%D%/patch_head.c \
	%D%/patch_head.h \
	%D%/sha256.c \
	%D%/sha256.h

EXTRA_DIST += %D%/README.md %D%/pack/README.md
