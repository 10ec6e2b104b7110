"""Errors as application/problem+json (RFC 9457)."""

import json
import uuid

import falcon

from .stores import Slow, Unavailable


def serialize(req, resp, exception):
    status = falcon.code_to_http_status(exception.status)
    code, _, reason = status.partition(' ')
    problem = {'status': int(code),
               'title': exception.title
               if exception.title not in (None, exception.status) else reason}
    if exception.description:
        problem['detail'] = exception.description
    problem['request_id'] = (req.env.get('gantry.request_id') or
                             uuid.uuid4().hex)
    resp.content_type = 'application/problem+json'
    resp.append_header('Vary', 'Accept')
    resp.text = json.dumps(problem, ensure_ascii=False, separators=(',', ':')) + '\n'


def handle_no_route(req, resp, error, params):
    error.description = 'There is nothing at this address.'
    raise error


def handle_method(req, resp, error, params):
    allowed = error.headers['Allow']
    error.description = f'This resource allows {allowed}.'
    raise error


def handle_failure(req, resp, error, params):
    """The store may fail after the hook, and anything may have a fault."""
    if isinstance(error, (falcon.HTTPError, falcon.HTTPStatus)):
        raise error
    if isinstance(error, (Slow, Unavailable)):
        raise falcon.HTTPServiceUnavailable(
            retry_after=30,
            description='The query took too long; try again later.')
    import traceback
    req.log_error(traceback.format_exc())
    raise falcon.HTTPInternalServerError()
