/*
 * All texts of the page.
 */
/* Intl's first format is slow to create, and some views do not need one. */
function formatter(options) {
	let format;

	return (value) => {
		format ??= new Intl.NumberFormat('en', options);
		return format.format(value);
	};
}

const share = formatter({ style: 'percent', maximumFractionDigits: 1 });
const rate = formatter({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/* Format an integer with commas between groups of three digits. */
function number(value) {
	return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function some(count, one, many) {
	return `${number(count)} ${String(count) === '1' ? one : many}`;
}

const SITE = 'Gantry';

export const texts = {
	site: SITE,
	emptyName: '(empty)',
	blankName: '(blank)',
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
		notFound: () => `Page not found – ${SITE}`,
	},

	frame: {
		description: 'The names that each publication mentions: counted, compared and drawn as word clouds.',
		noScript: 'This page needs JavaScript. The data is also available without it, at /publications.',
		skip: 'Skip to the content',
		home: `${SITE}, all publications`,
		menu: 'Main',
		publications: 'Publications',
		compare: 'Compare',
		dark: 'Dark theme',
		footer: 'Names counted per publication. This page loads nothing from other sites.',
	},

	search: {
		label: 'Search all publications',
		labelIn: (name) => `Find a word in ${name}`,
		placeholder: 'Search a name …',
		placeholderIn: 'Find a word …',
		suggestions: 'Suggestions',
		found: (count) => (count === 0
			? 'No word begins like this.'
			: `${some(count, 'suggestion', 'suggestions')}; choose with the arrow keys.`),
		none: 'No word begins like this.',
		unavailable: 'Search is not available at the moment.',
		heading: 'Search',
		results: (query) => `Words that begin with “${query}”, most frequent first.`,
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
		empty: 'This server’s data contains no publications. Import some with gantry-cache.',
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
		cloudHint: 'Point at a word to see its count. Choose it to see which publications mention it.',
		cloudWord: (word, count) => `${word}, ${some(count, 'mention', 'mentions')}`,
		cloudScale: (times) => `The larger a word, the more often it is mentioned: a word of twice the size has about ${times} times the mentions. The pictures of the publications have the same scale.`,
		cloudScaleScore: 'The larger a word, the more it sets this publication apart from all others (log-likelihood ratio).',
		cloudLeftOut: ({ room, hidden, none }) => [
			room > 0 ? `${some(room, 'word has', 'words have')} no room` : '',
			hidden > 0 ? `${some(hidden, 'word is', 'words are')} hidden` : '',
			none > 0 ? `${some(none, 'word has', 'words have')} no mentions` : '',
		].filter((text) => text !== '').join(', '),
		cloudDrawn: (drawn, all) => `${number(drawn)} of ${some(all, 'word is', 'words are')} drawn`,
		cloudEmpty: 'No word is left to draw.',
		cloudOf: 'Words',
		cloudFrequent: 'Most frequent',
		cloudDistinctive: 'Most distinctive',
		cloudCount: 'Number of words',
		cloudStop: 'Hide common words',
		cloudStopNone: 'None hidden',
		cloudPick: 'Hide words by clicking them',
		cloudGround: 'Transparent background in files',
		hidden: 'Hidden words',
		hide: (word) => `Hide ${word}`,
		show: (word) => `Show ${word} again`,
		showAll: 'Show all again',
		savePng: 'Save as PNG',
		cloudFailed: 'The cloud could not be drawn. The table below has all words.',
		saveCloud: 'Save as SVG',
		plot: 'Frequency by rank',
		plotLabel: (count, top, most) => `Rank against count on logarithmic axes: ${some(count, 'word', 'words')}, from “${top}” with ${some(most, 'mention', 'mentions')} down to the rarest.`,
		plotHint: 'Both axes are logarithmic. The dashed line shows Zipf’s law: half the count at twice the rank.',
		plotRank: 'Rank',
		plotCount: 'Mentions',
		plotSlider: 'Choose a rank',
		plotReading: (rank, word, count) => `No. ${number(rank)}: ${word}, ${some(count, 'mention', 'mentions')}`,
		plotCut: (count) => `Only the first ${number(count)} words are shown.`,
		table: 'All words',
		caption: (name) => `Words of ${name}, most frequent first`,
		rank: 'Rank',
		word: 'Word',
		count: 'Mentions',
		more: 'Show more',
		loadingMore: 'Loading more …',
		sort: 'Sort by',
		bySort: { count: 'Mentions', distinctive: 'Distinctiveness' },
		sortHint: 'Distinctive words are mentioned more often than in all other publications, in proportion to all mentions. They are sorted by their log-likelihood ratio.',
		rate: 'Show',
		rates: { none: 'Mentions', article: 'Mentions per article', thousand: 'Per 1,000 mentions' },
		rateHeads: { article: 'Per article', thousand: 'Per 1,000' },
		score: 'Score',
		rowsHidden: (count) => `${some(count, 'of them is', 'of them are')} hidden.`,
		noneDistinctive: 'No word sets this publication apart.',
		shown: (count, done) => (done
			? `All ${some(count, 'word', 'words')} are shown.`
			: `${some(count, 'word', 'words')} shown.`),
		skipTable: 'Skip the table',
		compare: 'Compare with another',
		emptyTitle: 'No words',
		empty: (name) => `This server’s data contains no words for ${name}.`,
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
		lead: 'Words that both mention, and words that only one mentions.',
		first: 'First publication',
		second: 'Second publication',
		choose: 'Choose …',
		swap: 'Swap the two',
		askTitle: 'Choose two publications',
		ask: 'Their words appear here, side by side.',
		sameTitle: 'The same publication twice',
		same: 'Choose another publication to compare with.',
		unknownTitle: 'No such publication',
		unknown: (name) => `There is no publication called “${name}”.`,
		common: 'In both',
		only: (name) => `Only in ${name}`,
		summary: (common, all) => `${some(common, 'word is', 'words are')} in both: ${all === 0 ? '0%' : share(common / all)} of all ${number(all)}.`,
		sort: 'Sort common words by',
		bySum: 'Most mentioned',
		byEven: 'Most similar',
		byUneven: 'Most different',
		listEmpty: 'No publication has this in its name.',
		listMore: (count) => `${some(count, 'more publication', 'more publications')}; type more of the name.`,
		loading: (count) => `${some(count, 'word', 'words')} loaded …`,
		sortHint: 'Similar or different: how much a word’s share of all mentions differs between the two.',
		captionCommon: (a, b) => `Words that both ${a} and ${b} mention`,
		captionOnly: (name) => `Words that only ${name} mentions`,
		word: 'Word',
		count: 'Mentions',
		countOf: (name) => `Mentions in ${name}`,
		none: 'None.',
		more: (count) => `Show ${number(count)} more`,
		cut: (limit) => `Only the ${number(limit)} most frequent words of each publication are compared, so a word may also be among the others.`,
		csv: (a, b) => `${a} and ${b}`,
	},

	notFound: {
		heading: 'Page not found',
		lead: 'There is no page at this address. The link may be incomplete, or from another version of this site.',
		home: 'See all publications',
	},

	states: {
		loading: 'Loading …',
		newData: 'New data has arrived and is shown.',
		lost: 'This part of the page could not be loaded. Check your connection.',
		retry: 'Try again',
		retryNow: 'Try again now',
		offlineTitle: 'No connection',
		offline: 'The server cannot be reached. The page tries again as soon as the connection is back.',
		outageTitle: 'Service outage',
		outage: 'The data is not available at the moment.',
		countdown: (seconds) => `Next try in ${some(seconds, 'second', 'seconds')}.`,
		trying: 'Trying again …',
		willRetry: 'The page will try again automatically.',
		failedTitle: 'Something went wrong',
		failed: 'The server sent an invalid response.',
		failedStatus: (status) => `The server answered with status ${status}.`,
	},

	actions: {
		csv: 'Export CSV',
		csvAll: 'Export all as CSV',
		csvShown: 'Export the rows shown',
		saved: (file) => `${file} is saved.`,
		saving: (count) => `${some(count, 'row', 'rows')} …`,
		cancel: 'Cancel',
		failed: 'The file could not be made. Try again.',
	},
};
