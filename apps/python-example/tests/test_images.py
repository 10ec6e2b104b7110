"""The word clouds."""

import os
import stat

from falcon import testing

from publications.app import create
from publications.settings import Settings


def test_only_clients_with_the_token_may_draw(noop):
    assert noop.simulate_post('/images').status_code == 403
    wrong = noop.simulate_post('/images', headers={'Authorization': 'x'})
    assert wrong.status_code == 403
    right = noop.simulate_post('/images', headers={'Authorization': 'secret'})
    assert right.status_code == 201
    assert right.json['state'] == 'done'


def test_drawing_runs_the_program(cache, tmp_path):
    program = tmp_path / 'draw'
    program.write_text('#!/bin/sh\nmkdir -p "$5/$(cat "$0.generation")"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    client = testing.TestClient(create(Settings(
        cache=cache, token='secret', images=str(tmp_path / 'images'),
        images_program=str(program))))
    progress = client.simulate_get('/images/progress').json
    assert progress['state'] == 'absent'
    (tmp_path / 'draw.generation').write_text(progress['generation'])
    answer = client.simulate_post('/images',
                                  headers={'Authorization': 'secret'})
    assert (answer.status_code, answer.json['state']) == (201, 'done')


def test_images_are_served_and_nothing_else(tmp_path):
    os.makedirs(tmp_path / 'images/g')
    (tmp_path / 'images/g/a%20b.png').write_bytes(b'a picture')
    (tmp_path / 'secret.png').write_bytes(b'a secret')
    client = testing.TestClient(create(Settings(
        data_storage='noop', images=str(tmp_path / 'images'))))
    answer = client.simulate_get('/images/g/a%2520b.png')
    assert (answer.status_code, answer.content) == (200, b'a picture')
    assert answer.headers['content-type'] == 'image/png'
    assert client.simulate_get('/images/../secret.png').status_code == 404
    assert client.simulate_get('/images/g/other.png').status_code == 404
    assert client.simulate_get('/images/g/a').status_code == 404
