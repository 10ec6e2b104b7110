/*
 * Names as they are shown.  They come from unknown sources: controls of
 * bidirectional text could make a name read as another one, and a name of which
 * nothing is visible would look like a mistake of the page.
 */
import { texts } from '../texts.js';

const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const INVISIBLE = /^[\s\p{C}\u00ad\u034f\u115f\u1160\u2800\u3164\ufe00-\ufe0f\uffa0]*$/u;

/* No script stacks more marks on a letter. */
const MARKS = /(\p{M}{5})\p{M}+/gu;

export const isInvisible = (name) => INVISIBLE.test(name);

/* A surrogate without its other half is not text. */
export function shownName(name) {
	if (name === '')
		return texts.emptyName;
	return isInvisible(name) ? texts.blankName
		: name.replace(BIDI_CONTROLS, '').replace(MARKS, '$1');
}
