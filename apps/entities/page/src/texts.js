/*
 * Every text of the page.
 */
/* The first of Intl's formats takes long to make, and some views need none. */
function formatter(options) {
	let format;

	return (value) => {
		format ??= new Intl.NumberFormat('en', options);
		return format.format(value);
	};
}

const share = formatter({ style: 'percent', maximumFractionDigits: 1 });
const rate = formatter({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/* An integer, its digits in groups of three. */
function number(value) {
	return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function some(count, one, many) {
	return `${number(count)} ${count === 1 ? one : many}`;
}

const SITE = 'Gantry';

export const texts = {
	site: SITE,
	number,
	share,
	rate,
	articles: (count) => some(count, 'article', 'articles'),
	mentions: (count) => some(count, 'mention', 'mentions'),
	words: (count) => some(count, 'word', 'words'),
	publications: (count) => some(count, 'publication', 'publications'),

	titles: {
		publications: () => `${SITE} – publications and their names`,
		publication: (name) => `${name} – ${SITE}`,
		word: (word) => `“${word}” – ${SITE}`,
		compare: () => `Compare two publications – ${SITE}`,
		search: (query) => `${query ? `Search for “${query}”` : 'Search'} – ${SITE}`,
		nowhere: () => `Nothing here – ${SITE}`,
	},

	frame: {
		description: 'Who and what each publication writes about: its names, counted, compared and drawn as word clouds.',
		noScript: 'This page needs JavaScript. The data behind it does not: ask for /publications.',
		skip: 'Skip to the content',
		home: `${SITE}, all publications`,
		menu: 'Main',
		publications: 'Publications',
		compare: 'Compare',
		dark: 'Dark theme',
		footer: 'Names counted per publication. Served from this host alone.',
	},

	search: {
		label: 'Search all publications',
		labelIn: (name) => `Find a word in ${name}`,
		placeholder: 'Search a name …',
		placeholderIn: 'Find a word …',
		suggestions: 'Suggestions',
		found: (count) => (count === 0
			? 'No word begins so.'
			: `${some(count, 'suggestion', 'suggestions')}; choose with the arrow keys.`),
		none: 'No word begins so.',
		unavailable: 'Searching is not possible at the moment.',
		heading: 'Search',
		results: (query) => `Words that begin with “${query}”, best first.`,
		ask: 'Type the beginning of a name above.',
		emptyTitle: 'Nothing found',
		empty: (query) => `No word in any publication begins with “${query}”.`,
		count: (count) => some(count, 'word found', 'words found'),
		caption: 'Words found, and how often all publications mention them',
	},

	publicationsView: {
		eyebrow: 'Named entities',
		heading: 'Who wrote about whom',
		lead: 'Publications, and the people, places and organisations that they name.',
		filter: 'Filter by name',
		sort: 'Sort by',
		byName: 'Name',
		byCount: 'Articles',
		shown: (shown, all, articles) => `${shown === all ? ''
			: `${number(shown)} of `}${some(all, 'publication', 'publications')}, ${some(articles, 'article', 'articles')}`,
		emptyTitle: 'No publications yet',
		empty: 'The data that this server holds has no publication. Import some with gantry-cache.',
		noMatchTitle: 'No match',
		noMatch: (query) => `No publication’s name contains “${query}”.`,
		clear: 'Clear the filter',
		topWords: (name) => `Most frequent in ${name}`,
		csv: 'publications',
	},

	publicationView: {
		eyebrow: 'Publication',
		trail: 'You are here',
		cloud: 'Word cloud',
		cloudHelp: 'Larger words are more frequent. Choose with the arrow keys, open with Enter.',
		cloudHint: 'Point at a word for its count; choose it to see who else mentions it.',
		cloudWord: (word, count) => `${word}, ${some(count, 'mention', 'mentions')}`,
		cloudFailed: 'The cloud could not be drawn. The table below has all words.',
		saveCloud: 'Save as SVG',
		plot: 'Frequency by rank',
		plotLabel: (count, top, most) => `Rank against count on logarithmic axes: ${some(count, 'word', 'words')}, from “${top}” with ${some(most, 'mention', 'mentions')} down to the rarest.`,
		plotHint: 'Both axes are logarithmic. The dashed line falls as Zipf’s law does: half the count at twice the rank.',
		plotRank: 'Rank',
		plotCount: 'Mentions',
		plotSlider: 'Look at a rank',
		plotReading: (rank, word, count) => `No. ${number(rank)}: ${word}, ${some(count, 'mention', 'mentions')}`,
		plotCut: (count) => `The first ${number(count)} words are drawn.`,
		table: 'All words',
		caption: (name) => `Words of ${name}, the most frequent first`,
		rank: 'Rank',
		word: 'Word',
		count: 'Mentions',
		more: 'Show more',
		loadingMore: 'Loading more …',
		shown: (count, done) => (done
			? `All ${some(count, 'word', 'words')} are shown.`
			: `${some(count, 'word', 'words')} shown.`),
		skipTable: 'Skip the table',
		compare: 'Compare with another',
		emptyTitle: 'No words',
		empty: (name) => `${name} has no words in the data that this server holds.`,
		missingTitle: 'No such publication',
		missing: (name) => `There is no publication called “${name}”.`,
		all: 'See all publications',
		tableCsv: (name) => `${name} words`,
	},

	wordView: {
		eyebrow: 'Word',
		lead: (count, publications) => `${some(count, 'mention', 'mentions')} in ${some(publications, 'publication', 'publications')}.`,
		leadLoading: 'How often each publication mentions it.',
		heading: 'Mentions by publication',
		caption: (word) => `How often each publication mentions “${word}”`,
		publication: 'Publication',
		count: 'Mentions',
		rate: 'Per article',
		sort: 'Sort by',
		byCount: 'Mentions',
		byRate: 'Mentions per article',
		byName: 'Name',
		emptyTitle: 'Not mentioned',
		empty: (word) => `No publication mentions “${word}”.`,
		csv: (word) => `${word} by publication`,
	},

	compareView: {
		eyebrow: 'Side by side',
		heading: 'Compare two publications',
		lead: 'What both mention, and what is peculiar to each.',
		first: 'First publication',
		second: 'Second publication',
		choose: 'Choose …',
		swap: 'Swap the two',
		askTitle: 'Choose two publications',
		ask: 'Their words appear here, side by side.',
		sameTitle: 'Twice the same',
		same: 'Choose another publication to compare with.',
		unknownTitle: 'No such publication',
		unknown: (name) => `There is no publication called “${name}”.`,
		common: 'In both',
		only: (name) => `Only in ${name}`,
		summary: (common, all) => `${some(common, 'word is', 'words are')} in both: ${all === 0 ? '0%' : share(common / all)} of all ${number(all)}.`,
		sort: 'Sort what is in both by',
		bySum: 'Most mentioned',
		byEven: 'Most alike',
		byUneven: 'Most unlike',
		sortHint: 'Unlike: far more typical of one than of the other, by its share of all mentions.',
		captionCommon: (a, b) => `Words that both ${a} and ${b} mention`,
		captionOnly: (name) => `Words that only ${name} mentions`,
		word: 'Word',
		count: 'Mentions',
		countOf: (name) => `Mentions in ${name}`,
		none: 'None.',
		more: (count) => `Show ${number(count)} more`,
		cut: (limit) => `Of each publication the ${number(limit)} most frequent words are compared.`,
		csv: (a, b) => `${a} and ${b}`,
	},

	nowhere: {
		heading: 'Nothing here',
		lead: 'This address leads nowhere. It may be cut off, or be from another version of the page.',
		home: 'See all publications',
	},

	states: {
		loading: 'Loading …',
		lost: 'That part of the page could not be loaded. Is there a connection?',
		retry: 'Try again',
		retryNow: 'Try again now',
		offlineTitle: 'No connection',
		offline: 'The server cannot be reached. The page tries again as soon as the connection is back.',
		outageTitle: 'Service outage',
		outage: 'The data is not available at the moment.',
		countdown: (seconds) => `Next try in ${some(seconds, 'second', 'seconds')}.`,
		trying: 'Trying again …',
		willRetry: 'The page will try again by itself.',
		failedTitle: 'Something went wrong',
		failed: 'The server gave no answer that makes sense.',
		failedStatus: (status) => `The server answered with status ${status}.`,
	},

	actions: {
		csv: 'Export CSV',
		saved: (file) => `${file} is saved.`,
	},
};
