"""The same resources in Falcon, to compare gantry with, and 20 rows.

GANTRY_BENCH_CACHE is the path of the cache, which gantry also reads.  Each
worker imports this module after the fork and so has its own connection.  The
sqlite3 module caches prepared statements.
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


class Rows:
    """20 rows, as an application makes them of its data."""

    def on_get(self, request, response):
        response.media = [
            {"word": f"a word of some length {number}", "count": number * 7,
             "share": number / 20, "seen": True} for number in range(20)]


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
app.add_route("/rows", Rows())
if "GANTRY_BENCH_CACHE" in os.environ:
    app.add_route("/frequencies/{publication}",
                  Frequencies(os.environ["GANTRY_BENCH_CACHE"]))
