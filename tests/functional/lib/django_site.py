"""The site of notes with Django's admin, which tests log in to."""

import contextlib
import importlib.util
import os
import subprocess

from harness import SOURCE, Skip, folder, nginx
from hosted_python import APPS, need_python, serve

PASSWORD = 'of-a-test'


def need_django():
    need_python()
    if importlib.util.find_spec('django') is None:
        raise Skip('python3-django is not installed')


def fill(where):
    """Make the database, with one administrator."""
    os.makedirs(os.path.join(where, 'uploads'))
    os.makedirs(os.path.join(where, 'tmp'))
    environment = {**os.environ, 'NOTES': where, 'PYTHONPATH': APPS,
                   'DJANGO_SETTINGS_MODULE': 'notes.settings'}
    script = f'''
import django
django.setup()
from django.core.management import call_command
call_command('migrate', run_syncdb=True, verbosity=0)
from django.contrib.auth.models import User
User.objects.create_superuser('ann', 'ann@example.test', '{PASSWORD}')
'''
    subprocess.run(['/usr/bin/python3', '-c', script], check=True,
                   env=environment)


@contextlib.contextmanager
def django_site():
    """Yield the address of a gantry with the site at / and /sub/site, and the
    folder of the site."""
    need_django()
    with folder() as where:
        os.chmod(where, 0o755)
        fill(where)
        shipped = f'client_max_body_size 0; ' \
            f'include {SOURCE}/nginx-conf/gantry.conf;'
        with serve(where, '--workers', '2', '--mount', '/hello=hello',
                   '--mount', '/sub/site=python', app='notes.wsgi:application',
                   env={'NOTES': where, 'TMPDIR': f'{where}/tmp'},
                   given={'writes': where}) as server, \
                nginx(where, server.socket_path, shipped) as web:
            yield f'http://127.0.0.1:{web.port}', where
            assert 'error:' not in server.log(), server.log()
