/*
 * Saves a cloud of the page as a file: without links, and with the colours that
 * a stylesheet gives it on the page.
 */
const SVG = 'http://www.w3.org/2000/svg';

function element(name, attributes) {
	const made = document.createElementNS(SVG, name);

	for (const [key, value] of Object.entries(attributes))
		made.setAttribute(key, value);
	return made;
}

function copyText(text) {
	const style = getComputedStyle(text);
	const copy = element('text', {
		x: 0,
		y: 0,
		transform: text.getAttribute('transform'),
		'text-anchor': 'middle',
		'font-size': text.getAttribute('font-size'),
		'font-family': style.fontFamily.replaceAll('"', "'"),
		'font-weight': style.fontWeight,
		fill: style.fill,
	});

	copy.textContent = text.textContent;
	return copy;
}

export function toSvgFile(svg, title) {
	const { x, y, width, height } = svg.viewBox.baseVal;
	const file = element('svg', {
		viewBox: svg.getAttribute('viewBox'), width, height,
	});
	const ground = element('rect', { x, y, width, height,
		fill: getComputedStyle(svg.closest('.panel')).backgroundColor });
	const name = element('title', {});

	name.textContent = title;
	file.append(name, ground,
		...[...svg.querySelectorAll('text')].map(copyText));
	return new XMLSerializer().serializeToString(file);
}
