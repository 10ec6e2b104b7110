/*
 * Light or dark theme.  The system's preference applies until the user chooses.
 * A choice equal to the preference is not stored, so the page follows the
 * system again. early.js applies the choice when the page is loaded.
 */
import { computed, ref } from 'vue';

const KEY = 'gantry-theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = ref(system.matches);
const chosen = ref(document.documentElement.dataset.theme);

system.addEventListener('change', (event) => {
	systemIsDark.value = event.matches;
});

function store(theme) {
	try {
		if (theme === undefined)
			localStorage.removeItem(KEY);
		else
			localStorage.setItem(KEY, theme);
	} catch {
		/* The choice then lasts until the page is left. */
	}
}

export const isDark = computed(() => (chosen.value === undefined
	? systemIsDark.value
	: chosen.value === 'dark'));

export function toggleTheme() {
	const wanted = !isDark.value;
	const theme = wanted ? 'dark' : 'light';

	chosen.value = wanted === systemIsDark.value ? undefined : theme;
	if (chosen.value === undefined)
		delete document.documentElement.dataset.theme;
	else
		document.documentElement.dataset.theme = theme;
	store(chosen.value);
}
