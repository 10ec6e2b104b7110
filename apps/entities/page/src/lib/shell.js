/*
 * What index.html shows until the page itself is there: the start of the first
 * view.  Its card gets the first image, the largest thing that is seen, as soon
 * as the data are there.
 */
import { publications } from './api.js';
import { images } from './images.js';
import { sortedByName } from './order.js';
import { isDark } from './theme.js';

/* Milliseconds for which the page waits for it. */
const PATIENCE = 400;

const shell = document.getElementById('shell');
/* With neither filter nor order. */
export const isFirstView = /^(#\/?)?$/.test(window.location.hash);

const painted = () => new Promise((resolve) => {
	requestAnimationFrame(() => setTimeout(resolve));
});

async function show(uri, { address, dark }) {
	const cards = shell.querySelector('.cards');
	const frame = cards.querySelector('.publication-image');
	const image = new Image(500, 500);

	frame.classList.add(dark ? 'slate' : 'paper');
	image.alt = '';
	image.src = address;
	frame.append(image);
	try {
		await image.decode();
		images.succeed(uri);
		cards.hidden = false;
		await painted();
	} catch {
		images.fail(uri, dark);
	}
}

async function fill() {
	try {
		const [first] = sortedByName(await publications().askAhead(),
			({ name }) => name);
		const image = images.find(first?.img_uri, isDark.value);

		if (image !== null)
			await show(first.img_uri, image);
	} catch {
		/* The view, which asks in its turn, says what is wrong. */
	}
}

/* Until the image is there, or has been waited for long enough. */
export async function fillShell() {
	if (isFirstView)
		await Promise.race([fill(), new Promise((resolve) => {
			setTimeout(resolve, PATIENCE);
		})]);
}

/* The page may take its place. */
export function leaveShell() {
	shell.remove();
	document.getElementById('app').hidden = false;
}
