/*
 * The order of names: whatever their case and accents, and numbers by their
 * value.  Intl.Collator knows more languages, but takes as long to make as a
 * screen of cards.
 */

/* What is compared: at even places text, at odd ones digits. */
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

/* ROWS by what NAME_OF, a function, says of each; a new array. */
export function sortedByName(rows, nameOf) {
	return rows.map((row) => ({ row, parts: partsOf(nameOf(row)) }))
		.sort((one, other) => compare(one.parts, other.parts))
		.map(({ row }) => row);
}
