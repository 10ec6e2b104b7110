/*
 * Shows the first rows of a long list, and more on request.
 */
import { computed, ref } from 'vue';

const FIRST = 25;
const STEP = 100;

export function useSome(rows) {
	const count = ref(FIRST);

	return {
		some: computed(() => rows().slice(0, count.value)),
		/* The number of rows that the next step adds. */
		left: computed(() => Math.min(STEP,
			Math.max(rows().length - count.value, 0))),
		more() {
			count.value += STEP;
		},
	};
}
