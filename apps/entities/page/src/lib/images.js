/*
 * Which images exist.  A server may have none, and then answers 404.  So one
 * image of each folder is requested first, and the others only if it arrived.
 * Beside NAME.png there is NAME@dark.png for a dark background, unless the
 * images are not gantry's; and NAME@2x.png for screens with many pixels.
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
	 * Return the address of the image, its srcset, and whether it is a dark
	 * one, which WANTS_DARK prefers; or null while it cannot be shown.
	 */
	find(image, wantsDark) {
		if (!isAddress(image) || failed.has(image))
			return null;
		const name = folderOf(image);

		if (!folders.has(name))
			folders.set(name, { first: image, loaded: null, dark: true,
				twice: true });
		const folder = folders.get(name);

		if (!folder.loaded && folder.first !== image)
			return null;
		const isPng = image.endsWith('.png');
		const dark = wantsDark && folder.dark && isPng;
		const address = dark ? image.replace(/\.png$/, '@dark.png') : image;

		return { address, dark, srcset: isPng && folder.twice
			? `${address} 1x, ${address.replace(/\.png$/, '@2x.png')} 2x`
			: undefined };
	},
	isMissing(image) {
		return !isAddress(image) || failed.has(image)
			|| folders.get(folderOf(image))?.loaded === false;
	},
	succeed(image) {
		folders.get(folderOf(image)).loaded = true;
	},
	/* Which was the result of find.  A larger or dark image may be missing. */
	fail(image, { dark, srcset }) {
		const folder = folders.get(folderOf(image));

		if (srcset !== undefined && window.devicePixelRatio > 1) {
			folder.twice = false;
			return;
		}
		if (dark) {
			folder.dark = false;
			return;
		}
		failed.add(image);
		folder.loaded = folder.loaded ?? false;
	},
};
