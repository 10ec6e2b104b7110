#!/bin/sh
#
# Runs lighttpd's own FastCGI tests with gantry as their responder:
#
#	lighttpd.sh CHECKOUT	the sources of lighttpd 1.4
#
# Needs lighttpd and perl.  Works on a copy, and prints TAP.  If a requirement
# is missing, the tests are skipped with that reason.  GANTRY_BUILD is the build
# folder.

set -eu

skip() {
	echo "1..0 # SKIP $*"
	echo "$0: skipped: $*" >&2
	exit 0
}

checkout=${1-}
build=${GANTRY_BUILD:?is not set}
lighttpd=$(command -v lighttpd || command -v /usr/sbin/lighttpd || true)

[ -n "$checkout" ] ||
    skip 'no checkout of lighttpd 1.4 is given (LIGHTTPD_TESTS)'
[ -f "$checkout/tests/mod-fastcgi.t" ] ||
    skip "$checkout holds no tests/mod-fastcgi.t"
[ -n "$lighttpd" ] || skip 'lighttpd is not installed'
[ -x "$build/gantry-test" ] || skip "$build/gantry-test is not built"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp -R "$checkout/tests" "$work/tests"
cd "$work/tests"
srcdir=. top_builddir=.. sh prepare.sh >/dev/null

# lighttpd starts its responder without arguments, with the socket as
# descriptor 0.
cat >fcgi-responder <<-EOF
	#!/bin/sh
	GANTRY_CONFIG=/dev/null
	GANTRY_MOUNT="/=conformance /prefix.fcgi=conformance"
	GANTRY_WORKERS=1
	export GANTRY_CONFIG GANTRY_MOUNT GANTRY_WORKERS
	exec "$build/gantry-test"
EOF
# Some tests run only for their author, so pretend to be that user.
mkdir bin
cat >bin/id <<-EOF
	#!/bin/sh
	echo gps
EOF
chmod +x fcgi-responder bin/id

status=0
PATH="$work/tests/bin:$PATH" USER=$(id -un) LIGHTTPD_EXE_PATH=$lighttpd \
    perl ./mod-fastcgi.t || status=$?
[ $status -eq 0 ] ||
    sed -n 's/^/# /; / gantry\[/p' tmp/lighttpd/logs/lighttpd.*.log
exit $status
