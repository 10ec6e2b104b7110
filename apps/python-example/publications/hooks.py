"""Hooks around the resources: the store before, the ETag after."""

import falcon

from .stores import Slow, Unavailable


def use_store(req, resp, resource, params):
    """All that a request reads comes from one generation of the cache."""
    try:
        resource.store.refresh()
    except Unavailable as error:
        req.log_error(f'{error}\n')
        raise falcon.HTTPServiceUnavailable(
            title='Service Outage', retry_after=30,
            description='The data is not available at the moment; try again '
                        'later.') from error
    except Slow as error:
        raise falcon.HTTPServiceUnavailable(
            retry_after=30,
            description='The query took too long; try again later.') from error


def tag(req, resp, resource):
    """The answer changes with the data and with the prefix of the images."""
    resp.etag = (f'{resource.store.generation}-'
                 f'{hash_of(resource.settings.blob_storage_bucket):04x}')
    resp.set_header('Cache-Control', 'no-cache')


def hash_of(text):
    """The 16 bits that gantry's application "entities" has in its ETags."""
    value = 0xcbf29ce484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001b3 % 2**64
    value = (value ^ 0x100) * 0x100000001b3 % 2**64
    for factor in (0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53):
        value = (value ^ value >> 33) * factor % 2**64
    return (value ^ value >> 33) & 0xffff
