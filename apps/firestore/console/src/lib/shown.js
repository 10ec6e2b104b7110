/*
 * Texts as they are shown.  They come from unknown sources: controls and what
 * is invisible or turns the direction of text around are shown as escapes.
 */
/* eslint-disable-next-line no-control-regex */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Cs}/u;
const EACH = new RegExp(HIDDEN.source, 'gu');
const PARTS = new RegExp(`((?:${HIDDEN.source})+)`, 'u');

export const escape = (text) => text.replace(EACH, (one) =>
	`\\u${one.codePointAt(0).toString(16).padStart(4, '0')}`);

/* Parts that are plain and escaped by turns. */
export const partsOf = (text) => text.split(PARTS).map((part, at) =>
	(at % 2 === 0 ? part : escape(part)));

export const count = (number) => Number(number).toLocaleString('en');
/* Surrogates stay together. */
export const cut = (text, length) => (text.length <= length ? text
	: text.slice(0, length).replace(/[\ud800-\udbff]$/, ''));
