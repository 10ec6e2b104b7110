/*
 * The page in a browser: page.cjs SITES [PART-OF-NAME].  SITES is JSON with the
 * addresses of
 *
 *	site		the sample
 *	bare		the sample, without images
 *	hostile		names that want to be more than text
 *	outage		no cache yet; "restore" is the command that makes one
 *	apaches		the sample, behind Apache: by CGI, and in other ways
 */
'use strict';

const { main } = require('./tap.cjs');
const { start, stop } = require('./tour.cjs');

for (const group of ['views', 'keys', 'looks', 'trouble', 'load'])
	require(`./page_${group}.cjs`);

start().then(async () => {
	const status = await main(process.argv[3]);

	await stop();
	process.exit(status);
});
