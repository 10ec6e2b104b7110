/*
 * The first rows of a long list, and more of them when asked.
 */
import { computed, ref } from 'vue';

const FIRST = 25;
const STEP = 100;

export function useSome(rows) {
	const count = ref(FIRST);

	return {
		some: computed(() => rows().slice(0, count.value)),
		/* How many the next step brings. */
		left: computed(() => Math.min(STEP,
			Math.max(rows().length - count.value, 0))),
		more() {
			count.value += STEP;
		},
	};
}
