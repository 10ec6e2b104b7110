#!/usr/bin/python3
"""Print a software bill of materials as CycloneDX 1.5 (ECMA-424) JSON.

It lists what the built programs consist of: the shared libraries that they are
linked with or load when needed, the modules and their libraries, the archives
that --enable-static-libs put into them, the sources of other packages that are
compiled into them, and the npm packages of the page.  Tools that only build the page have the scope "excluded".

The versions of libraries are those of their Debian packages.  A library that no
package owns is listed without a version.
"""

import argparse
import base64
import json
import os
import re
import subprocess
import sys
import urllib.parse

# What builds the page and is not a part of it.
PAGE_TOOLS = ('vite', 'sass', '@vitejs/plugin-vue')


def output(*command):
    return subprocess.run(command, check=True, capture_output=True,
                          text=True).stdout


def package_of(path):
    """(name, version, architecture) of the Debian package with PATH."""
    for candidate in (path, os.path.realpath(path)):
        for name in (candidate, '/usr' + candidate):
            try:
                owner = output('dpkg-query', '-S', name).split(': ')[0]
                return output('dpkg-query', '-W', '-f',
                              '${Package}\t${Version}\t${Architecture}',
                              owner.split(',')[0]).split('\t')
            except (OSError, subprocess.CalledProcessError):
                continue
    return None


def library(path, how):
    """A component for the library at PATH."""
    package = package_of(path)
    properties = [{'name': 'gantry:linked', 'value': how}]
    if package is None:
        name = os.path.basename(path)
        return {'type': 'library', 'bom-ref': name, 'name': name,
                'scope': 'required', 'properties': properties}
    name, version, architecture = package
    purl = (f'pkg:deb/debian/{name}@{urllib.parse.quote(version, safe="")}'
            f'?arch={architecture}')
    return {'type': 'library', 'bom-ref': purl, 'name': name,
            'version': version, 'purl': purl, 'scope': 'required',
            'properties': properties}


def shared(program):
    """The libraries that PROGRAM itself asks for."""
    wanted = re.findall(r'\(NEEDED\).*\[(.+)\]', output('readelf', '-dW',
                                                        program))
    found = dict(re.findall(r'^\s*(\S+) => (\S+)', output('ldd', program),
                            re.M))
    return [library(found[name], 'shared') for name in wanted
            if found.get(name, '').startswith('/')]


# What a program loads by itself, and only when it needs it.
LOADED = ('libcrypt.so.1', 'libdw.so.1', 'libedit.so.2')


def loaded(program):
    """The libraries that PROGRAM may load while it runs."""
    with open(program, 'rb') as file:
        text = file.read()
    known = dict(re.findall(r'^\s*(\S+) \(.* => (\S+)$',
                            output('/sbin/ldconfig', '-p'), re.M))
    for name in LOADED:
        if name.encode() + b'\0' in text and name in known:
            yield {**library(known[name], 'loaded'), 'scope': 'optional'}


def modules(build, version):
    """The modules that mounts load, and for each what it is linked with."""
    for name in sorted(os.listdir(build)):
        if not re.fullmatch(r'gantry-[\w.]+\.so', name):
            continue
        label = name.removesuffix('.so')
        purl = f'pkg:generic/{label}@{version}'
        parts = [{**part, 'scope': 'optional', 'properties': [
            {'name': 'gantry:linked', 'value': 'module'}]}
            for part in shared(os.path.join(build, name))]
        yield {'type': 'library', 'bom-ref': purl, 'name': label,
               'version': version, 'purl': purl, 'scope': 'optional',
               'properties': [{'name': 'gantry:linked', 'value': 'module'}],
               'licenses': [{'license': {'id': 'ISC'}}]}, parts


def archives(build):
    """The archives in the program, if it was built with any."""
    with open(os.path.join(build, 'Makefile'), encoding='utf-8') as file:
        libraries = re.search(r'^SMALL_LIBS = (.*)$', file.read(), re.M)
    parts = libraries.group(1).partition('-Bstatic')[2]
    compiler = os.environ.get('CC', 'cc')
    for name in re.findall(r'-l(\w+)', parts.partition('-Bdynamic')[0]):
        path = output(compiler, f'-print-file-name=lib{name}.a').strip()
        if os.path.isabs(path):
            yield library(path, 'static')


def compiled(build):
    """The packages whose sources are compiled into the program."""
    with open(os.path.join(build, 'Makefile'), encoding='utf-8') as file:
        makefile = file.read()
    if re.search(r'^HAVE_LLHTTP_TRUE = $', makefile, re.M) is None:
        return
    flags = re.search(r'^LLHTTP_CFLAGS = (.*)$', makefile, re.M).group(1)
    for folder in re.findall(r'-(?:isystem|I) ?(\S+)', flags):
        path = os.path.join(folder, 'llhttp', 'llhttp.c')
        if os.path.exists(path):
            yield library(path, 'compiled')
            return


def bundled(lock):
    """The names of the packages that the page itself is made of."""
    packages = lock['packages']
    names, seen = [name for name in packages['']['devDependencies']
                   if name not in PAGE_TOOLS], set()
    while names:
        name = names.pop()
        if name in seen or f'node_modules/{name}' not in packages:
            continue
        seen.add(name)
        names += packages[f'node_modules/{name}'].get('dependencies', {})
    return seen


def page(path):
    """Components for the npm packages of the page, by its lock file."""
    with open(path, encoding='utf-8') as file:
        lock = json.load(file)
    parts = bundled(lock)
    for place, package in sorted(lock['packages'].items()):
        name = place.rpartition('node_modules/')[2]
        if not name:
            continue
        version = package['version']
        purl = f'pkg:npm/{name.replace("@", "%40")}@{version}'
        component = {'type': 'library', 'bom-ref': purl, 'name': name,
                     'version': version, 'purl': purl,
                     'scope': 'required' if name in parts else 'excluded'}
        algorithm, _, digest = package.get('integrity', '').partition('-')
        if algorithm == 'sha512':
            component['hashes'] = [{
                'alg': 'SHA-512',
                'content': base64.b64decode(digest).hex()}]
        if re.fullmatch(r'[\w.+-]+', package.get('license', '')):
            component['licenses'] = [{'license': {'id': package['license']}}]
        yield component


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--build', required=True, help='the build folder')
    parser.add_argument('--source', required=True, help='the source folder')
    parser.add_argument('--version', required=True, help="gantry's version")
    options = parser.parse_args()
    components = {}
    for program in ('gantry', 'gantry-cache'):
        path = os.path.join(options.build, program)
        for component in (*shared(path), *loaded(path)):
            components[component['bom-ref']] = component
    for component in [*archives(options.build), *compiled(options.build)]:
        components[component['bom-ref']] = component
    for component in page(os.path.join(options.source, 'apps/entities/page',
                                       'package-lock.json')):
        components.setdefault(component['bom-ref'], component)
    module_parts = {}
    for module, parts in modules(options.build, options.version):
        module_parts[module['bom-ref']] = [part['bom-ref'] for part in parts]
        for component in (module, *parts):
            components.setdefault(component['bom-ref'], component)
    root = f'pkg:generic/gantry@{options.version}'
    json.dump({
        'bomFormat': 'CycloneDX', 'specVersion': '1.5', 'version': 1,
        'metadata': {'component': {
            'type': 'application', 'bom-ref': root, 'name': 'gantry',
            'version': options.version, 'purl': root,
            'licenses': [{'license': {'id': 'ISC'}}]}},
        'components': list(components.values()),
        'dependencies': [{'ref': root, 'dependsOn': [
            name for name, component in components.items()
            if component['scope'] == 'required']},
            *({'ref': name, 'dependsOn': parts}
              for name, parts in module_parts.items())],
    }, sys.stdout, indent=2)
    print()


if __name__ == '__main__':
    try:
        main()
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        sys.exit(f'sbom: cannot list the parts of gantry: {error}')
