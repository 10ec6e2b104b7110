"""The resources, through Falcon's client."""

import pytest
from falcon import testing

from publications.app import create
from publications.settings import Settings


def test_publications(noop):
    answer = noop.simulate_get('/publications')
    assert answer.status_code == 200
    assert answer.json[3] == {'name': 'pub3', 'count': 3,
                              'img_uri': '/images/pub3.png'}
    assert len(answer.json) == 10


def test_pages_follow_each_other(sqlite):
    path = '/frequencies/Barack Obama'
    whole = sqlite.simulate_get(path, params={'limit': 40}).json
    assert len(whole) == 40
    seen, after = [], {}
    for _ in range(8):
        page = sqlite.simulate_get(path, params={'limit': 5, **after}).json
        seen += page
        after = {'word': page[-1]['word'], 'count': page[-1]['count']}
    assert seen == whole


@pytest.mark.parametrize('query', [
    'limit=0', 'limit=5001', 'limit=x', 'limit=', 'limit=1&limit=1', 'word=a',
    'count=1', 'word=%FF&count=1', 'word=a&count=x'])
def test_bad_parameters_are_400(noop, query):
    answer = noop.simulate_get('/frequencies/pub1', query_string=query)
    assert answer.status_code == 400
    assert answer.headers['content-type'] == 'application/problem+json'
    assert answer.json['title'] == 'Bad Request'


def test_search_ignores_case(sqlite):
    lower = sqlite.simulate_get('/search', params={'q': 'new'}).json
    assert lower
    assert lower == sqlite.simulate_get('/search', params={'q': 'NEW'}).json


def test_an_entity_in_all_publications(sqlite):
    rows = sqlite.simulate_get('/entities/america').json
    assert {'publication': 'Barack Obama', 'count': 212} in rows
    assert rows == sorted(rows, key=lambda row: (-row['count'],
                                                 row['publication']))


@pytest.mark.parametrize('path', [
    '/frequencies/nobody', '/entities/nobody', '/nothing'])
def test_what_is_not_there_is_404(noop, path):
    answer = noop.simulate_get(path)
    assert answer.status_code == 404
    assert answer.json['status'] == 404


def test_an_answer_that_the_client_has_is_304(noop):
    tag = noop.simulate_get('/publications').headers['etag']
    answer = noop.simulate_get('/publications',
                               headers={'If-None-Match': tag})
    assert (answer.status_code, answer.content) == (304, b'')


def test_a_cache_that_is_missing_is_503(tmp_path):
    client = testing.TestClient(create(Settings(cache=f'{tmp_path}/none.db')))
    answer = client.simulate_get('/publications')
    assert answer.status_code == 503
    assert answer.headers['retry-after'] == '30'
    assert answer.json['title'] == 'Service Outage'


def test_head_is_get_without_a_body(noop):
    answer = noop.simulate_head('/publications')
    assert (answer.status_code, answer.content) == (200, b'')


def test_preflight():
    client = testing.TestClient(create(Settings(
        data_storage='noop', allowed_origin='http://a.test')))
    ask = {'Access-Control-Request-Method': 'GET'}
    allowed = client.simulate_options(
        '/publications', headers={'Origin': 'http://a.test', **ask})
    assert allowed.status_code == 204
    assert allowed.headers['access-control-allow-methods'] == \
        'GET, HEAD, OPTIONS'
    denied = client.simulate_options(
        '/publications', headers={'Origin': 'http://b.test', **ask})
    assert 'access-control-allow-origin' not in denied.headers
