/*
 * Sorts names, ignoring case and accents and comparing numbers by value.
 * Intl.Collator supports more languages, but creating one takes as long as a
 * screen of cards.
 */

/* The sort key: texts at even indices, digits at odd ones. */
function partsOf(name) {
	return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
		.split(/(\d+)/);
}

function compare(one, other) {
	const length = Math.min(one.length, other.length);

	for (let at = 0; at < length; at++) {
		if (at % 2 === 1 && Number(one[at]) !== Number(other[at]))
			return one[at] - other[at];
		if (at % 2 === 0 && one[at] !== other[at])
			return one[at] < other[at] ? -1 : 1;
	}
	return one.length - other.length;
}

/* Return ROWS in a new array, sorted by the result of the function NAME_OF. */
export function sortedByName(rows, nameOf) {
	return rows.map((row) => ({ row, parts: partsOf(nameOf(row)) }))
		.sort((one, other) => compare(one.parts, other.parts))
		.map(({ row }) => row);
}
