/*
 * Firestore's values, as the REST API writes them: { stringValue: "a" }.
 */
import { texts } from '../texts.js';
import { count } from './shown.js';

const SCALARS = {
	nullValue: ['null', () => 'null'],
	booleanValue: ['boolean', String],
	integerValue: ['integer', String],
	doubleValue: ['double', showDouble],
	timestampValue: ['timestamp', String],
	stringValue: ['string', String],
	bytesValue: ['bytes', (value) => value],
	referenceValue: ['reference', (value) => value],
	geoPointValue: ['geo point', ({ latitude = 0, longitude = 0 }) =>
		`${latitude}, ${longitude}`],
};

/* 1 is an integer, 1.0 a double. */
function showDouble(value) {
	if (Object.is(value, -0))
		return '-0.0';
	return Number.isInteger(value) && Math.abs(value) < 1e21
		? `${value}.0` : String(value);
}

const byName = ([a], [b]) => (a < b ? -1 : Number(a > b));

function describeMap({ fields = {} }) {
	const entries = Object.entries(fields);
	const vector = fields.__type__?.stringValue === '__vector__'
		? fields.value?.arrayValue?.values ?? [] : null;

	if (vector !== null)
		return { type: 'vector', summary: texts.values.numbers(
			count(vector.length)), children: () =>
			vector.map((one, at) => [String(at), one]),
		size: vector.length };
	return { type: 'map', summary: texts.values.fields(count(entries.length)),
		children: () => entries.sort(byName), size: entries.length };
}

/*
 * Return { type, text } of a scalar, or { type, summary, size, children } of a
 * value that has others.
 */
export function describe(value) {
	const [[kind, content]] = Object.entries(value);

	if (kind === 'mapValue')
		return describeMap(content);
	if (kind === 'arrayValue') {
		const { values = [] } = content;

		return { type: 'array', summary: texts.values.items(
			count(values.length)), size: values.length,
		children: () => values.map((one, at) => [String(at), one]) };
	}
	const [type, show] = SCALARS[kind] ?? [kind, JSON.stringify];

	return { type, text: show(content) };
}

export const localTime = (text) => {
	const time = new Date(text);

	return Number.isNaN(time.getTime()) ? '' : time.toLocaleString('en', {
		dateStyle: 'medium', timeStyle: 'medium' });
};

/* The value for plain JSON. */
export function fromJson(json) {
	if (json === null)
		return { nullValue: null };
	if (typeof json === 'boolean')
		return { booleanValue: json };
	if (typeof json === 'string')
		return { stringValue: json };
	if (typeof json === 'number')
		return Number.isSafeInteger(json) ? { integerValue: String(json) }
			: { doubleValue: json };
	if (Array.isArray(json))
		return { arrayValue: { values: json.map(fromJson) } };
	return { mapValue: { fields: Object.fromEntries(Object.entries(json)
		.map(([name, one]) => [name, fromJson(one)])) } };
}
