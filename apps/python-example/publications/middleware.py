"""Middleware: for each request, in this order, and back."""

import falcon

EXPOSED = 'ETag, Location, Retry-After, X-Request-Id'
ALLOWED = 'Authorization, Content-Type, If-None-Match'


class Security:
    """Headers for browsers."""

    HEADERS = {
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'same-origin',
        'X-Frame-Options': 'DENY',
        'Cross-Origin-Opener-Policy': 'same-origin',
    }

    def process_response(self, req, resp, resource, succeeded):
        resp.set_headers(self.HEADERS)
        if resp.get_header('Content-Security-Policy') is None:
            resp.set_header('Content-Security-Policy',
                            "default-src 'none'; frame-ancestors 'none'")


class Cors:
    """What pages of other origins may read, and answers to OPTIONS."""

    def __init__(self, origin):
        self.origin = origin

    def is_allowed(self, req):
        return (self.origin == '*' or
                req.get_header('Origin', default=self.origin) == self.origin)

    def process_response(self, req, resp, resource, succeeded):
        if self.origin != '*':
            resp.append_header('Vary', 'Origin')
        is_preflight = (req.method == 'OPTIONS' and
                        req.get_header('Access-Control-Request-Method'))
        if req.method == 'OPTIONS' and resp.status == falcon.HTTP_200:
            resp.status = falcon.HTTP_204
            resp.delete_header('Content-Length')
            allowed = resp.get_header('Allow')
            if not allowed.endswith('OPTIONS'):
                resp.set_header('Allow', allowed + ', OPTIONS')
        if not self.is_allowed(req):
            return
        resp.set_header('Access-Control-Allow-Origin', self.origin)
        resp.set_header('Access-Control-Expose-Headers', EXPOSED)
        if is_preflight and resp.status == falcon.HTTP_204:
            resp.set_header('Access-Control-Allow-Methods',
                            resp.get_header('Allow'))
            resp.set_header('Access-Control-Allow-Headers', ALLOWED)
            resp.set_header('Access-Control-Max-Age', '86400')


class Encoding:
    """Refuse paths that are not UTF-8; Falcon would replace their bytes."""

    FIELDS = {'frequencies': 'pub', 'entities': 'word'}

    def process_request(self, req, resp):
        path = req.env['PATH_INFO'].encode('latin-1')
        try:
            path.decode()
        except UnicodeDecodeError as error:
            first = req.path.split('/')[1]
            field = self.FIELDS.get(first)
            if field is None:
                raise falcon.HTTPRouteNotFound() from error
            raise falcon.HTTPBadRequest(description=(
                f"the field '{field}' of the path must be UTF-8")) from error


class NotModified:
    """304 for a client that has the answer (RFC 9110, section 13.1.2)."""

    def process_response(self, req, resp, resource, succeeded):
        if req.method not in ('GET', 'HEAD') or not resp.etag:
            return
        if resp.status != falcon.HTTP_200:
            return
        own = resp.etag.strip('"')
        for given in req.if_none_match or ():
            if given == '*' or given == own:
                resp.status = falcon.HTTP_304
                resp.text = resp.data = resp.stream = None
                resp.delete_header('Content-Type')
                return
