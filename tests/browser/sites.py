"""Web servers with the page and gantry behind them, for browser tests."""

import contextlib
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ['GANTRY_SOURCE'],
                                'tests/functional/lib'))

# pylint: disable=wrong-import-position
from harness import (BUILD, GANTRY, GANTRY_CACHE, SOURCE, Skip,  # noqa: E402
                     gantry, nginx, sample_cache)
import web_servers  # noqa: E402

PAGE = os.path.join(BUILD, 'page/dist')
MODULES = os.path.join(BUILD, 'browser/node_modules')

# Names that a careless page would not show as text.
HOSTILE = [
    '<img src=x onerror="window.hacked=1">',
    '"><script>window.hacked=1</script>',
    "' onmouseover='window.hacked=1",
    '{{ window.hacked = 1 }}',
    'javascript:window.hacked=1',
    '=HYPERLINK("mailto:x/y","x")',
    'a?b=c&d#e+f%20g%2Fh',
    '\u202egnp.exe \u202d',
    'Z\u0351\u036b\u0343a\u0329l\u034cg\u0321o\u0489',
    '\U0001f943 whisky \u65e5\u672c\u8a9e \u0627\u0644\u0639\u0631',
    'x' * 200,
    '__proto__',
    'constructor',
]


def needs(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Skip(f'{program} is not installed')
    if not os.path.isfile(os.path.join(PAGE, 'index.html')):
        if os.path.isdir(os.path.join(BUILD, 'page/node_modules')):
            raise AssertionError('the page was not built; run "make page"')
        raise Skip('the page is not built; run "make page"')
    if not os.path.isdir(MODULES):
        raise Skip(f'"bootstrap check" has not made {MODULES}')


def node(script, *arguments, **options):
    """Run a script of this folder with the installed packages."""
    return subprocess.run(
        ['node', '--no-deprecation',
         os.path.join(SOURCE, 'tests/browser', script), *arguments],
        env={**os.environ, 'NODE_PATH': MODULES,
             'CHROME_PATH': shutil.which('chromium')},
        check=False, **options)


def conf(name, images=''):
    """Return a shipped configuration, with the paths of this build."""
    with open(f'{SOURCE}/nginx-conf/{name}', encoding='utf-8') as file:
        return file.read().replace('@pagedir@', PAGE).replace(
            '@imagesdir@', images)


def draw(cache):
    """Draw the word clouds of a cache into a folder beside it.  Return that."""
    target = os.path.join(os.path.dirname(cache), 'images')
    subprocess.run([GANTRY_CACHE, 'images', '--cache', cache, '--output',
                    target, '--quiet'], check=True)
    return target


def publications(cache):
    """Return the names of all publications."""
    answer = subprocess.run(
        [GANTRY, 'call', 'GET', '/publications', '--mount', '/=entities',
         '--cache', cache], stdout=subprocess.PIPE, check=True)
    body = answer.stdout.replace(b'\r\n', b'\n').partition(b'\n\n')[2]
    return [row['name'] for row in json.loads(body)]


@contextlib.contextmanager
def site(where, cache, images=None, more=''):
    """Serve the page with a cache and images, and with more locations.  Yield
    the address."""
    more += ('location /images/ { return 404; }' if images is None else
            conf('images.conf.in', images))
    with gantry(where, '--mount', '/=entities', '--cache', cache) as server:
        text = (conf('page.conf.in') + more +
                f'include {SOURCE}/nginx-conf/gantry.conf;')
        with nginx(where, server.socket_path, text) as front:
            yield f'http://127.0.0.1:{front.port}/'


def import_words(path, publications):
    """Import {publication: {word: count}} into a cache at PATH."""
    documents = path + '.jsonl'
    with open(documents, 'w', encoding='utf-8') as file:
        for name, words in publications.items():
            for number, (word, count) in enumerate(words.items()):
                file.write(json.dumps({
                    'path': f'publications/{name}/ent/{number}', 'fields': {
                        'word': {'stringValue': word},
                        'count': {'integerValue': str(count)}}}) + '\n')
    subprocess.run([GANTRY_CACHE, 'import', documents, '--output', path,
                    '--quiet', '--no-images'], check=True)
    return path


# What is rounded, invisible, changed by web servers, or too long.
ODD = {
    'numbers': {'largest': 9223372036854775807, 'odd': 9007199254740993,
                'even': 9007199254740992, 'one': 1, 'zero': 0, 'less': -5},
    'words': {'http://example.org/a?b=c#d': 90, '..': 80, '.': 75,
              'a//b': 70, 'a\\b': 65, '%2e': 60, '': 50, '\u200b': 40,
              ' ': 35, '\u202eevil': 30, 'x' * 300: 100,
              'Z' + '\u0351\u036b\u0343' * 20: 20, '\uff1d1+1': 10,
              '\n=1+1': 9, '+1': 8, 'plain': 7},
    '\u202eevil': {'plain': 3},
    'N' * 300: {'plain': 2},
}


def many_words():
    """Return 20,000 words of one publication, and 5,001 that it shares with
    another, at its end."""
    words = {f'word{number}': 30000 - number for number in range(20000)}
    return {'large': words,
            'small': {f'word{19999 - number}': 5001 - number
                      for number in range(5001)}}


def hostile_cache(path):
    """Import a cache with every hostile name as a publication and a word."""
    documents = path + '.jsonl'
    prefix = 'projects/p/databases/(default)/documents/publications/'
    with open(documents, 'w', encoding='utf-8') as file:
        for at, name in enumerate(HOSTILE):
            # An id cannot contain a slash or look like __this__.
            known = name.replace('/', '\u2044').replace('__', '_')
            file.write(json.dumps({'name': prefix + known, 'fields': {
                'count': {'integerValue': str(at + 1)}}}) + '\n')
            for number, word in enumerate(HOSTILE):
                file.write(json.dumps({
                    'name': f'{prefix}{known}/ent/{number}', 'fields': {
                        'word': {'stringValue': word}, 'count': {
                            'integerValue': str(100 - number)}}}) + '\n')
    subprocess.run([GANTRY_CACHE, 'import', documents, '--output', path,
                    '--quiet', '--no-images'], check=True)
    return path


# Set-ups of web_servers.py, with the recipe and its modules.
APACHES = {
    'Apache, ProxyPass': ('apache', ['proxy', 'proxy_fcgi']),
    'Apache, SetHandler': ('apache-handler', ['proxy', 'proxy_fcgi']),
    'CGI, Apache': ('cgi', ['cgid']),
}


@contextlib.contextmanager
def apache(name, cache):
    """Serve the page and gantry with Apache.  Yield the address."""
    kind, modules = APACHES[name]

    def start(place):
        place.environment.update(GANTRY_MOUNT='/=entities', GANTRY_CACHE=cache)
        place.write('page.conf', conf('page-apache.conf.in'))
        more = f'''
SetEnv GANTRY_MOUNT /=entities
SetEnv GANTRY_CACHE {cache}
SetEnv GANTRY_CONFIG /dev/null
<IfModule cgid_module>
	ScriptSock {place.where}/tmp/cgid.sock
</IfModule>
'''
        recipe = place.recipe
        inside = '\tServerName'
        place.recipe = lambda name: recipe(name).replace(
            inside, f'\tInclude {place.where}/page.conf\n{inside}', 1)
        return web_servers.apache(
            place, kind, ['alias', 'headers', 'filter', 'deflate', *modules],
            more)

    os.chmod(cache, 0o644)
    with web_servers.front(name, '/', start) as place:
        yield f'http://127.0.0.1:{place.port}/'
