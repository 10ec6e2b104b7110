/*
 * What arrives by pages: LOAD(token, signal) returns { items, next }.  It is
 * loaded anew when KEY(), a text, changes.
 */
import { onScopeDispose, reactive, watch } from 'vue';

export function usePages(key, load) {
	const state = reactive({ items: [], next: undefined, failure: null,
		isLoading: false });
	let controller = new AbortController();

	async function more() {
		const { signal } = controller;

		Object.assign(state, { isLoading: true, failure: null });
		try {
			const page = await load(state.next, signal);

			if (signal.aborted)
				return;
			state.items.push(...page.items);
			state.next = page.next;
		} catch (error) {
			if (signal.aborted)
				return;
			state.failure = error.message;
		}
		state.isLoading = false;
	}

	function reset() {
		controller.abort();
		controller = new AbortController();
		Object.assign(state, { items: [], next: undefined });
		if (key() !== null)
			more();
		else
			state.isLoading = false;
	}

	watch(key, reset, { immediate: true });
	onScopeDispose(() => controller.abort());
	state.more = more;
	return state;
}
