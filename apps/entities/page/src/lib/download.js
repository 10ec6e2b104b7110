/*
 * Creates files and lets the browser save them.
 */
const RELEASE_AFTER = 10000;

/* Replace the characters that some file system does not allow. */
function fileName(name, ending) {
	const safe = name.replace(/[^\p{L}\p{N}._ -]+/gu, '_').slice(0, 80).trim();

	return `${safe || 'gantry'}.${ending}`;
}

/* CONTENT is text or a Blob. */
export function download(name, ending, type, content) {
	const url = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement('a');

	link.href = url;
	link.download = fileName(name, ending);
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), RELEASE_AFTER);
	return link.download;
}

/* Spreadsheets also read fullwidth signs, and skip what is invisible. */
const FORMULA = /^[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;
/* A count beyond 2^53 is text. */
const INTEGER = /^-?\d+$/;

/*
 * A cell of CSV (RFC 4180).  Spreadsheets run a text that begins like a
 * formula, and names come from unknown sources, so such a text gets an
 * apostrophe in front.
 */
function cell(value) {
	let text = String(value);

	if (typeof value === 'string' && !INTEGER.test(text)
		&& FORMULA.test(text))
		text = `'${text}`;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/* COLUMNS are pairs of a heading and a function of a row. */
export function toCsv(rows, columns) {
	const lines = [columns.map(([heading]) => cell(heading)),
		...rows.map((row) => columns.map(([, get]) => cell(get(row))))];

	return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/* The byte order mark tells spreadsheets that this is UTF-8. */
export function downloadCsv(name, rows, columns) {
	return download(name, 'csv', 'text/csv;charset=utf-8',
		`\ufeff${toCsv(rows, columns)}`);
}
