"""The application: its settings and routes.

"publications.app:app" is the callable for gunicorn and gantry;
"publications.app:create()" makes it when it is asked for.
"""

import falcon

from . import errors
from .images import ImageFile, Images, Progress
from .middleware import Cors, Encoding, NotModified, Security
from .resources import (
    AskedEntity, Entity, Frequencies, Publications, Search)
from .settings import Settings
from .stores import make_store


def create(settings=None):
    """Make the application, by default from the environment."""
    settings = settings or Settings.of_environment()
    store = make_store(settings)
    app = falcon.App(middleware=[
        Security(), Cors(settings.allowed_origin), Encoding(), NotModified()])
    app.req_options.keep_blank_qs_values = True
    app.set_error_serializer(errors.serialize)
    app.add_error_handler(Exception, errors.handle_failure)
    app.add_error_handler(falcon.HTTPRouteNotFound, errors.handle_no_route)
    app.add_error_handler(falcon.HTTPMethodNotAllowed, errors.handle_method)

    app.add_route('/publications', Publications(store, settings))
    app.add_route('/frequencies/{pub}', Frequencies(store, settings))
    app.add_route('/entities', AskedEntity(store, settings))
    app.add_route('/search', Search(store, settings))
    app.add_route('/images', Images(store, settings))
    app.add_route('/images/progress', Progress(store, settings))
    app.add_route('/images/{generation}/{file}', ImageFile(settings))
    # A word may contain a slash, and a field of a route may not.
    app.add_sink(Entity(store, settings).serve, r'/entities/(?P<word>.+)')
    return app


app = create()
