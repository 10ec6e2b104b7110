"""The resources: publications, the words of one, a word in all of them, and
words by prefix.  Each is a list of objects with a name and a count."""

import json

import falcon

from .hooks import tag, use_store
from .params import Parameters
from .stores import image_uri

LIMIT_MAX = 5000
SEARCH_MAX = 100


def answer(resp, rows, name, unfound=None):
    """Answer with (name, count, more) tuples; None is 404."""
    if rows is None:
        raise falcon.HTTPNotFound(description=unfound)
    resp.content_type = falcon.MEDIA_JSON
    resp.text = json.dumps(
        [{name: row[0], 'count': row[1], **dict(row[2:])} for row in rows],
        ensure_ascii=False, separators=(',', ':'))


class Resource:
    """What the resources have in common: the store, and HEAD as GET."""

    def __init__(self, store, settings):
        self.store = store
        self.settings = settings

    def on_head(self, req, resp, **fields):
        self.on_get(req, resp, **fields)


@falcon.before(use_store)
@falcon.after(tag)
class Publications(Resource):
    def on_get(self, req, resp):
        prefix = self.settings.blob_storage_bucket
        rows = [(name, count, ('img_uri', image_uri(prefix, self.store, name)))
                for name, count in self.store.publications()]
        answer(resp, rows, 'name')


@falcon.before(use_store)
@falcon.after(tag)
class Frequencies(Resource):
    def on_get(self, req, resp, pub):
        if not pub:
            raise falcon.HTTPRouteNotFound()
        params = Parameters(req)
        word = params.text('word')
        count = params.integer('count')
        limit = params.integer('limit', 1, LIMIT_MAX, 10)
        if (word is None) != (count is None):
            raise falcon.HTTPBadRequest(description=(
                "The parameters 'word' and 'count' require each other: they "
                "are the last entry of the previous page."))
        after = None if word is None else (word, count)
        answer(resp, self.store.frequencies(pub, limit, after), 'word',
               'No such publication.')


@falcon.before(use_store)
@falcon.after(tag)
class Search(Resource):
    def on_get(self, req, resp):
        params = Parameters(req)
        prefix = params.text('q', required=True, most=256)
        publication = params.text('publication')
        limit = params.integer('limit', 1, SEARCH_MAX, 10)
        answer(resp, self.store.search(prefix, publication, limit), 'word',
               'No such publication.')


@falcon.before(use_store)
@falcon.after(tag)
class AskedEntity(Resource):
    """A word that a path cannot have."""

    def on_get(self, req, resp):
        word = Parameters(req).text('word', required=True, empty=True)
        answer(resp, self.store.entity(word), 'publication',
               'No publication has this word.')


class Entity(Resource):
    """A sink: it checks the method that a route would."""

    def serve(self, req, resp, word):
        if req.method == 'OPTIONS':
            resp.set_header('Allow', 'GET, HEAD, OPTIONS')
            return
        if req.method not in ('GET', 'HEAD'):
            raise falcon.HTTPMethodNotAllowed(['GET', 'HEAD', 'OPTIONS'])
        use_store(req, resp, self, {})
        answer(resp, self.store.entity(word), 'publication',
               'No publication has this word.')
        tag(req, resp, self)
