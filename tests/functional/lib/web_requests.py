"""Requests, and the environ that an application gets for each.

{m} in a target is replaced by the mount, and by nothing for /.
"""

import http.client
import json
import socket

from harness import PATIENCE
from web_servers import NAME


class Request:
    """A request, and the parts of its expected environ that are not common."""

    def __init__(self, name, target='{m}/x', *, method='GET', headers=(),
                 body=None, chunked=False, version='HTTP/1.1', host=NAME,
                 path='/x', query='', uri=None, more=None):
        self.name = name
        self.target = target
        self.method = method
        self.headers = headers
        self.body = body
        self.chunked = chunked
        self.version = version
        self.host = host
        self.path = path
        self.query = query
        self.uri = uri or target
        self.more = more or {}

    def bytes(self, mount):
        """Return the request as bytes."""
        lines = [f'{self.method} {at(self.target, mount)} {self.version}']
        if self.host is not None:
            lines.append(f'Host: {self.host}')
        lines += ['Accept: application/json', 'Connection: close']
        lines += [f'{name}: {value}' for name, value in self.headers]
        body = self.body or b''
        if self.chunked:
            lines.append('Transfer-Encoding: chunked')
            half = len(body) // 2
            body = b''.join(b'%x\r\n%s\r\n' % (len(part), part)
                            for part in (body[:half], body[half:], b''))
        elif self.body is not None:
            lines.append(f'Content-Length: {len(body)}')
        return '\r\n'.join([*lines, '', '']).encode() + body

    def expected(self, mount, port, client_port):
        """Return the environ that inspect should show."""
        uri = at(self.uri, mount)
        path = self.path
        if mount == '/' and path == '':
            path = '/'
        size = len(self.body or b'')
        seen = {
            'status': 200,
            'REQUEST_METHOD': self.method,
            'SCRIPT_NAME': mount.rstrip('/'),
            'PATH_INFO': path,
            'QUERY_STRING': self.query,
            'REQUEST_URI': uri,
            'gantry.raw_path': uri.partition('?')[0],
            'SERVER_NAME': NAME,
            'SERVER_PORT': str(port),
            'SERVER_PROTOCOL': self.version,
            'SERVER_ADDR': '127.0.0.1',
            'GATEWAY_INTERFACE': 'CGI/1.1',
            'REMOTE_ADDR': '127.0.0.1',
            'REMOTE_PORT': str(client_port),
            'REQUEST_SCHEME': 'http',
            'HTTP_HOST': self.host,
            'HTTP_ACCEPT': 'application/json',
            'CONTENT_LENGTH': str(size) if size else None,
            'wsgi.errors': 'stderr',
            'wsgi.input': f'stdin, {size} bytes',
            'wsgi.multiprocess': True,
            'wsgi.multithread': True,
            'wsgi.run_once': False,
            'wsgi.url_scheme': 'http',
            'wsgi.version': [1, 0],
            **self.more}
        return {name: value for name, value in seen.items()
                if value is not None}

    def send(self, mount, port):
        """Send the request.  Return the actual and the expected environ."""
        with socket.create_connection(('127.0.0.1', port),
                                      PATIENCE) as client:
            expected = self.expected(mount, port, client.getsockname()[1])
            client.sendall(self.bytes(mount))
            answer = http.client.HTTPResponse(client, method=self.method)
            answer.begin()
            body = answer.read()
        if self.method == 'HEAD':
            # Without a body, only its absence can be checked.
            seen = {'status': answer.status, 'body': body.decode()}
            return seen, {'status': 200, 'body': ''}
        seen = {'status': answer.status}
        if answer.status == 200 and not body:
            seen['status'] = '200 without a body'
        if answer.status != 200 or not body:
            return seen, expected
        for name, entry in json.loads(body).items():
            seen[name] = entry['value']
        return seen, expected


def at(text, mount):
    return text.replace('{m}', mount.rstrip('/')) or '/'


def path(name, target, seen):
    return Request(name, '{m}' + target, path=seen)


def query(name, text):
    return Request(name, '{m}/x?' + text, query=text)


def header(name, *headers, **more):
    return Request(name, headers=headers, more=more)


PATHS = [
    path('a plain path', '/info/x', '/info/x'),
    path('the mount itself', '', ''),
    path('the mount and a slash', '/', '/'),
    path('a slash at the end', '/a/b/', '/a/b/'),
    path('a blank', '/a%20b', '/a b'),
    path('letters that need no escape', '/%61%7Eb', '/a~b'),
    path('an encoded slash', '/a%2Fb', '/a/b'),
    path('an encoded percent sign', '/a%25b', '/a%b'),
    path('an encoded question mark', '/a%3Fb', '/a?b'),
    path('a semicolon and a plus', '/a;b=c+d,e', '/a;b=c+d,e'),
    path('a colon and an at', '/a:b@c', '/a:b@c'),
    path('UTF-8', '/caf%C3%A9', '/caf\u00e9'),
    path('no UTF-8', '/a%FF', '/a\ufffd'),
    path('two slashes', '/a//b', '/a/b'),
    path('dot segments', '/a/./b/../c', '/a/c'),
    path('encoded dots', '/a/%2E%2E/b', '/b'),
    path('dots that are a name', '/.a/..b/...', '/.a/..b/...'),
]

QUERIES = [
    query('a query', 'a=b&c=d'),
    query('an empty query', ''),
    query('an encoded query', 'a=%20%2F+b&c=%ff'),
    query('a second question mark', 'a?b=/c'),
    query('a semicolon in the query', 'a;b=c'),
    query('a query like an option', '--help'),
    query('a query like two options', '-h+--version'),
]

FORM = ('Content-Type', 'application/x-www-form-urlencoded')
FORM_SEEN = {'CONTENT_TYPE': FORM[1]}

METHODS = [
    Request('HEAD', method='HEAD'),
    Request('POST with a body', method='POST', body=b'a=b&c', headers=[FORM],
            more=FORM_SEEN),
    Request('POST with an empty body', method='POST', body=b''),
    Request('POST without a type', method='POST', body=b'hello'),
    Request('POST in chunks', method='POST', body=b'a=b&c', chunked=True,
            headers=[FORM], more=FORM_SEEN),
    Request('POST of 300,000 bytes', method='POST', body=bytes(300000)),
    Request('POST after 100 Continue', method='POST', body=b'hello',
            headers=[('Expect', '100-continue')]),
    Request('PUT', method='PUT', body=b'{}',
            headers=[('Content-Type', 'application/json')],
            more={'CONTENT_TYPE': 'application/json'}),
    Request('PATCH', method='PATCH', body=b'{}'),
    Request('DELETE', method='DELETE'),
    Request('OPTIONS', method='OPTIONS'),
    Request('a method of its own', method='FOO'),
]

HEADERS = [
    header('a cookie', ('Cookie', 'a=1; b="2, 3"'),
           HTTP_COOKIE='a=1; b="2, 3"'),
    header('two cookies', ('Cookie', 'a=1'), ('Cookie', 'b=2; c=3'),
           HTTP_COOKIE='a=1; b=2; c=3'),
    header('a header twice', ('X-Thing', 'one'), ('X-Thing', 'two, three'),
           HTTP_X_THING='one, two, three'),
    header('Authorization', ('Authorization', 'Basic YTpi'),
           HTTP_AUTHORIZATION='Basic YTpi'),
    header('Proxy', ('Proxy', 'http://evil.test/')),
    header('a name with an underscore', ('X-Thing', 'dash'),
           ('X_Thing', 'underscore'), HTTP_X_THING='dash'),
    header('a length with an underscore', ('Content_Length', '5'),
           ('Content_Type', 'text/evil')),
    header('a name with a dot', ('X.Thing', '1'), ('wsgi.input', '2')),
    header('a header without a value', ('X-Empty', '')),
    header('a value in UTF-8', ('X-Name', 'caf\u00e9'),
           HTTP_X_NAME='caf\u00e9'),
    header('a long value', ('X-Long', 'x' * 6000), HTTP_X_LONG='x' * 6000),
    header('a type without a body', ('Content-Type', 'text/css'),
           CONTENT_TYPE='text/css'),
    header('the usual headers', ('User-Agent', 'test/1.0 (a; b)'),
           ('Referer', 'http://a.test/?b'), ('Accept-Language', 'de, en;q=0'),
           ('If-None-Match', '"a", "b"'), ('Origin', 'http://b.test'),
           HTTP_USER_AGENT='test/1.0 (a; b)', HTTP_REFERER='http://a.test/?b',
           HTTP_ACCEPT_LANGUAGE='de, en;q=0', HTTP_IF_NONE_MATCH='"a", "b"',
           HTTP_ORIGIN='http://b.test'),
    header('headers about the connection', ('TE', 'trailers'),
           ('Keep-Alive', 'timeout=5'), ('Proxy-Connection', 'close')),
    header('headers of proxies', ('X-Forwarded-For', '192.0.2.1'),
           ('X-Forwarded-Proto', 'https'), ('X-Forwarded-Host', 'evil.test'),
           ('X-Forwarded-Port', '1'), ('Forwarded', 'for=192.0.2.1'),
           HTTP_X_FORWARDED_FOR='192.0.2.1', HTTP_X_FORWARDED_PROTO='https',
           HTTP_X_FORWARDED_HOST='evil.test', HTTP_X_FORWARDED_PORT='1',
           HTTP_FORWARDED='for=192.0.2.1'),
    Request('a host with a port', host=f'{NAME}:8080'),
    Request('a host in upper case', host=NAME.upper(),
            more={'HTTP_HOST': NAME}),
    Request('HTTP/1.0 without a host', version='HTTP/1.0', host=None),
    Request('HTTP/1.0 with a host', version='HTTP/1.0'),
    Request('the absolute form', f'http://{NAME}{{m}}/x?a', uri='{m}/x?a',
            query='a'),
]

ALL = PATHS + QUERIES + METHODS + HEADERS
