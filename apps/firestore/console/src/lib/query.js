/*
 * The query builder's form, and the query and the code that it stands for.
 */
import { texts } from '../texts.js';
import { fromJson } from './values.js';

/* The names of the form, REST and the web SDK. */
export const OPERATORS = [
	['==', 'EQUAL'], ['!=', 'NOT_EQUAL'], ['<', 'LESS_THAN'],
	['<=', 'LESS_THAN_OR_EQUAL'], ['>', 'GREATER_THAN'],
	['>=', 'GREATER_THAN_OR_EQUAL'], ['array-contains', 'ARRAY_CONTAINS'],
	['array-contains-any', 'ARRAY_CONTAINS_ANY'], ['in', 'IN'],
	['not-in', 'NOT_IN'],
];
const LISTS = ['array-contains-any', 'in', 'not-in'];
export const TYPES = ['string', 'number', 'boolean', 'null', 'NaN',
	'timestamp', 'reference', 'JSON'];
export const PAGE = 50;
const MOST = 300;

export const isList = (operator) => LISTS.includes(operator);
export const newFilter = () => ({ field: '', op: '==', type: 'string',
	value: '' });
export const newOrder = () => ({ field: '', direction: 'ASCENDING' });
export const newForm = () => ({ parent: '', collection: '', group: false,
	any: false, where: [], order: [], limit: PAGE });

const isText = (value) => typeof value === 'string';
const listOf = (value) => (Array.isArray(value) ? value : []);

function oldFilter(one) {
	const filter = { ...newFilter(), ...one };

	return Object.values(filter).every(isText)
		&& OPERATORS.some(([op]) => op === filter.op)
		&& TYPES.includes(filter.type) ? filter : newFilter();
}

function oldOrder(one) {
	const order = { ...newOrder(), ...one };

	return isText(order.field) ? { field: order.field,
		direction: order.direction === 'DESCENDING' ? 'DESCENDING'
			: 'ASCENDING' } : newOrder();
}

/* The form in an address, which anyone may have written; null: it is none. */
export function readForm(text) {
	let given;

	try {
		given = JSON.parse(text);
	} catch {
		return null;
	}
	if (given === null || typeof given !== 'object')
		return null;
	return {
		parent: isText(given.parent) ? given.parent : '',
		collection: isText(given.collection) ? given.collection : '',
		group: given.group === true,
		any: given.any === true,
		where: listOf(given.where).map(oldFilter),
		order: listOf(given.order).map(oldOrder),
		limit: given.limit ?? PAGE,
	};
}

const SIMPLE = /^[A-Za-z_][A-Za-z_0-9]*$/;

/* The names of a path: a.b, or `a.b`.c, in which a backslash escapes. */
export function namesOf(path) {
	if (!path.includes('`'))
		return path.split('.');
	return [...path.matchAll(/`((?:[^`\\]|\\.)*)`|([^.`]+)/gs)].map(
		([, quoted, plain]) => quoted?.replace(/\\(.)/gs, '$1') ?? plain);
}

const quotedPath = (path) => namesOf(path).map((name) => (SIMPLE.test(name)
	? name : `\`${name.replace(/[`\\]/g, '\\$&')}\``)).join('.');

export const segmentsOf = (path) => path.split('/').filter((id) => id !== '');

const INTEGER = /^[+-]?\d+$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

class Mistake extends Error {}

function numberValue(text, number) {
	const given = text.trim();

	if (INTEGER.test(given))
		return { integerValue: given.replace(/^\+/, '') };
	if (given === '' || Number.isNaN(Number(given)))
		throw new Mistake(texts.mistakes.number(number));
	return { doubleValue: Number.isFinite(Number(given)) ? Number(given)
		: given.startsWith('-') ? '-Infinity' : 'Infinity' };
}

function jsonValue(text, number) {
	try {
		return JSON.parse(text);
	} catch {
		throw new Mistake(texts.mistakes.json(number));
	}
}

function listValue({ value }, number) {
	const list = jsonValue(value, number);

	if (!Array.isArray(list))
		throw new Mistake(texts.mistakes.list(number));
	return fromJson(list);
}

/* ROOT is before the path of a reference. */
function valueOf(filter, number, root) {
	const { op, type, value } = filter;

	if (isList(op))
		return listValue(filter, number);
	switch (type) {
	case 'string':
		return { stringValue: value };
	case 'number':
		return numberValue(value, number);
	case 'boolean':
		return { booleanValue: value === 'true' };
	case 'null':
		return { nullValue: null };
	case 'NaN':
		return { doubleValue: 'NaN' };
	case 'timestamp':
		if (!TIME.test(value.trim()))
			throw new Mistake(texts.mistakes.time(number));
		return { timestampValue: value.trim() };
	case 'reference':
		return { referenceValue: `${root}/${
			segmentsOf(value).join('/')}` };
	default:
		return fromJson(jsonValue(value, number));
	}
}

/* A list of paths of documents is one of references for __name__. */
function namesAsReferences(filter, value, root) {
	const refer = (one) => ('stringValue' in one ? { referenceValue:
		`${root}/${segmentsOf(one.stringValue).join('/')}` } : one);

	if (filter.field.trim() !== '__name__')
		return value;
	return value.arrayValue ? { arrayValue: { values:
		value.arrayValue.values.map(refer) } } : refer(value);
}

/* As the SDKs do: no value equals null or NaN. */
const UNARY = {
	'null ==': 'IS_NULL', 'null !=': 'IS_NOT_NULL',
	'NaN ==': 'IS_NAN', 'NaN !=': 'IS_NOT_NAN',
};

function fieldFilter(filter, number, root) {
	if (filter.field.trim() === '')
		throw new Mistake(texts.mistakes.field(number));
	const unary = UNARY[`${filter.type} ${filter.op}`];

	if (unary)
		return { unaryFilter: { op: unary, field: { fieldPath:
			quotedPath(filter.field.trim()) } } };
	return { fieldFilter: {
		field: { fieldPath: quotedPath(filter.field.trim()) },
		op: OPERATORS.find(([op]) => op === filter.op)[1],
		value: namesAsReferences(filter, valueOf(filter, number, root),
			root),
	} };
}

function whereOf({ where, any }, root) {
	const filters = where.map((filter, at) => fieldFilter(filter, at + 1,
		root));

	return filters.length < 2 ? filters[0] : { compositeFilter: {
		op: any ? 'OR' : 'AND', filters } };
}

function check({ parent, collection, limit }) {
	if (collection === '' || collection.includes('/'))
		throw new Mistake(texts.mistakes.collection);
	if (segmentsOf(parent).length % 2 !== 0)
		throw new Mistake(texts.mistakes.parent);
	if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST))
		throw new Mistake(texts.mistakes.limit);
}

/*
 * Return { query } as REST has it, without a page, or { mistake }, a text.
 */
export function compile(form, root) {
	try {
		check(form);
		const where = whereOf(form, root);

		return { query: {
			from: [{ collectionId: form.collection,
				...(form.group && { allDescendants: true }) }],
			...(where && { where }),
			...(form.order.length > 0 && { orderBy: form.order.map(
				({ field, direction }, at) => {
					if (field.trim() === '')
						throw new Mistake(
							texts.mistakes.order(at + 1));
					return { field: { fieldPath:
						quotedPath(field.trim()) }, direction };
				}) }),
			limit: form.limit,
		} };
	} catch (error) {
		if (!(error instanceof Mistake))
			throw error;
		return { mistake: error.message };
	}
}

/* Valid in scripts of any age. */
const literal = (value) => JSON.stringify(value)
	.replace(/[\u007f-\uffff]/g, (one) => `\\u${
		one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/* Collects what the code must import. */
class Code {
	constructor() {
		this.imports = new Set();
	}

	use(name) {
		this.imports.add(name);
		return name;
	}

	field(path) {
		const names = namesOf(path);

		if (path === '__name__')
			return `${this.use('documentId')}()`;
		return names.every((name) => SIMPLE.test(name))
			? literal(names.join('.'))
			: `new ${this.use('FieldPath')}(${names.map(literal)
				.join(', ')})`;
	}

	value(value) {
		const [[kind, content]] = Object.entries(value);

		switch (kind) {
		case 'integerValue':
			/* Larger ones lose digits in JavaScript. */
			return String(Number(content));
		case 'doubleValue':
			return String(Number(content));
		case 'nullValue':
			return 'null';
		case 'timestampValue':
			return `${this.use('Timestamp')}.fromDate(new Date(${
				literal(content)}))`;
		case 'referenceValue':
			return `${this.use('doc')}(db, ${literal(content.split(
				'/documents/').slice(1).join('/documents/'))})`;
		case 'arrayValue':
			return `[${content.values.map((one) => this.value(one))
				.join(', ')}]`;
		case 'mapValue':
			return `{ ${Object.entries(content.fields).map(
				([name, one]) => `${literal(name)}: ${
					this.value(one)}`).join(', ')} }`;
		default:
			return literal(content);
		}
	}

	filter({ unaryFilter, fieldFilter: given }) {
		if (unaryFilter) {
			const { field, op } = unaryFilter;

			return `${this.use('where')}(${this.field(field.fieldPath)}, ${
				literal(op.includes('NOT') ? '!=' : '==')}, ${
				op.endsWith('NULL') ? 'null' : 'NaN'})`;
		}
		const { field, op, value } = given;
		const [name] = OPERATORS.find(([, rest]) => rest === op);

		return `${this.use('where')}(${this.field(field.fieldPath)}, ${
			literal(name)}, ${this.value(value)})`;
	}

	filters(where) {
		if (where === undefined)
			return [];
		if (!where.compositeFilter)
			return [this.filter(where)];
		const { op, filters } = where.compositeFilter;
		const list = filters.map((one) => this.filter(one));

		return op === 'AND' ? list : [`${this.use('or')}(${
			list.join(', ')})`];
	}

	source({ parent, collection, group }) {
		if (group)
			return `${this.use('collectionGroup')}(db, ${
				literal(collection)})`;
		return `${this.use('collection')}(db, ${literal(
			[...segmentsOf(parent), collection].join('/'))})`;
	}
}

const finish = (code, lines) => `import { ${[...code.imports].sort()
	.join(', ')} } from 'firebase/firestore/lite';\n\n${lines}\n`;

/* The code for the web SDK that runs QUERY of FORM. */
export function codeOf(form, query) {
	const code = new Code();
	const parts = [code.source(form), ...code.filters(query.where),
		...(query.orderBy ?? []).map(({ field, direction }) =>
			`${code.use('orderBy')}(${code.field(field.fieldPath)}${
				direction === 'DESCENDING' ? ', "desc"' : ''})`),
		`${code.use('limit')}(${query.limit})`];

	code.use('query');
	return finish(code, `const found = await ${code.use('getDocs')}(query(\n${
		parts.map((part) => `\t${part},\n`).join('')}));`);
}

/* The code that reads the document or the collection at PATH. */
export function codeOfPath(path) {
	const code = new Code();
	const isDocument = path.length % 2 === 0;

	return finish(code, isDocument
		? `const found = await ${code.use('getDoc')}(${code.use('doc')}(db, ${
			literal(path.join('/'))}));`
		: `const found = await ${code.use('getDocs')}(${
			code.use('collection')}(db, ${literal(path.join('/'))}));`);
}
