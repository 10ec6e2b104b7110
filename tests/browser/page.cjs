/*
 * Tests of the page: page.cjs SITES [PART-OF-NAME].  SITES is JSON with the
 * addresses of
 *
 *	site		the sample
 *	bare		the sample without images
 *	hostile		a cache with names that could break the page
 *	odd		counts beyond 2^53, empty and blank words, addresses
 *	many		20,000 words in one publication, 5,001 in another
 *	outage		a missing cache; "restore" is the command that creates it
 *	live, deaf	caches that "next" can replace: { address, cache, next };
 *			deaf refuses /events
 *	apaches		the sample behind Apache, with CGI and with FastCGI
 */
'use strict';

const { start, stop } = require('./setup.cjs');
const { main } = require('./tap.cjs');

/* Files of 20,000 words take long. */
const slow = process.env.GANTRY_SLOW_TESTS ? ['files'] : [];

for (const group of ['views', 'keys', 'looks', 'trouble', 'load',
	'live', 'truth', ...slow])
	require(`./page_${group}.cjs`);

start().then(async () => {
	const status = await main(process.argv[3]);

	await stop();
	process.exit(status);
});
