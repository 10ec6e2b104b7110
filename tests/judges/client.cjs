/*
 * Sends a request with the npm package fastcgi-client: client.cjs SOCKET
 * REQUEST, where REQUEST is JSON: { params, body, abort }.  Prints { stdout,
 * stderr, status } or { error }.
 */
'use strict';

const connect = require('fastcgi-client');

const [sockFile, text] = process.argv.slice(2);
const given = JSON.parse(text);

function finish(result) {
	process.stdout.write(JSON.stringify(result) + '\n',
		() => process.exit(0));
}

function collect(stream) {
	const parts = [];

	stream.on('data', (part) => parts.push(part));
	return () => Buffer.concat(parts).toString('latin1');
}

const client = connect({ sockFile });

client.on('error', (error) => finish({ error: error.message }));
client.on('ready', () => client.request(given.params, (error, request) => {
	if (error)
		return finish({ error: error.message });
	const stdout = collect(request.stdout);
	const stderr = collect(request.stderr);

	request.stdout.on('end', () => {
		const status = request.getExitStatus();

		finish({
			stdout: stdout(),
			stderr: stderr(),
			status: status instanceof Error ? status.message : status,
		});
	});
	if (given.abort)
		return request.abort();
	request.stdin.end(given.body ?? '');
}));
