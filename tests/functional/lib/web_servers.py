"""Web servers with the configurations that gantry doctor prints.

Each set-up is a web server and one way to pass requests to gantry, or gantry
alone.  front() starts both and yields the place where they run.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess

from harness import (GANTRY, Process, Skip, connects, folder, free_port, gantry,
                     wait_until)

PROGRAMS = '/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin'
NAME = 'example.test'
MODULES = '/usr/lib/apache2/modules'
# The user of servers that do not run as root.
NOBODY = 'www-data'


def find(program):
    path = shutil.which(program, path=PROGRAMS)
    if path is None:
        raise Skip(f'{program} is not installed')
    return path


def is_root():
    return os.getuid() == 0


class Place:
    """The folder, port, socket and mount of one set-up."""

    def __init__(self, where, mount):
        self.where = where
        self.mount = mount
        self.port = free_port()
        self.gantry = GANTRY  # what listens on the socket
        self.program = os.path.join(where, 'bin', 'gantry')
        self.socket = os.path.join(where, 'gantry.sock')
        self.environment = {
            **os.environ, 'GANTRY_CONFIG': '/dev/null',
            'GANTRY_MOUNT': f'{mount}=inspect', 'GANTRY_WORKERS': '2'}

    def path(self, name):
        return os.path.join(self.where, name)

    def write(self, name, text):
        with open(self.path(name), 'w', encoding='utf-8') as file:
            file.write(text)
        return self.path(name)

    def open_to_all(self):
        """Let a web server that runs as another user read the folder."""
        os.chmod(self.where, 0o755)
        os.makedirs(self.path('bin'))
        shutil.copy(GANTRY, self.program)
        for name in ('www', 'tmp'):
            os.makedirs(self.path(name))
        if is_root():
            nobody = pwd.getpwnam(NOBODY)
            os.chown(self.path('tmp'), nobody.pw_uid, nobody.pw_gid)

    def recipe(self, name):
        """Return the configuration that gantry doctor prints."""
        return subprocess.run(
            [GANTRY, 'doctor', '--server', name, '--mount', self.mount,
             '--socket', 'unix:' + self.socket, '--name', NAME,
             '--listen', f'127.0.0.1:{self.port}',
             '--program', self.program],
            check=True, stdout=subprocess.PIPE, text=True).stdout


# nginx

NGINX = '''
{user}
daemon off;
pid {where}/nginx.pid;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_max_body_size 0;
    client_body_temp_path {where}/body;
    proxy_temp_path {where}/proxy;
    fastcgi_temp_path {where}/fastcgi;
    uwsgi_temp_path {where}/uwsgi;
    scgi_temp_path {where}/scgi;
    {site}
}}
'''

# Two common configurations: Debian's parameters unchanged, and with a split
# path.
NGINX_BARE = '''
server {{
    listen 127.0.0.1:{port};
    server_name example.test;
    location {mount} {{
        include /etc/nginx/fastcgi_params;
        {more}
        fastcgi_pass unix:{socket};
    }}
}}
'''

NGINX_SPLIT = '''
        fastcgi_split_path_info ^({prefix})(.*)$;
        fastcgi_param PATH_INFO $fastcgi_path_info;
        fastcgi_param SCRIPT_NAME $fastcgi_script_name;
'''


def nginx(place, site):
    text = NGINX.format(where=place.where, site=site,
                        user='user root;' if is_root() else '')
    return [find('nginx'), '-p', place.where, '-c',
            place.write('nginx.conf', text), '-e',
            place.path('nginx-error.log')]


def nginx_recipe(place):
    return nginx(place, place.recipe('nginx'))


def nginx_bare(place):
    return nginx(place, NGINX_BARE.format(more='', **vars(place)))


def nginx_split(place):
    prefix = '' if place.mount == '/' else place.mount
    more = NGINX_SPLIT.format(prefix=prefix)
    return nginx(place, NGINX_BARE.format(more=more, **vars(place)))


def grpc_recipe(where, port, *more):
    """Return nginx's configuration for gRPC, of a gantry in the folder."""
    return subprocess.run(
        [GANTRY, 'doctor', '--server', 'nginx', '--grpc', '--socket',
         f'unix:{where}/gantry.sock', '--listen', f'127.0.0.1:{port}', *more],
        check=True, stdout=subprocess.PIPE, text=True).stdout


@contextlib.contextmanager
def grpc_nginx(where, site, port):
    """Run nginx with a configuration that listens on the port."""
    conf = os.path.join(where, 'nginx.conf')
    with open(conf, 'w', encoding='utf-8') as file:
        file.write(NGINX.format(where=where, site=site,
                                user='user root;' if is_root() else ''))
    server = Process([find('nginx'), '-p', where, '-c', conf, '-e',
                      os.path.join(where, 'nginx-error.log')], where, 'nginx')
    try:
        wait_until(lambda: connects(port) or server.process.poll() is not None,
                   'nginx')
        assert server.process.poll() is None, server.log()
        yield server
    finally:
        server.stop()


# Apache.  It closes the clients' connections when few threads are idle.

APACHE = '''
ServerRoot {where}
DefaultRuntimeDir {where}/tmp
PidFile {where}/tmp/apache.pid
ErrorLog {where}/apache-error.log
DocumentRoot {where}/www
ServerName localhost
StartServers 1
ThreadsPerChild 32
MaxRequestWorkers 32
ThreadLimit 32
ServerLimit 1
{user}
{modules}
'''


def apache(place, recipe, modules, more='', without=()):
    """WITHOUT: lines of the recipe to leave out."""
    text = place.recipe(recipe)
    for line in without:
        text = text.replace(line, '')
    names = ['mpm_event', 'authz_core', 'env', *modules]
    for name in names:
        if not os.path.exists(f'{MODULES}/mod_{name}.so'):
            raise Skip(f'mod_{name} is not installed')
    loads = '\n'.join(f'LoadModule {name}_module {MODULES}/mod_{name}.so'
                      for name in names)
    user = f'User {NOBODY}\nGroup {NOBODY}' if is_root() else ''
    main = APACHE.format(where=place.where, modules=loads, user=user)
    return [find('apache2'), '-DFOREGROUND', '-f',
            place.write('apache.conf', main + more + text)]


def apache_proxy(place):
    return apache(place, 'apache', ['proxy', 'proxy_fcgi'])


def apache_handler(place):
    return apache(place, 'apache-handler', ['proxy', 'proxy_fcgi'])


def apache_fcgid(place):
    more = f'''
FcgidIPCDir {place.where}/tmp
FcgidProcessTableFile {place.where}/tmp/table
FcgidInitialEnv GANTRY_MOUNT {place.mount}=inspect
FcgidInitialEnv GANTRY_CONFIG /dev/null
'''
    return apache(place, 'apache-fcgid', ['alias', 'fcgid'], more)


def apache_cgi(place):
    more = f'''
ScriptSock {place.where}/tmp/cgid.sock
SetEnv GANTRY_MOUNT {place.mount}=inspect
SetEnv GANTRY_CONFIG /dev/null
'''
    return apache(place, 'cgi', ['alias', 'cgid'], more)


# lighttpd

LIGHTTPD = '''
server.document-root = "{where}/www"
server.upload-dirs = ( "{where}/tmp" )
server.bind = "127.0.0.1"
server.port = {port}
server.errorlog = "{where}/lighttpd-error.log"
'''


def lighttpd(place, recipe, more=''):
    text = LIGHTTPD.format(**vars(place)) + more + place.recipe(recipe)
    return [find('lighttpd'), '-D', '-f', place.write('lighttpd.conf', text)]


def lighttpd_recipe(place):
    return lighttpd(place, 'lighttpd')


def lighttpd_cgi(place):
    more = f'''
server.modules += ( "mod_setenv" )
setenv.add-environment = (
    "GANTRY_MOUNT" => "{place.mount}=inspect",
    "GANTRY_CONFIG" => "/dev/null" )
'''
    return lighttpd(place, 'cgi-lighttpd', more)


# Caddy, HAProxy, h2o

def caddy(place):
    place.environment.update(HOME=place.where, XDG_DATA_HOME=place.where,
                             XDG_CONFIG_HOME=place.where)
    text = '{\n\tadmin off\n\tauto_https off\n}\n' + place.recipe('caddy')
    return [find('caddy'), 'run', '--adapter', 'caddyfile', '--config',
            place.write('Caddyfile', text)]


HAPROXY = '''
global
    log stderr local0
defaults
    timeout connect 10s
    timeout client 30s
    timeout server 30s

'''


def haproxy(place, more=''):
    text = HAPROXY + place.recipe('haproxy') + more
    return [find('haproxy'), '-db', '-f', place.write('haproxy.cfg', text)]


def haproxy_multiplexing(place):
    """Add options to the fcgi-app at the end of the recipe."""
    return haproxy(place, '\toption get-values\n\toption mpxs-conns\n')


def h2o(place):
    user = 'user: root\n' if is_root() else ''
    text = f'{user}error-log: {place.where}/h2o-error.log\n'
    return [find('h2o'), '-m', 'worker', '-c',
            place.write('h2o.conf', text + place.recipe('h2o'))]


# All set-ups: the functions that return the command of the web server.  With
# those in FASTCGI, gantry listens on the socket.

FASTCGI = {
    'nginx': nginx_recipe,
    'nginx, bare parameters': nginx_bare,
    'nginx, split path': nginx_split,
    'Apache, ProxyPass': apache_proxy,
    'Apache, SetHandler': apache_handler,
    'lighttpd': lighttpd_recipe,
    'Caddy': caddy,
    'HAProxy': haproxy,
    'HAProxy, multiplexing': haproxy_multiplexing,
    'h2o': h2o,
}

# gantry without a web server, and with the socket beside it.
HTTP = {
    'gantry, HTTP': lambda place: None,
}

# The web server or fcgiwrap starts gantry.
STARTED = {
    'Apache, mod_fcgid': apache_fcgid,
}

CGI = {
    'CGI, Apache': apache_cgi,
    'CGI, lighttpd': lighttpd_cgi,
    'CGI, nginx and fcgiwrap': lambda place: nginx(
        place, place.recipe('cgi-nginx')),
}


@contextlib.contextmanager
def fcgiwrap(place):
    wrapper = Process([find('fcgiwrap'), '-s', 'unix:' + place.socket],
                      place.where, 'wrap', env=place.environment)
    try:
        wait_until(lambda: os.path.exists(place.socket), 'fcgiwrap')
        yield
    finally:
        wrapper.stop()


@contextlib.contextmanager
def behind(name, place):
    """Run gantry or fcgiwrap, unless the web server starts gantry itself."""
    if name in FASTCGI:
        with gantry(place.where, env=place.environment,
                    program=place.gantry) as place.behind:
            os.chmod(place.socket, 0o666)
            yield
    elif name in HTTP:
        with gantry(place.where, '--bind', f'http://127.0.0.1:{place.port}',
                    env=place.environment,
                    program=place.gantry) as place.behind:
            yield
    elif 'fcgiwrap' in name:
        with fcgiwrap(place):
            yield
    else:
        yield


@contextlib.contextmanager
def front(name, mount, start=None):
    """Run a web server in front of the application inspect at the mount.

    START, if given, replaces the function of the set-up.
    """
    start = start or {**FASTCGI, **HTTP, **STARTED, **CGI}[name]
    with folder() as where:
        place = Place(where, mount)
        place.open_to_all()
        command = start(place)
        with behind(name, place):
            if command is None:
                yield place
                return
            server = Process(command, where, 'server', env=place.environment,
                             cwd=where)
            try:
                wait_until(lambda: connects(place.port) or
                           server.process.poll() is not None, name)
                if server.process.poll() is not None:
                    raise AssertionError(f'{name} ended: {logs(where)}')
                yield place
            finally:
                server.stop()


def logs(where):
    """Return the content of all logs."""
    text = ''
    for name in sorted(os.listdir(where)):
        if name.endswith('.log'):
            with open(os.path.join(where, name), encoding='utf-8',
                      errors='replace') as file:
                text += f'{name}:\n{file.read()}'
    return text
