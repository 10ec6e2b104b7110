/*
 * A record is the rowid, with its most significant byte first, and the rest.
 */
#include <endian.h>
#include <string.h>

#include "data/query/index/places.h"

#define PLACES_MEMORY ((size_t)4 << 20)
#define ROWID_SIZE    sizeof(uint64_t)
#define TAIL_SIZE     (2 * sizeof(uint32_t))

void
places_init(struct sorter *places, const char *path)
{
	const struct sorter_options options = {
		.path = path,
		.memory = PLACES_MEMORY,
		.tail = TAIL_SIZE,
	};

	sorter_init(places, &options);
}

int
places_add(struct sorter *places, const struct place_of *place,
    struct gantry_error *error)
{
	/* So that negative ones come first. */
	const uint64_t rowid =
	    htobe64((uint64_t)place->rowid ^ UINT64_C(1) << 63);
	const uint32_t tail[2] = { place->rank, place->collection };
	char *record = sorter_add(places, ROWID_SIZE + TAIL_SIZE, error);

	if (record == NULL)
		return -1;
	memcpy(record, &rowid, ROWID_SIZE);
	memcpy(record + ROWID_SIZE, tail, TAIL_SIZE);
	return 0;
}

int
places_next(
    struct sorter *places, struct place_of *place, struct gantry_error *error)
{
	struct run_record record;
	uint64_t rowid;
	uint32_t tail[2];
	int result = sorter_next(places, &record, error);

	if (result != 1)
		return result;
	memcpy(&rowid, record.data, ROWID_SIZE);
	memcpy(tail, record.data + ROWID_SIZE, TAIL_SIZE);
	*place = (struct place_of){
		.rowid = (int64_t)(be64toh(rowid) ^ UINT64_C(1) << 63),
		.rank = tail[0],
		.collection = tail[1],
	};
	return 1;
}
