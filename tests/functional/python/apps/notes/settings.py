"""A site of Django's admin, whose data are in the folder NOTES."""

import os

FOLDER = os.environ['NOTES']
SECRET_KEY = 'of a test'
DEBUG = False
ALLOWED_HOSTS = ['127.0.0.1', 'example.test']
INSTALLED_APPS = ['django.contrib.admin', 'django.contrib.auth',
                  'django.contrib.contenttypes', 'django.contrib.sessions',
                  'django.contrib.messages', 'django.contrib.staticfiles',
                  'notes']
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware',
              'django.contrib.sessions.middleware.SessionMiddleware',
              'django.middleware.common.CommonMiddleware',
              'django.middleware.csrf.CsrfViewMiddleware',
              'django.contrib.auth.middleware.AuthenticationMiddleware',
              'django.contrib.messages.middleware.MessageMiddleware']
ROOT_URLCONF = 'notes.urls'
TEMPLATES = [{
    'BACKEND': 'django.template.backends.django.DjangoTemplates',
    'APP_DIRS': True,
    'OPTIONS': {'context_processors': [
        'django.template.context_processors.request',
        'django.contrib.auth.context_processors.auth',
        'django.contrib.messages.context_processors.messages']},
}]
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3',
                         'NAME': os.path.join(FOLDER, 'notes.db')}}
DEFAULT_AUTO_FIELD = 'django.db.models.AutoField'
MEDIA_ROOT = os.path.join(FOLDER, 'uploads')
# Relative, so that they are below the mount.
STATIC_URL = 'static/'
MEDIA_URL = 'uploads/'
USE_TZ = True
PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']
