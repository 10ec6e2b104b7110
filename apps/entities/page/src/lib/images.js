/*
 * Which images can be shown.  A server may have none, and then answers 404 to
 * each: of every folder one image is asked for first, and the others only when
 * that one came.  Beside NAME.png there is NAME@dark.png for a dark ground,
 * unless something else than gantry drew them.
 */
import { reactive } from 'vue';

/*
 * For each folder the image that was asked for first, what came of it, and
 * whether dark ones are thought to be there.
 */
const folders = reactive(new Map());
const lost = reactive(new Set());

function folderOf(image) {
	return image.slice(0, image.lastIndexOf('/') + 1);
}

function isAddress(image) {
	return typeof image === 'string' && image !== '';
}

export const images = {
	/*
	 * The address of the image, and whether that is for a dark ground as
	 * WANTS_DARK says; or null as long as it cannot be shown.
	 */
	find(image, wantsDark) {
		if (!isAddress(image) || lost.has(image))
			return null;
		const name = folderOf(image);

		if (!folders.has(name))
			folders.set(name, { first: image, there: null, dark: true });
		const folder = folders.get(name);

		if (!folder.there && folder.first !== image)
			return null;
		return wantsDark && folder.dark && image.endsWith('.png')
			? { address: image.replace(/\.png$/, '@dark.png'), dark: true }
			: { address: image, dark: false };
	},
	isLost(image) {
		return !isAddress(image) || lost.has(image)
			|| folders.get(folderOf(image))?.there === false;
	},
	succeed(image) {
		folders.get(folderOf(image)).there = true;
	},
	/* DARK is whether the one for a dark ground failed. */
	fail(image, dark) {
		const folder = folders.get(folderOf(image));

		if (dark) {
			folder.dark = false;
			return;
		}
		lost.add(image);
		folder.there = folder.there ?? false;
	},
};
