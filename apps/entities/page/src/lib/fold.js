/* Fold TEXT, so that case and diacritics do not matter. */
export function fold(text) {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
