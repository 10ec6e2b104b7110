/*
 * The placeholder that index.html shows until the page has started: the top of
 * the first view.  Its card gets the first image, the largest visible element,
 * as soon as the data has arrived.
 */
import { publications } from './api.js';
import { images } from './images.js';
import { sortedByName } from './sort.js';
import { isDark } from './theme.js';

/* How long the page waits for the image, in milliseconds. */
const PATIENCE = 400;

const shell = document.getElementById('shell');
/* The first view without filter and order. */
export const isFirstView = /^(#\/?)?$/.test(window.location.hash);

const painted = () => new Promise((resolve) => {
	requestAnimationFrame(() => setTimeout(resolve));
});

async function show(uri, found) {
	const { address, dark, srcset } = found;
	const cards = shell.querySelector('.cards');
	const frame = cards.querySelector('.publication-image');
	const image = new Image(500, 500);

	frame.classList.add(dark ? 'slate' : 'paper');
	image.alt = '';
	if (srcset !== undefined)
		image.srcset = srcset;
	image.src = address;
	frame.append(image);
	try {
		await image.decode();
		images.succeed(uri);
		cards.hidden = false;
		await painted();
	} catch {
		images.fail(uri, found);
	}
}

async function fill() {
	try {
		const [first] = sortedByName(await publications().prefetch(),
			({ name }) => name);
		const image = images.find(first?.img_uri, isDark.value);

		if (image !== null)
			await show(first.img_uri, image);
	} catch {
		/* The view requests the data, too, and shows the failure. */
	}
}

/* Resolve when the image is shown, or after PATIENCE. */
export async function fillShell() {
	if (isFirstView)
		await Promise.race([fill(), new Promise((resolve) => {
			setTimeout(resolve, PATIENCE);
		})]);
}

/* Replace the placeholder with the page. */
export function leaveShell() {
	shell.remove();
	document.getElementById('app').hidden = false;
}
