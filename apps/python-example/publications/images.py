"""The word clouds.  "gantry-cache images" draws them, into a folder for each
generation of the data."""

import hmac
import json
import os
import subprocess

import falcon

from .hooks import use_store
from .resources import Resource

FOR_EVER = 'public, max-age=31536000, immutable'
OF_A_DOCUMENT = ("default-src 'none'; img-src data:; style-src "
                 "'unsafe-inline'; frame-ancestors 'none'")
TYPES = {'.png': 'image/png', '.svg': 'image/svg+xml'}


def authorize(req, resp, resource, params):
    """A hook: only clients that know the token may draw."""
    token = resource.settings.token
    given = req.get_header('Authorization', default='')
    if not token:
        raise falcon.HTTPForbidden(description=(
            "This resource is disabled: no token is configured (setting "
            "'token')."))
    if not hmac.compare_digest(token.encode(), given.encode()):
        raise falcon.HTTPForbidden(description=(
            'This resource requires the token in Authorization.'))


def answer_state(resource, resp):
    """What is known about the images of the generation being served."""
    generation, folder = resource.store.generation, resource.folder
    state = {'state': 'done' if resource.are_drawn() else 'absent',
             'generation': generation, 'done': None, 'total': None,
             'started': None, 'updated': None, 'error': None}
    progress = read_progress(folder)
    if not resource.store.has_images and \
            progress.get('generation') == generation:
        for name in ('done', 'total', 'started', 'updated'):
            state[name] = progress.get(name, 0)
    resp.content_type = falcon.MEDIA_JSON
    resp.set_header('Cache-Control', 'no-store')
    resp.text = json.dumps(state, separators=(',', ':'))


def read_progress(folder):
    try:
        with open(os.path.join(folder, 'progress.json'),
                  encoding='utf-8') as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


class ImageResource(Resource):
    @property
    def folder(self):
        return self.settings.image_folder

    def are_drawn(self):
        return self.store.has_images or os.path.isdir(
            os.path.join(self.folder, self.store.generation))


class Images(ImageResource):
    # There is no GET here, so no HEAD.
    on_head = None

    @falcon.before(authorize)
    @falcon.before(use_store)
    def on_post(self, req, resp):
        if not self.are_drawn():
            self.draw()
        resp.status = falcon.HTTP_201
        answer_state(self, resp)

    def draw(self):
        try:
            subprocess.run([self.settings.images_program, 'images', '--cache',
                            self.settings.cache, '--output', self.folder],
                           check=True, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            raise falcon.HTTPServiceUnavailable(
                description='The images could not be drawn.') from error


@falcon.before(use_store)
class Progress(ImageResource):
    def on_get(self, req, resp):
        answer_state(self, resp)


class ImageFile:
    def __init__(self, settings):
        self.settings = settings

    def on_get(self, req, resp, generation, file):
        kind = TYPES.get(os.path.splitext(file)[1])
        if kind is None:
            raise falcon.HTTPNotFound(description='No such image.')
        if '..' in (generation, file) or '/' in generation + file or \
                '\0' in generation + file:
            raise falcon.HTTPNotFound()
        path = os.path.join(self.settings.image_folder, generation, file)
        try:
            image = open(path, 'rb')
        except OSError as error:
            raise falcon.HTTPNotFound() from error
        resp.content_type = kind
        resp.set_header('Content-Security-Policy', OF_A_DOCUMENT)
        resp.set_header('Cache-Control', FOR_EVER)
        resp.set_stream(image, os.fstat(image.fileno()).st_size)

    on_head = on_get
