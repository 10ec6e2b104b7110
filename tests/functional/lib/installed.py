"""An installed gantry, and the examples in documents."""

import atexit
import functools
import os
import re
import shutil
import subprocess
import tempfile

from harness import BUILD, PATIENCE, SOURCE, Skip


def makefile_variable(variable):
    """Return the value of a variable of the Makefile."""
    with open(f'{BUILD}/Makefile', encoding='utf-8') as file:
        return re.search(rf'^{variable} = *(.*)$', file.read(), re.M)[1]


class Installed:
    """gantry installed below a folder (DESTDIR), with an environment to build
    with it.  cc treats warnings as errors and uses the build's sanitizers.
    Programs find the shared library (LD_RUN_PATH)."""

    def __init__(self):
        for tool in ('pkg-config', 'gcc', 'make'):
            if shutil.which(tool) is None:
                raise Skip(f'{tool} is not installed')
        self.where = tempfile.mkdtemp(prefix='gantry-installed-')
        atexit.register(shutil.rmtree, self.where)
        subprocess.run(['make', '-s', '-C', BUILD, 'install',
                        'DESTDIR=' + self.where], check=True,
                       stdout=subprocess.DEVNULL)
        self.prefix = self.where + makefile_variable('prefix')
        self.environment = {
            **os.environ, 'PKG_CONFIG_SYSROOT_DIR': self.where,
            'PKG_CONFIG_PATH': f'{self.prefix}/lib/pkgconfig',
            'PATH': f'{self.where}:{os.environ["PATH"]}', 'CC': 'cc',
            'LD_RUN_PATH': f'{self.prefix}/lib'}
        for name in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'CFLAGS', 'CPPFLAGS', 'LDFLAGS',
                     'CK_TAP_LOG_FILE_NAME', 'CK_VERBOSITY'):
            self.environment.pop(name, None)
        compiler = os.path.join(self.where, 'cc')
        with open(compiler, 'w', encoding='utf-8') as file:
            file.write('#!/bin/sh\nexec gcc -Wall -Wextra -Werror '
                       f'{makefile_variable("SANITIZE_CFLAGS")} "$@"\n')
        os.chmod(compiler, 0o755)

    def flags(self, *arguments):
        return self.run(['pkg-config', *arguments, 'gantry']).split()

    def run(self, command, where=None, **options):
        """Run a command that must succeed, a string in a shell.  Return its
        output."""
        done = self.attempt(command, where, **options)
        if done.returncode != 0:
            raise AssertionError(f'{command}: {done.stdout}')
        return done.stdout

    def attempt(self, command, where=None, env=None, **options):
        return subprocess.run(
            command, shell=isinstance(command, str), cwd=where,
            env=env or self.environment, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=4 * PATIENCE, **options)


@functools.lru_cache(None)
def installed():
    """Install once in each test file."""
    return Installed()


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def documents():
    """Return the paths of all Markdown documents in the tree."""
    paths = []
    for where, folders, names in os.walk(SOURCE):
        folders[:] = sorted(
            name for name in folders
            if name not in ('.git', 'node_modules') and
            not os.path.isfile(os.path.join(where, name, 'config.status')))
        paths += [os.path.join(where, name) for name in sorted(names)
                  if name.endswith('.md')]
    return paths


def page_examples(path):
    """Return [(name, text)] of the literal blocks in the EXAMPLES of a page.
    NAME is a file name, or None for a shell session."""
    part = re.search(r'^\.Sh EXAMPLES\n(.*?)^\.Sh', read(path),
                     re.M | re.S)[1]
    blocks, name = [], None
    for match in re.finditer(
            r'^\.Pa (\S+)|^\.Bd -literal.*?\n(.*?)^\.Ed', part, re.M | re.S):
        if match[1]:
            name = match[1]
            continue
        text = match[2].replace('\\&', '').replace('\\e', '\\')
        blocks.append(named(name, text))
    return blocks


def text_examples(text):
    """Return the same for the indented blocks in a Markdown document.  The
    paragraph before a file ends with its name: `name`:"""
    blocks, name = [], None
    for part in re.findall(r'(?:^    .*\n(?:^\n(?=    ))?)+|^(?!    ).+\n',
                           text, re.M):
        if not part.startswith('    '):
            found = re.findall(r'`([\w./-]+)`:$', part.rstrip())
            name = found[0] if found else name
        else:
            blocks.append(named(name, re.sub('^    ', '', part, flags=re.M)))
    return blocks


def named(name, text):
    return (None, text) if text.startswith('$ ') else (name, text)


def matches(lines, expected):
    """Return whether the lines match; '...' matches any number of lines."""
    if not expected:
        return not lines
    if expected[0] == '...':
        return any(matches(lines[at:], expected[1:])
                   for at in range(len(lines) + 1))
    return bool(lines) and lines[0] == expected[0] and \
        matches(lines[1:], expected[1:])


def try_examples(blocks, where, environment=None):
    """Write the files and run the commands.  Return how many commands ran."""
    typed = 0
    for name, text in blocks:
        if name:
            path = os.path.join(where, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
            continue
        for command, expected in re.findall(
                r'^\$ (.*)\n((?:(?!\$ ).*\n)*)', text, re.M):
            builds = command.startswith(('cc ', 'make '))
            output = installed().run(command, where) if builds else \
                installed().attempt(command, where, environment).stdout
            lines = output.replace('\r', '').rstrip('\n').split('\n')
            wanted = expected.rstrip('\n').split('\n')
            if not matches(lines, wanted):
                raise AssertionError(f'{command}\nprints\n{output}\n'
                                     f'instead of\n{expected}')
            typed += 1
    return typed
