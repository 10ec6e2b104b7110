"""Fixtures: a client of the application with each store.

CACHE is the path of a cache that gantry-cache made from the sample; without it,
the tests that need one are skipped.
"""

import os

import pytest
from falcon import testing

from publications.app import create
from publications.settings import Settings


@pytest.fixture
def cache():
    path = os.environ.get('CACHE')
    if not path:
        pytest.skip('CACHE is not set')
    return path


@pytest.fixture
def noop():
    return testing.TestClient(create(Settings(data_storage='noop',
                                              token='secret')))


@pytest.fixture
def sqlite(cache):
    return testing.TestClient(create(Settings(cache=cache)))
