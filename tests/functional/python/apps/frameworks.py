"""The same small site with Falcon, Flask, Django and Bottle, and by hand, each inside
of the validators of wsgiref and webtest."""

import json
import warnings
from urllib.parse import parse_qsl
from wsgiref.simple_server import demo_app
from wsgiref.validate import validator

from webtest.lint import middleware as lint

warnings.simplefilter('error', category=lint.__globals__['WSGIWarning'])


def falcon_site():
    import falcon

    class Echo:
        def on_get(self, req, resp, name):
            resp.media = {'name': name, 'query': req.params}

        def on_post(self, req, resp, name):
            resp.status = falcon.HTTP_201
            resp.location = f'/echo/{name}'
            resp.data = req.bounded_stream.read()
            resp.content_type = req.content_type or 'text/plain'

    class Stream:
        def on_get(self, req, resp):
            resp.content_type = 'text/plain'
            resp.stream = iter([b'one', b'two'])

    app = falcon.App()
    app.add_route('/echo/{name}', Echo())
    app.add_route('/stream', Stream())
    return app


def flask_site():
    from flask import Flask, jsonify, request, Response
    app = Flask('site')

    @app.route('/echo/<name>', methods=['GET', 'POST'])
    def echo(name):
        if request.method == 'GET':
            return jsonify(name=name, query=request.args)
        # The validator of wsgiref wants a size, which get_data has not.
        body = request.stream.read(request.content_length)
        return Response(body, 201,
                        {'Location': f'/echo/{name}'},
                        content_type=request.content_type or 'text/plain')

    @app.route('/stream')
    def stream():
        return Response((part for part in (b'one', b'two')),
                        content_type='text/plain')

    return app


def django_site():
    import django
    from django.conf import settings
    from django.http import (HttpResponse, JsonResponse,
                             StreamingHttpResponse)
    from django.urls import path

    def echo(request, name):
        if request.method == 'GET':
            return JsonResponse({'name': name,
                                 'query': request.GET.dict()})
        response = HttpResponse(
            request.body, status=201,
            content_type=request.content_type or 'text/plain')
        response['Location'] = f'/echo/{name}'
        return response

    def stream(request):
        return StreamingHttpResponse([b'one', b'two'],
                                     content_type='text/plain')

    settings.configure(
        DEBUG=False, SECRET_KEY='of a test', ALLOWED_HOSTS=['*'],
        ROOT_URLCONF=('django_urls', type('urls', (), {
            'urlpatterns': [path('echo/<name>', echo),
                            path('stream', stream)]})),
        MIDDLEWARE=['django.middleware.common.CommonMiddleware'])
    settings.ROOT_URLCONF = settings.ROOT_URLCONF[1]
    django.setup()
    from django.core.wsgi import get_wsgi_application
    return get_wsgi_application()


def bottle_site():
    import bottle
    app = bottle.Bottle()

    @app.get('/echo/<name>')
    def echo(name):
        return {'name': name, 'query': dict(bottle.request.query)}

    @app.post('/echo/<name>')
    def receive(name):
        bottle.response.status = 201
        bottle.response.content_type = (bottle.request.content_type or
                                        'text/plain')
        bottle.response.set_header('Location', f'/echo/{name}')
        return bottle.request.body.read()

    @app.get('/stream')
    def stream():
        bottle.response.content_type = 'text/plain'
        yield b'one'
        yield b'two'

    return app


def plain_site():
    def app(environ, start_response):
        path = environ['PATH_INFO']
        if path.startswith('/echo/') and environ['REQUEST_METHOD'] == 'POST':
            size = int(environ.get('CONTENT_LENGTH') or 0)
            body = environ['wsgi.input'].read(size)
            start_response('201 Created', [
                ('Content-Type', environ.get('CONTENT_TYPE') or 'text/plain'),
                ('Location', path)])
            return [body]
        if path.startswith('/echo/'):
            start_response('200 OK', [('Content-Type', 'application/json')])
            return [json.dumps({
                'name': path[6:],
                'query': dict(parse_qsl(environ['QUERY_STRING']))}).encode()]
        if path == '/stream':
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return (part for part in (b'one', b'two'))
        start_response('404 Not Found', [('Content-Type', 'text/plain')])
        return [b'missing']

    return app


SITES = {}


def site_of(name):
    if name not in SITES:
        SITES[name] = validator(lint(globals()[name + '_site']()))
    return SITES[name]


def demo_site():
    return demo_app


def application(environ, start_response):
    """The first segment of the path is the name of the site."""
    _, name, *rest = environ['PATH_INFO'].split('/')
    environ['SCRIPT_NAME'] += '/' + name
    environ['PATH_INFO'] = ''.join('/' + part for part in rest)
    return site_of(name)(environ, start_response)
