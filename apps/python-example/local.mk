# The example in Python, which moves from gunicorn to gantry.

EXTRA_DIST += \
	%D%/README.md \
	%D%/publications/__init__.py \
	%D%/publications/app.py \
	%D%/publications/errors.py \
	%D%/publications/hooks.py \
	%D%/publications/images.py \
	%D%/publications/middleware.py \
	%D%/publications/params.py \
	%D%/publications/resources.py \
	%D%/publications/settings.py \
	%D%/publications/stores/__init__.py \
	%D%/publications/stores/folding.py \
	%D%/publications/stores/hosted.py \
	%D%/publications/stores/noop.py \
	%D%/publications/stores/sqlite.py \
	%D%/tests/conftest.py \
	%D%/tests/test_images.py \
	%D%/tests/test_publications.py \
	%D%/tests/test_stores.py
