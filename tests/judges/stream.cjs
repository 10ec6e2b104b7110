/*
 * Sends records with the npm package fastcgi-stream: stream.cjs SOCKET ROUNDS,
 * where ROUNDS is JSON: [[[request id, 'BeginRequest', argument ...] ...] ...].
 * Sends the records of a round and prints each received record as a line
 * [request id, type, value].  The next round begins after an END_REQUEST or
 * GET_VALUES_RESULT.
 */
'use strict';

const net = require('net');
const { FastCGIStream, records } = require('fastcgi-stream');

const [path, text] = process.argv.slice(2);
const last = [records.EndRequest.TYPE, records.GetValuesResult.TYPE];
const socket = net.createConnection(path);
const stream = new FastCGIStream(socket);
const rounds = JSON.parse(text);

function nameOf(record) {
	return Object.keys(records).find(
		(name) => records[name].TYPE === record.TYPE);
}

function valueOf(record) {
	if (Buffer.isBuffer(record.data))
		return record.data.toString('latin1');
	return record.values ?? record.data ??
		[record.appStatus, record.protocolStatus];
}

function send(round) {
	for (const [id, name, ...values] of round)
		stream.writeRecord(id, new records[name](...values));
}

stream.on('record', (id, record) => {
	console.log(JSON.stringify([id, nameOf(record), valueOf(record)]));
	if (!last.includes(record.TYPE))
		return;
	if (rounds.length > 0)
		send(rounds.shift());
	else
		socket.end();
});
send(rounds.shift());
