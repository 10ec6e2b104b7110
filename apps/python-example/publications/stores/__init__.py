"""Where the data comes from.

A store has the attributes generation and has_images and these methods; each
returns a list of pairs, or None for what is not there:

    refresh()                   before a request; raises Unavailable
    publications()              (name, articles), by name
    frequencies(name, limit, after)
                                (word, count), the largest count first; AFTER is
                                the last pair of the previous page, or None
    entity(word)                (publication, count)
    search(prefix, name, limit) (word, count)
"""

from urllib.parse import quote

UNRESERVED = '-._~'


class Unavailable(Exception):
    """There is no data."""


class Slow(Exception):
    """A query took too long."""


def make_store(settings):
    if settings.data_storage == 'noop':
        from .noop import NoopStore
        return NoopStore()
    if settings.data_storage != 'sqlite':
        raise ValueError('DATA_STORAGE is sqlite or noop, not '
                         f'{settings.data_storage!r}')
    try:
        import gantry.cache
    except ImportError:
        from .sqlite import SqliteStore
        return SqliteStore(settings.cache)
    from .hosted import HostedStore
    return HostedStore(settings.cache)


def image_uri(prefix, store, name):
    """The file of a publication has a percent-encoded name, so a URL encodes it
    twice."""
    file = quote(name, safe=UNRESERVED)
    if store.has_images:
        return f'{prefix}/{file}.png'
    if file.startswith('.'):
        file = '%2E' + file[1:]
    return f'{prefix}/{store.generation}/{quote(file, safe=UNRESERVED)}.png'
