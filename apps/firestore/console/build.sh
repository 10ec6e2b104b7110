#!/bin/sh
#
# Build the console with Vite, and put its files into a C file:
#
#	build.sh SOURCE PAGE OUTPUT
#
# from this folder into OUTPUT.  PAGE is where the page of the entities
# application was built: the console uses its packages, its colours and some of
# its modules.  Works on a copy, PAGE/console.

set -eu

source=$1
page=$2
output=$3

fail() {
	printf 'console: %s\n' "$*" >&2
	exit 1
}

[ -e "$page/node_modules/vite/bin/vite.js" ] ||
    fail "$page has no packages; run \"make page\" first"
rm -rf "$page/console"
mkdir -p "$page/console"
cp -R "$source/src" "$source/index.html" "$source/vite.config.js" \
    "$source/embed.js" "$page/console/"
chmod -R u+w "$page/console"
cp "$source/package.json" "$page/console/"
(cd "$page/console" &&
    node ../node_modules/vite/bin/vite.js build --logLevel warn &&
    node embed.js dist) >"$output.tmp" ||
    {
	rm -f "$output.tmp"
	fail 'Vite could not build the console'
}
mv "$output.tmp" "$output"
