/*
 * Which images exist.  A server may have none, and then answers 404.  So one
 * image of each folder is requested first, and the others only if it arrived.
 * Beside NAME.png there is NAME@dark.png for a dark background, unless the
 * images are not gantry's.
 */
import { reactive } from 'vue';

/*
 * For each folder: the image that was requested first, whether it arrived, and
 * whether dark images are expected.
 */
const folders = reactive(new Map());
const failed = reactive(new Set());

function folderOf(image) {
	return image.slice(0, image.lastIndexOf('/') + 1);
}

function isAddress(image) {
	return typeof image === 'string' && image !== '';
}

export const images = {
	/*
	 * Return the address of the image, and whether it is a dark one, which
	 * WANTS_DARK prefers; or null while it cannot be shown.
	 */
	find(image, wantsDark) {
		if (!isAddress(image) || failed.has(image))
			return null;
		const name = folderOf(image);

		if (!folders.has(name))
			folders.set(name, { first: image, loaded: null, dark: true });
		const folder = folders.get(name);

		if (!folder.loaded && folder.first !== image)
			return null;
		return wantsDark && folder.dark && image.endsWith('.png')
			? { address: image.replace(/\.png$/, '@dark.png'), dark: true }
			: { address: image, dark: false };
	},
	isMissing(image) {
		return !isAddress(image) || failed.has(image)
			|| folders.get(folderOf(image))?.loaded === false;
	},
	succeed(image) {
		folders.get(folderOf(image)).loaded = true;
	},
	/* DARK: the dark image failed. */
	fail(image, dark) {
		const folder = folders.get(folderOf(image));

		if (dark) {
			folder.dark = false;
			return;
		}
		failed.add(image);
		folder.loaded = folder.loaded ?? false;
	},
};
