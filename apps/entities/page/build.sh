#!/bin/sh
#
# Build the page with npm and Vite:
#
#	build.sh SOURCE TARGET	from this folder into TARGET/dist
#
# Works on a copy, so that the sources may be read-only and stay clean.  TARGET
# keeps the packages that npm installs for the next build.

set -eu

source=$1
target=$2

fail() {
	printf 'page: %s\n' "$*" >&2
	exit 1
}

for program in node npm; do
	command -v "$program" >/dev/null ||
	    fail "$program is missing; apt-get install nodejs npm"
done
mkdir -p "$target"
lock=$target/node_modules/.package-lock.json
if [ ! -e "$lock" ] ||
    ! cmp -s "$source/package-lock.json" "$target/package-lock.json"; then
	cp "$source/package.json" "$source/package-lock.json" \
	    "$source/.npmrc" "$target/"
	# Do not run the packages' own scripts.
	(cd "$target" && npm ci --ignore-scripts --no-audit --no-fund \
	    --fetch-retries=1 --loglevel=error >npm.log 2>&1) || {
		rm -f "$target/package-lock.json"
		tail -5 "$target/npm.log" >&2
		fail "npm could not install the packages that build the page"
	}
fi
rm -rf "$target/src" "$target/dist"
cp -R "$source/src" "$source/index.html" "$source/outlines.js" \
    "$source/plugins.js" "$source/vite.config.js" "$target/"
chmod -R u+w "$target/src" "$target/index.html" "$target/outlines.js" \
    "$target/plugins.js" "$target/vite.config.js"
(cd "$target" && node node_modules/vite/bin/vite.js build --logLevel warn) ||
    fail 'Vite could not build the page'
