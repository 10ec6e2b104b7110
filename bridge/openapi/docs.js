'use strict';

/* Sends the request of a form on the page, and shows the response below it. */

const base = document.body.dataset.base;

/* A slash in a field stays a slash in the path. */
const encodeField = (value) =>
	value.split('/').map(encodeURIComponent).join('/');

/*
 * A path that begins with two slashes would be resolved to another host.
 * Setting it as the pathname of this origin prevents that.
 */
function address(path, query) {
	const url = new URL(location.origin);
	url.pathname = path;
	url.search = query;
	return url.href;
}

function readForm(form) {
	let path = form.dataset.path;
	const query = new URLSearchParams();
	const body = new URLSearchParams();
	const headers = {};
	let text;
	for (const input of form.querySelectorAll('input, textarea')) {
		const { name, value } = input;
		switch (input.dataset.in) {
		case 'path':
			path = path.replace(`{${name}}`,
			    () => encodeField(value));
			break;
		case 'query':
			if (value !== '') query.append(name, value);
			break;
		case 'form':
			if (value !== '') body.append(name, value);
			break;
		case 'body':
			if (value === '') break;
			text = value;
			headers['Content-Type'] = input.dataset.type;
			break;
		case 'header':
			if (value !== '') headers[name] = value;
			break;
		}
	}
	return {
		url: address(base + path, query.toString()),
		options: {
			method: form.dataset.method,
			headers,
			body: text ?? (body.toString() ? body : undefined),
		},
	};
}

function describe(url, options, response, text) {
	const lines = [`${options.method} ${url}`, '',
		`${response.status} ${response.statusText}`];
	for (const [name, value] of response.headers)
		lines.push(`${name}: ${value}`);
	if ((response.headers.get('Content-Type') ?? '').includes('json')) {
		try {
			text = JSON.stringify(JSON.parse(text), null, 2);
		} catch {
			/* Show the response unchanged. */
		}
	}
	return [...lines, '', text].join('\n');
}

async function send(event) {
	event.preventDefault();
	const form = event.target;
	const output = form.querySelector('pre');
	const { url, options } = readForm(form);
	output.hidden = false;
	try {
		const response = await fetch(url, options);
		output.textContent =
		    describe(url, options, response, await response.text());
	} catch (error) {
		output.textContent = `${options.method} ${url}\n\n${error}`;
	}
}

for (const form of document.querySelectorAll('form'))
	form.addEventListener('submit', send);
