"""The stores by themselves."""

import os
import shutil

import pytest

from publications.stores import Unavailable, image_uri
from publications.stores.folding import fold
from publications.stores.noop import NoopStore
from publications.stores.sqlite import SqliteStore


@pytest.mark.parametrize('text, folded', [
    ('New York', 'new york'), ('É', 'e'), ('e\u0301', 'e'), ('ﬁ', 'fi'),
    ('Straße', 'strasse'), ('a\u200bb', 'ab'), ('\0', ''), ('Ω', 'ω')])
def test_folding(text, folded):
    assert fold(text) == folded


def test_noop_continues_after_a_checkpoint():
    store = NoopStore()
    assert store.frequencies('pub1', 2, ('ent3', 3)) == [('ent4', 4),
                                                         ('ent5', 5)]
    assert store.frequencies('pub1', 10, ('ent9', 9)) == []
    assert store.frequencies('pub10', 10) is None


def test_a_newer_cache_is_noticed_and_a_lost_one_stays(cache, tmp_path):
    path = str(tmp_path / 'cache.db')
    store = SqliteStore(path)
    with pytest.raises(Unavailable):
        store.refresh()
    shutil.copy(cache, path)
    store.refresh()
    first = store.local.connection
    shutil.copy(cache, path + '.new')
    os.rename(path + '.new', path)
    store.refresh()
    assert store.local.connection is not first
    os.unlink(path)
    store.refresh()
    assert store.publications()


def test_the_uri_of_an_image():
    assert image_uri('/images', NoopStore(), 'a b') == '/images/a%20b.png'

    class Sqlite:
        has_images = False
        generation = 'g'
    assert image_uri('/i', Sqlite, 'a b') == '/i/g/a%2520b.png'
    assert image_uri('/i', Sqlite, '.b') == '/i/g/%252Eb.png'
