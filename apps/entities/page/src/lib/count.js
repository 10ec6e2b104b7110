/*
 * Counts.  JavaScript rounds integers beyond 2^53, so a row has such a count as
 * text, too: "exact".  What is shown, saved or sent is exact; what is drawn is
 * not.
 */
const MEMBERS = /"((?:[^"\\]|\\.)*)"(?:(\s*:\s*)(-?\d{16,})(?=\s*[,}\]]))?/g;

/* Parse JSON; a member with a long integer gets a sibling "exact". */
export function parseRows(text) {
	return JSON.parse(text.replace(MEMBERS, (all, name, colon, digits) => (
		digits === undefined || Number.isSafeInteger(Number(digits))
			? all : `${all},"exact":"${digits}"`)));
}

export const exactOf = (row) => row.exact ?? row.count;

/* Return the exact sum of the counts, as text. */
export function sumOf(rows) {
	return String(rows.reduce((sum, row) => sum + BigInt(exactOf(row)), 0n));
}
