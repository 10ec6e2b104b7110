#!/usr/bin/python3
"""Measure the structure of the tree: folders, headers, functions and includes.

usage: house.py [--check] [FOLDER]

FOLDER is the root of the tree; the default is GANTRY_SOURCE or the current
folder.  The measured files are those that git tracks or would add.  Outside of
a git repository, these are all files except those in build folders.

A module is a .c file and a .h file with the same name in the same folder, and
includes what either of them includes.  A circle is a set of modules or folders
that include each other, directly or indirectly.

Exit status: 0, or with --check, 1 if a measure exceeds its limit.
"""

import argparse
import collections
import os
import re
import subprocess
import sys

# The limit of each measure, and whether house.tap enforces it.  Enforce a
# measure as soon as the tree keeps its limit.
LIMITS = {
    'files': (30, True),
    # Each of them is an idea of its own; a new one is probably not.
    'headers': (33, True),
    'parameters': (0, True),
    'module-circles': (0, True),
    'folder-circles': (0, True),
    'names': (0, True),
}

PARAMETERS_MAX = 5

# Functions that may have more parameters, and the reasons:
#     'name': 'why',
FUNCTIONS_ALLOWED = {
    'connect_table': 'the signature is that of an SQLite callback',
    'gantry_query_integer': 'public, so it stays; gantry_param_integer has its '
                            'parameters in a struct',
}

# File names that may exist in several folders, and the reasons:
#     'name': 'why',
NAMES_ALLOWED = {
    'cache': 'the SQLite file, and a middleware that keeps responses',
    'client': 'of the control socket, and for tests without a server',
    'commands': 'of gantry, and of gantry-cache',
    'document': 'of Firestore, and of OpenAPI',
    'etag': 'a middleware that sets ETags, and the comparison of them',
    'headers': 'of a response of the contract, and of one of the framework',
    'http': 'a client for doctor, and a client of Firestore on libcurl',
    'images': 'a command of gantry-cache, and resources of entities',
    'json_parse': 'of requests by itself, of Firestore with jansson',
    'manifest': 'of the pictures of a gallery, and of an export',
    'projection': 'what one is, and that of entities',
    'pull': 'a command of gantry-cache, and what it does',
    'replay': 'a command of gantry, and what it does',
    'request': 'of the gate, and of the framework',
    'request_id': 'a middleware that sends the id, and what makes it',
    'routes': 'of entities, of OpenAPI, and a command of gantry',
    'schema': 'of the cache, and of JSON',
    'trace': 'a command of gantry, and what it prints',
    'value': 'of parameters, and of documents of Firestore',
}

COMMENT_OR_TEXT = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
ONLY_CPLUSPLUS = re.compile(
    r'^[ \t]*#[ \t]*ifdef[ \t]+__cplusplus\b.*?^[ \t]*#[ \t]*endif\b[^\n]*',
    re.M | re.S)
DIRECTIVE = re.compile(r'^[ \t]*#(?:\\\n|[^\n])*', re.M)
ATTRIBUTE = re.compile(r'__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)')
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+(["<][^">]+)[">]', re.M)
CALLED = re.compile(r'(\w+)\s*$')
KEYWORDS = {'void', 'int', 'char', 'long', 'bool', 'if', 'while', 'for',
            'switch', 'return', 'sizeof', '_Static_assert', 'static_assert'}

Function = collections.namedtuple('Function', 'name parameters line')
Measure = collections.namedtuple('Measure', 'title value details')


# The files

def git_files(top):
    """Return the files that git tracks or would add, or None."""
    command = ['git', '-C', top, 'ls-files', '-z', '--cached', '--others',
               '--exclude-standard']
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
    names = sorted(set(done.stdout.decode().split('\0')) - {''})
    return [name for name in names
            if os.path.lexists(os.path.join(top, name))]


def is_foreign(folder, name):
    return (name.startswith('.') or name in ('node_modules', '__pycache__') or
            os.path.exists(os.path.join(folder, name, 'config.status')))


def walked_files(top):
    found = []
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not is_foreign(folder, name)]
        found += [os.path.relpath(os.path.join(folder, name), top)
                  for name in names]
    return sorted(found)


def is_test(path):
    return path.startswith('tests/')


def is_public(path):
    return 'include' in path.split('/')[:-1]


def stem(path):
    return os.path.splitext(path)[0]


def folder_of(path):
    return os.path.dirname(path) or '.'


class Tree:
    """The C files below a folder, with their includes and functions."""

    def __init__(self, top):
        self.files = git_files(top) or walked_files(top)
        self.texts = {}
        for path in self.files:
            if path.endswith(('.c', '.h')):
                with open(os.path.join(top, path), encoding='utf-8') as file:
                    self.texts[path] = file.read()
        self.by_name = collections.defaultdict(list)
        for path in self.texts:
            self.by_name[os.path.basename(path)].append(path)
        self.includes = {path: self.included(path) for path in self.texts}
        self.functions = {path: functions(text)
                          for path, text in self.texts.items()}

    def included(self, path):
        """Return the files of the tree that a file includes."""
        found = [self.resolve(path, name)
                 for name in INCLUDE.findall(self.texts[path])]
        return [other for other in found if other not in (None, path)]

    def resolve(self, path, name):
        """Return the included file: the nearest in the folder of the includer
        or its parents, or else preferably one outside of tests.  <name.h> is
        a system header."""
        bracket, name = name[0], name[1:]
        if bracket == '<' and '/' not in name:
            return None
        folder = os.path.dirname(path)
        while True:
            near = os.path.normpath(os.path.join(folder, name))
            if near in self.texts:
                return near
            if not folder:
                break
            folder = os.path.dirname(folder)
        if '/' not in name:
            return None
        far = [other for other in self.by_name[os.path.basename(name)]
               if other.endswith('/' + name)]
        return min(far, key=lambda other: (is_test(other), len(other)),
                   default=None)


# The functions of a file

def blank(match):
    """Replace text by the same number of empty lines."""
    return '\n' * match[0].count('\n') or ' '


def plain(text):
    """Remove comments, literals, directives and attributes from C."""
    for pattern in (COMMENT_OR_TEXT, ONLY_CPLUSPLUS, DIRECTIVE, ATTRIBUTE):
        text = pattern.sub(blank, text)
    return text


def groups(text):
    """Yield the position and the content of each outermost parenthesis."""
    depth, begin = 0, 0
    for at, char in enumerate(text):
        if char == '(':
            depth += 1
            if depth == 1:
                begin = at
        elif char == ')':
            depth -= 1
            if depth == 0:
                yield begin, text[begin + 1:at]


def count_parameters(within):
    """Count the parameters of a list; ignore commas in inner parentheses."""
    if within.strip() in ('', 'void'):
        return 0
    for begin, inner in list(groups(within)):
        within = within.replace('(' + inner + ')', '()')
    return within.count(',') + 1


def function(text, line, which):
    """Return the function that a declaration declares, or None.  WHICH selects
    the parentheses with its parameters."""
    if re.match(r'\s*typedef\b', text) or '=' in text:
        return None
    found = list(groups(text))
    if not found:
        return None
    begin, within = found[which]
    name = CALLED.search(text[:begin])
    if name is None or name[1] in KEYWORDS:
        return None
    line += text[:begin].count('\n')
    return Function(name[1], count_parameters(within), line)


def functions(text):
    """Return the lists of functions that a file declares and defines."""
    declared, defined = [], []
    depth, begin, line = 0, 0, 1
    text = plain(text)
    for match in re.finditer('[{};]', text):
        at = match.start()
        before = text[begin:at]
        if match[0] == '{':
            if depth == 0:
                defined.append(function(before, line, -1))
            depth += 1
        elif match[0] == '}':
            depth = max(depth - 1, 0)
        elif depth == 0:
            declared.append(function(before, line, 0))
        if depth == 0 or (match[0] == '{' and depth == 1):
            line += text.count('\n', begin, at)
            begin = at
            if depth == 0:
                begin += 1
    return [list(filter(None, some)) for some in (declared, defined)]


# Circles

def circles(graph):
    """Return the strongly connected components of two or more nodes, by
    Tarjan's algorithm without recursion."""
    number, low, stack, found = {}, {}, [], []
    for root in sorted(graph):
        work = [(root, None)]
        while work:
            node, rest = work.pop()
            if rest is None:
                if node in number:
                    continue
                number[node] = low[node] = len(number)
                stack.append(node)
                rest = iter(sorted(graph.get(node, ())))
            for other in rest:
                if other not in number:
                    work += [(node, rest), (other, None)]
                    break
                if other in stack:
                    low[node] = min(low[node], low[other])
            else:
                if low[node] == number[node]:
                    part = stack[stack.index(node):]
                    del stack[-len(part):]
                    if len(part) > 1:
                        found.append(sorted(part))
                elif work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
    return sorted(found, key=lambda part: (-len(part), part))


def shortest_way(graph, part, node):
    """Return the shortest path from a node of a circle back to it."""
    came = {}
    queue = collections.deque([node])
    while queue:
        at = queue.popleft()
        for other in sorted(graph.get(at, ())):
            if other == node:
                way = [at]
                while way[-1] != node:
                    way.append(came[way[-1]])
                return [*reversed(way), node]
            if other in part and other not in came:
                came[other] = at
                queue.append(other)
    return []


def graph_of(tree, node_of):
    graph = collections.defaultdict(set)
    for path, others in tree.includes.items():
        for other in others:
            if node_of(path) != node_of(other):
                graph[node_of(path)].add(node_of(other))
    return graph


def describe_circle(graph, part, reasons):
    """Describe a circle: its members, a shortest path, and its includes."""
    ways = [shortest_way(graph, part, node) for node in part]
    way = min(filter(None, ways), key=len)
    yield f'{len(part)}: ' + ' '.join(part)
    yield '    such as ' + ' -> '.join(way)
    for pair in zip(way, way[1:]):
        yield from (f'        {reason}' for reason in reasons(pair)[:3])


def measure_circles(tree, node_of, title):
    graph = graph_of(tree, node_of)

    def reasons(pair):
        return [f'{path} includes {other}'
                for path in sorted(tree.includes)
                for other in tree.includes[path]
                if (node_of(path), node_of(other)) == pair and
                node_of is folder_of]

    parts = circles(graph)
    details = [line for part in parts
               for line in describe_circle(graph, part, reasons)]
    return Measure(title, len(parts), details)


# The measures

def measure_files(tree):
    counts = collections.Counter(folder_of(path) for path in tree.files)
    most, _ = LIMITS['files']
    worst = [(count, folder) for folder, count in counts.items()
             if count > most]
    details = [f'{count:4} {folder}' for count, folder
               in sorted(worst, key=lambda item: (-item[0], item[1]))]
    return Measure('files in the fullest folder', max(counts.values()),
                   details)


def measure_headers(tree):
    details = []
    for path in tree.texts:
        declared, defined = tree.functions[path]
        if (not path.endswith('.h') or is_public(path) or is_test(path) or
                len(declared) != 1 or defined):
            continue
        users = [other for other, included in tree.includes.items()
                 if path in included and stem(other) != stem(path) and
                 not is_test(other)]
        if len(users) == 1:
            details.append(f'{path} ({declared[0].name}) for {users[0]}')
    return Measure('headers with one prototype that one file uses',
                   len(details), details)


def measure_parameters(tree):
    found = [(path, made) for path in tree.texts
             for made in tree.functions[path][1]
             if made.parameters > PARAMETERS_MAX and
             made.name not in FUNCTIONS_ALLOWED]
    details = [f'{path}:{made.line}: {made.name} has {made.parameters}'
               for path, made in found]
    return Measure(f'functions with more than {PARAMETERS_MAX} parameters',
                   len(found), details)


def measure_names(tree):
    places = collections.defaultdict(set)
    for path in tree.texts:
        if not is_public(path) and not is_test(path):
            places[stem(os.path.basename(path))].add(folder_of(path))
    shared = {name: folders for name, folders in places.items()
              if len(folders) > 1 and name not in NAMES_ALLOWED}
    details = [f'{name}: ' + ' '.join(sorted(folders))
               for name, folders in sorted(shared.items())]
    return Measure('names of C files that exist in several folders',
                   len(shared), details)


def measure(top):
    """Return all measures of a tree, by their keys in LIMITS."""
    tree = Tree(top)
    return {
        'files': measure_files(tree),
        'headers': measure_headers(tree),
        'parameters': measure_parameters(tree),
        'module-circles': measure_circles(
            tree, stem, 'circles of includes between modules'),
        'folder-circles': measure_circles(
            tree, folder_of, 'circles of includes between folders'),
        'names': measure_names(tree),
    }


def is_kept(key, measured):
    return measured.value <= LIMITS[key][0]


# The program

def show(measures):
    print(f'{"measure":50}{"now":>6}{"limit":>7}')
    for key, measured in measures.items():
        verdict = '' if is_kept(key, measured) else '  exceeded'
        print(f'{measured.title:50}{measured.value:6}{LIMITS[key][0]:7}'
              f'{verdict}')
    for measured in measures.values():
        if measured.details:
            print(f'\n{measured.title}: {measured.value}')
            print('\n'.join('  ' + line for line in measured.details))


def main():
    parser = argparse.ArgumentParser(
        description='Measure the structure of the tree.')
    parser.add_argument('--check', action='store_true',
                        help='fail if a measure exceeds its limit')
    parser.add_argument('folder', nargs='?',
                        default=os.environ.get('GANTRY_SOURCE', '.'),
                        help='the root of the tree')
    options = parser.parse_args()
    measures = measure(options.folder)
    show(measures)
    is_good = all(is_kept(key, measured)
                  for key, measured in measures.items())
    return 1 if options.check and not is_good else 0


if __name__ == '__main__':
    sys.exit(main())
