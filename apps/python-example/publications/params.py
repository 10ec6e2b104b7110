"""Query parameters: UTF-8, given once, and whole numbers that are small."""

import re
from urllib.parse import unquote_to_bytes

import falcon

BAD_ENCODING = re.compile('%(?![0-9A-Fa-f]{2})|%00')
WHOLE_NUMBER = re.compile(r'[+-]?[0-9]{1,19}\Z')
LARGEST = 2**63 - 1


def reject(name, problem):
    raise falcon.HTTPBadRequest(
        description=f"the query parameter '{name}' {problem}")


class Parameters:
    def __init__(self, req):
        self.values = {}
        for part in req.query_string.split('&'):
            name, _, value = part.partition('=')
            name = decode(name).decode('utf-8', 'replace')
            self.values.setdefault(name, []).append(value)

    def text(self, name, required=False, most=None, empty=False):
        values = self.values.get(name, [])
        if len(values) > 1:
            reject(name, 'is given twice; give it once')
        if not values or required and not values[0] and not empty:
            if required:
                reject(name, 'is missing')
            return None
        if BAD_ENCODING.search(values[0]):
            reject(name, "is badly percent-encoded: write '%' as %25, and do "
                   'not send %00')
        value = decode(values[0])
        try:
            text = value.decode()
        except UnicodeDecodeError:
            reject(name, 'must be UTF-8')
        if most is not None and len(value) > most:
            reject(name, f'must be at most {most} bytes long')
        return text

    def integer(self, name, least=-LARGEST - 1, most=LARGEST, default=None):
        text = self.text(name)
        if text is None:
            return default
        if not WHOLE_NUMBER.match(text) or not least <= int(text) <= most:
            reject(name, 'must be a whole number' if most == LARGEST else
                   f'must be a whole number from {least} to {most}')
        return int(text)


def decode(text):
    return unquote_to_bytes(text.replace('+', ' '))
