/*
 * Validates an OpenAPI document and responses with the npm packages
 * openapi-schema-validator and ajv.  Reads { document, answers: [{ path,
 * method, status, type, body }], requests: [{ path, method, type, body, valid }] }.
 * Prints a line { complaint } for each error, and { judged } at the end.
 */
'use strict';

const path = require('node:path');
const { pathToFileURL } = require('node:url');
const Ajv = require('ajv/dist/2020');
const formats = require('ajv-formats');

function print(value) {
	process.stdout.write(JSON.stringify(value) + '\n');
}

/* NODE_PATH does not apply to ES modules. */
async function loadValidator() {
	const home = path.join(process.env.NODE_PATH,
		'@seriousme/openapi-schema-validator/index.js');
	return (await import(pathToFileURL(home))).Validator;
}

async function validateDocument(document) {
	const Validator = await loadValidator();
	const validator = new Validator();
	const result = await validator.validate(structuredClone(document));

	if (!result.valid)
		print({ complaint: result.errors });
	if (validator.version !== '3.1')
		print({ complaint: `version ${validator.version}` });
}

const escape = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/* Return the JSON pointer of the schema of a response, or undefined. */
function findSchema(document, answer) {
	const operation =
	    document.paths[answer.path]?.[answer.method.toLowerCase()];
	const responses = operation?.responses ?? {};
	const status = responses[answer.status] ? answer.status : 'default';
	const schema = responses[status]?.content?.[answer.type]?.schema;

	return schema && ['paths', answer.path, answer.method.toLowerCase(),
		'responses', String(status), 'content', answer.type, 'schema']
		.map((name) => '/' + encodeURIComponent(escape(name))).join('');
}

function validateAnswers(document, answers) {
	const ajv = new Ajv({ strict: false, allErrors: true });

	formats(ajv);
	ajv.addSchema({ $id: 'gantry:document', ...document });
	for (const answer of answers) {
		const where = findSchema(document, answer);
		const about = `${answer.method} ${answer.target}: ` +
		    `${answer.status} ${answer.type}`;
		if (!where) {
			print({ complaint: `${about} is not documented` });
			continue;
		}
		const validate = ajv.compile(
			{ $ref: `gantry:document#${where}` });
		if (!validate(answer.body))
			print({ complaint: [about, validate.errors] });
	}
}

/* The site accepted what the schema of the body accepts, and nothing else. */
function validateRequests(document, requests) {
	const ajv = new Ajv({ strict: false, allErrors: true });

	formats(ajv);
	ajv.addSchema({ $id: 'gantry:document', ...document });
	for (const { path, method, type, body, valid } of requests) {
		const where = ['paths', path, method.toLowerCase(),
			'requestBody', 'content', type, 'schema']
			.map((name) => '/' + encodeURIComponent(escape(name)))
			.join('');
		const validate = ajv.compile(
			{ $ref: `gantry:document#${where}` });
		if (validate(body) !== valid)
			print({ complaint: [path, body, validate.errors] });
	}
}

async function main() {
	let text = '';

	for await (const part of process.stdin)
		text += part;
	const { document, answers, requests = [] } = JSON.parse(text);
	await validateDocument(document);
	validateAnswers(document, answers);
	validateRequests(document, requests);
	print({ judged: answers.length + requests.length });
}

main();
