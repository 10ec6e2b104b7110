"""What gantry is compared with: the same two resources as Falcon ones.

The cache is the one that gantry reads, named by GANTRY_BENCH_CACHE.  Every
worker imports this module after it was forked and so has its own connection;
the sqlite3 module keeps the statements prepared.
"""

import json
import os
import sqlite3

import falcon

FIND = "SELECT id FROM publication WHERE name = ?"
WORDS = ("SELECT word, count FROM entity WHERE publication = ?"
         " ORDER BY count DESC, word LIMIT ?")


class Hello:
    def on_get(self, request, response):
        response.content_type = falcon.MEDIA_TEXT
        response.data = b"hey!"


class Frequencies:
    def __init__(self, path):
        self.connection = sqlite3.connect(
            f"file:{path}?immutable=1", uri=True, check_same_thread=False)

    def on_get(self, request, response, publication):
        limit = request.get_param_as_int(
            "limit", min_value=1, max_value=5000, default=10)
        found = self.connection.execute(FIND, (publication,)).fetchone()
        if found is None:
            raise falcon.HTTPNotFound()
        rows = self.connection.execute(WORDS, (found[0], limit))
        words = [{"word": word, "count": count} for word, count in rows]
        response.data = json.dumps(words, ensure_ascii=False).encode()


app = falcon.App()
app.add_route("/hello", Hello())
if "GANTRY_BENCH_CACHE" in os.environ:
    app.add_route("/frequencies/{publication}",
                  Frequencies(os.environ["GANTRY_BENCH_CACHE"]))
