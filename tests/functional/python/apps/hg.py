"""Mercurial's web interface, for the repository HG_REPOSITORY."""

import os

from mercurial.hgweb import hgweb

application = hgweb(os.fsencode(os.environ['HG_REPOSITORY']))
