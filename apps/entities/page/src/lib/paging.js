/*
 * Shows the first rows of a long list, and more on request.
 */
import { computed, ref } from 'vue';

const FIRST = 25;
const STEP = 100;

export function usePaging(rows) {
	const count = ref(FIRST);

	return {
		visible: computed(() => rows().slice(0, count.value)),
		/* The number of rows that the next step adds. */
		nextCount: computed(() => Math.min(STEP,
			Math.max(rows().length - count.value, 0))),
		showMore() {
			count.value += STEP;
		},
	};
}
