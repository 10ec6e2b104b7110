#!/usr/bin/python3
"""Keep the record of the library's binary interface (ABI), and compare with it.

usage: record.py map | types | check [--record FOLDER]

The record consists of three files beside this one:

gantry.map     the exported symbols with their versions, for the linker
gantry.abi     the functions, and the public types that they mention
options.abi    the other public structs, which functions take as const void *

"map" adds the public functions that gantry.map lacks to the node of the version
in gantry/version.h, and removes those that no longer exist.  "types" writes the
other two with abidw.  "make renew-abi" does both.  "check" compares libgantry.so
with the record.

GANTRY_SOURCE and GANTRY_BUILD name the folders of the sources and of the build,
and CC the compiler.

Exit status: 0 if the library matches the record, 1 if it does not, 2 if it
could not be compared; 77 if this build cannot be compared: it is for another
machine than the record, or it has no debugging information.
"""

import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.abspath(os.environ.get('GANTRY_SOURCE', HERE + '/../..'))
BUILD = os.path.abspath(os.environ.get('GANTRY_BUILD', SOURCE + '/build'))
INCLUDE = os.path.join(SOURCE, 'bridge/include')
# What gantry/sqlite.h declares is in a library of its own, an archive alone.
HEADERS = sorted(set(glob.glob(f'{INCLUDE}/gantry/*.h')) -
                 {f'{INCLUDE}/gantry/sqlite.h'})
UNLIKE, SKIP = 1, 77

# Only what an application can rely on: no names of parameters, no places in
# sources, no other libraries.  Hashes as ids keep the differences small.
ABIDW = ('abidw', '--exported-interfaces-only', '--type-id-style', 'hash',
         '--no-write-default-sizes', '--no-parameter-names', '--no-elf-needed',
         '--no-corpus-path', '--no-comp-dir-path', '--no-show-locs',
         '--drop-private-types')

# The bits of abidiff's status that say that it could not compare.
FAILED = 1 | 2


def output(*command, **options):
    return subprocess.run(command, check=True, text=True,
                          stdout=subprocess.PIPE, **options).stdout


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def version_number(name):
    text = read(f'{INCLUDE}/gantry/version.h')
    return re.search(rf'^#define GANTRY_{name} (\d+)$', text, re.M)[1]


def shared_library():
    return f'{BUILD}/libgantry.so.{version_number("ABI")}'


# The map

def public_symbols():
    """Return the names that the headers declare and the library defines: those
    that the compiler made visible, without the one of base/null.h."""
    table = output('readelf', '-sW', f'{BUILD}/libgantry-internal.a')
    return set(re.findall(r' (?:GLOBAL|WEAK) +DEFAULT +\d+ (\w+)$', table,
                          re.M)) - {'gantry_null_log'}


def nodes(text):
    """Return {version: names} of a map, the oldest first."""
    return {version: re.findall(r'^\t(\w+);', body, re.M)
            for version, body in re.findall(r'^([\w.]+) \{\n(.*?)^\}',
                                            text, re.M | re.S)}


def map_of(versions):
    """Return the text of a map."""
    parts, older = [], None
    for version, names in versions.items():
        lines = ''.join(f'\t{name};\n' for name in sorted(names))
        hidden = 'local:\n\t*;\n' if older is None else ''
        parts.append(f'{version} {{\nglobal:\n{lines}{hidden}'
                     f'}}{" " + older if older else ""};\n')
        older = version
    return '\n'.join(parts)


def renew_map(path):
    versions, there = nodes(read(path)), public_symbols()
    current = f'GANTRY_{version_number("VERSION_MAJOR")}.' \
              f'{version_number("VERSION_MINOR")}'
    known = set().union(*versions.values())
    for name in sorted(there - known):
        print(f'added: {name} ({current})')
        versions.setdefault(current, []).append(name)
    for name in sorted(known - there):
        print(f'removed: {name}')
    kept = {version: [name for name in names if name in there]
            for version, names in versions.items()}
    write(path, map_of(kept))


# The types

def header_options():
    """Tell abidw the public headers, spelled as the compiler was told them."""
    srcdir = re.search('^srcdir = (.*)$', read(f'{BUILD}/Makefile'), re.M)[1]
    return [part for header in HEADERS
            for place in (INCLUDE, f'{srcdir}/bridge/include')
            for part in ('--hf', f'{place}/gantry/{os.path.basename(header)}')]


def structs():
    """Return the names of the structs and enums that the headers define."""
    return [name for header in HEADERS for name in re.findall(
        r'^((?:struct|enum) gantry_\w+) \{', read(header), re.M)]


def mentioned(record):
    """Return the structs and enums that a record describes."""
    return {f'{"enum" if kind == "enum" else "struct"} {name}'
            for kind, name in re.findall(
                r"<(class|enum)-decl name='(\w+)'(?![^>]*declaration-only)",
                record)}


def described(path):
    """Return what abidw says about a shared object."""
    text = output(*ABIDW, *header_options(), path)
    return re.sub(r" path='[^']*/(bridge/[^']*)'", r" path='\1'", text)


def options_object(names, where):
    """Compile a shared object with a function for each struct.  Return its
    path."""
    source, built = f'{where}/options.c', f'{where}/options.so'
    lines = [f'#include <gantry/{os.path.basename(header)}>\n'
             for header in HEADERS]
    lines += [f'{name} *{name.split()[1]}_(void);\n'
              f'{name} *{name.split()[1]}_(void) {{ return 0; }}\n'
              for name in names]
    write(source, ''.join(lines))
    subprocess.run([*os.environ.get('CC', 'cc').split(), '-g', '-shared',
                    '-fPIC', '-I' + INCLUDE, '-o', built, source],
                   check=True)
    return built


def without_place(text):
    """Replace the path of the generated source."""
    return re.sub(r" path='[^']*options\.c'", " path='options.c'", text)


def describe(where):
    """Write gantry.abi and options.abi into a folder."""
    functions = described(shared_library())
    write(f'{where}/gantry.abi', functions)
    others = [name for name in structs() if name not in mentioned(functions)]
    with tempfile.TemporaryDirectory() as folder:
        write(f'{where}/options.abi',
              without_place(described(options_object(others, folder))))


def comparison(record, made):
    """Return what abidiff finds; '' if there is no difference."""
    done = subprocess.run(['abidiff', '--harmless', '--leaf-changes-only', record, made], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    if done.returncode & FAILED or done.returncode < 0:
        print(f'abidiff failed with status {done.returncode}: {done.stdout}')
        sys.exit(2)
    return done.stdout if done.returncode else ''


def reason_to_skip(record):
    """Return why this build cannot be compared, or None."""
    header = output('readelf', '-hSW', shared_library())
    if '.debug_info' not in header:
        return 'the library has no debugging information: CFLAGS lacks -g'
    machine = re.search(r'Machine: +(.*)', header)[1]
    if ('X86-64' in machine) != ("'elf-amd-x86_64'" in record):
        return f'the record is not for this machine: {machine}'
    return None


def check(where):
    reason = reason_to_skip(read(f'{where}/gantry.abi'))
    if reason:
        print(reason)
        return SKIP
    with tempfile.TemporaryDirectory() as folder:
        describe(folder)
        found = ''.join(comparison(f'{where}/{name}', f'{folder}/{name}')
                        for name in ('gantry.abi', 'options.abi'))
    if not found:
        return 0
    print(f"""{found}
The library's binary interface is not what bridge/abi records.  If programs that
were compiled before cannot use this library, raise GANTRY_ABI in
bridge/include/gantry/version.h.  Then run "make renew-abi" and commit bridge/abi.
""")
    return UNLIKE


def main():
    parser = argparse.ArgumentParser(
        description='Keep or check the record of the ABI.')
    parser.add_argument('action', choices=('map', 'types', 'check'))
    parser.add_argument('--record', default=HERE,
                        help='the folder of the record')
    options = parser.parse_args()
    if options.action == 'map':
        renew_map(f'{options.record}/gantry.map')
    elif options.action == 'types':
        describe(options.record)
    else:
        sys.exit(check(options.record))


if __name__ == '__main__':
    main()
