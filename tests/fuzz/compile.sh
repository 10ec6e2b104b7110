#!/bin/sh
#
# Compile sources for a fuzz target, unless another target did, and print the
# names of their objects: compile.sh FOLDER ROOT COMMAND FILE ...
#
# FOLDER keeps the objects.  The FILEs are below ROOT.  COMMAND compiles a file
# whose name is appended.

set -eu

folder=$1
root=$2
command=$3
shift 3

mkdir -p "$folder"
# Targets may be made at the same time.
exec 9>"$folder/lock"
flock 9

# Other flags, or a newer header, need new objects.
if [ "$(cat "$folder/command" 2>/dev/null)" != "$command" ] ||
    [ -n "$(find "$root/bridge" "$root/apps" "$root/tests/unit" -name '*.h' \
	-newer "$folder/command")" ]; then
	find "$folder" -name '*.o' -exec rm -f {} +
	printf '%s\n' "$command" >"$folder/command"
fi

for file; do
	object=$folder/$file.o
	[ ! -e "$object" ] ||
	    [ -n "$(find "$root/$file" -newer "$object")" ] || continue
	mkdir -p "${object%/*}"
	printf '%s\n' "$file"
done | xargs -r -P "$(nproc)" -I FILE sh -c \
    "$command -c -o '$folder/FILE.o.new' '$root/FILE' &&
    mv '$folder/FILE.o.new' '$folder/FILE.o'" >&2

for file; do
	printf '%s\n' "$folder/$file.o"
done
