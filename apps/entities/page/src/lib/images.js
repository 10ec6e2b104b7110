/*
 * Which images can be shown.  A server may have none, and then answers 404 to
 * each: of every folder one image is asked for first, and the others only when
 * that one came.
 */
import { reactive } from 'vue';

/* For each folder the image that was asked for first, and what came of it. */
const folders = reactive(new Map());
const lost = reactive(new Set());

function folderOf(image) {
	return image.slice(0, image.lastIndexOf('/') + 1);
}

function isAddress(image) {
	return typeof image === 'string' && image !== '';
}

export const images = {
	/* Where the image is, or null as long as it cannot be shown. */
	address(image) {
		if (!isAddress(image) || lost.has(image))
			return null;
		const folder = folders.get(folderOf(image));

		if (folder === undefined) {
			folders.set(folderOf(image), { first: image, there: null });
			return image;
		}
		return folder.there || folder.first === image ? image : null;
	},
	isLost(image) {
		return !isAddress(image) || lost.has(image)
			|| folders.get(folderOf(image))?.there === false;
	},
	succeed(image) {
		folders.get(folderOf(image)).there = true;
	},
	fail(image) {
		const folder = folders.get(folderOf(image));

		lost.add(image);
		folder.there = folder.there ?? false;
	},
};
