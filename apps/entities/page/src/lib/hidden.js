/*
 * The words that the user hides, in the cloud and in the table.  The address
 * holds them: "hide" once for each word, and "stop" with the language of a list.
 */
import { computed, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';

import { fold } from './fold.js';
import { useQuery } from './query.js';

/* Of the lists in stop_words.js. */
export const LANGUAGES = {
	en: 'English',
	de: 'German',
	es: 'Spanish',
	fr: 'French',
	it: 'Italian',
	pt: 'Portuguese',
};
export const LANGUAGE_CODES = ['', ...Object.keys(LANGUAGES)];

export function useHidden() {
	const route = useRoute();
	const router = useRouter();
	const language = useQuery('stop', '', 'push', LANGUAGE_CODES);
	/* The lists are loaded when they are wanted. */
	const list = shallowRef(new Set());
	const chosen = computed(() => [route.query.hide ?? []].flat()
		.filter((word) => typeof word === 'string'));
	const folded = computed(() => new Set(chosen.value.map(fold)));

	watch(language, async (wanted) => {
		if (wanted === '') {
			list.value = new Set();
			return;
		}
		const { stopWords } = await import('./stop_words.js');

		if (language.value === wanted)
			list.value = new Set(stopWords(wanted).map(fold));
	}, { immediate: true });

	function set(words) {
		router.push({
			params: route.params,
			query: { ...route.query,
				hide: words.length === 0 ? undefined : words },
		});
	}

	return {
		language,
		chosen,
		isHidden(word) {
			const key = fold(word);

			return folded.value.has(key) || list.value.has(key);
		},
		hide: (word) => chosen.value.includes(word)
			|| set([...chosen.value, word]),
		show: (word) => set(chosen.value.filter((one) => one !== word)),
		showAll: () => set([]),
	};
}
