"""The cache under gantry, which opens it, notices a newer one, and holds each
request to one generation."""

import gantry.cache

from . import Slow, Unavailable


class HostedStore:
    has_images = False

    def __init__(self, path):
        self.cache = gantry.cache.open(path) if path else gantry.cache.open()

    def refresh(self):
        try:
            self.generation
        except gantry.cache.Unavailable as error:
            raise Unavailable(str(error)) from error

    @property
    def generation(self):
        return self.cache.generation

    def ask(self, question, *arguments):
        try:
            return question(*arguments)
        except gantry.cache.Unavailable as error:
            raise Unavailable(str(error)) from error
        except TimeoutError as error:
            raise Slow(str(error)) from error

    def publications(self):
        return self.ask(self.cache.publications)

    def frequencies(self, name, limit, after=None):
        more = (after,) if after else ()
        return self.ask(self.cache.frequencies, name, limit, *more)

    def entity(self, word):
        return self.ask(self.cache.entity, word)

    def search(self, prefix, name, limit):
        return self.ask(self.cache.search, prefix, name, limit)
