# transfer: caches that go from one machine to others.

UNIT_TESTS += check_transfer_chunk_manifest
check_transfer_chunk_manifest_SOURCES = %D%/check_chunk_manifest.c
check_transfer_chunk_manifest_CPPFLAGS = $(UNIT_CPPFLAGS)
check_transfer_chunk_manifest_LDADD = libtransfer.a $(UNIT_ACCESS_LIBS) $(XXHASH_LIBS) \
	$(CACHE_LIBS) $(CRYPTO_LIBS) $(ZSTD_LIBS)
