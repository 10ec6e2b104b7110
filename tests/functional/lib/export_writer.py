"""Writes managed exports, as LevelDB logs of EntityProto."""

import os
import struct

APP, KEY, PROPERTY = 13, 13, 14
STRING, INTEGER = 3, 1
BLOCK = 32768


def varint(number):
    out = b''
    number &= (1 << 64) - 1
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def field(number, data):
    """A field with a length, or of an integer."""
    if isinstance(data, int):
        return varint(number << 3) + varint(data)
    data = data.encode() if isinstance(data, str) else data
    return varint(number << 3 | 2) + varint(len(data)) + data


def group(number, data):
    return varint(number << 3 | 3) + data + varint(number << 3 | 4)


def value_of(value):
    """A PropertyValue: of a string, an integer or any bytes."""
    if isinstance(value, int):
        return field(1, value)
    return field(3, value)


def property_of(name, value, meaning=None):
    start = b'' if meaning is None else field(1, meaning)
    return field(PROPERTY, start + field(3, name) + field(4, 0) +
                 field(5, value_of(value)))


def entity(path, fields, app='s~p'):
    """An entity; PATH is a list of ids, FIELDS are of strings and integers, or
    pairs (meaning, value)."""
    elements = b''.join(group(1, field(2, kind) + field(4, name))
                        for kind, name in zip(path[::2], path[1::2]))
    out = field(KEY, field(APP, app) + field(14, elements))
    for name, value in fields.items():
        meaning, value = value if isinstance(value, tuple) else (None, value)
        out += property_of(name, value, meaning)
    return out


def crc32c(data):
    """RFC 3720, appendix B.4, bit by bit."""
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def fragment(kind, data):
    crc = crc32c(bytes([kind]) + data)
    masked = (crc >> 15 | crc << 17) + 0xa282ead8 & 0xffffffff
    return struct.pack('<IHB', masked, len(data), kind) + data


def log(records):
    """A LevelDB log."""
    out = b''
    for record in records:
        first = True
        while first or record:
            left = BLOCK - len(out) % BLOCK
            if left < 7:
                out += bytes(left)
                left = BLOCK
            part, record = record[:left - 7], record[left - 7:]
            kind = ((1 if first else 4) if not record else
                    (2 if first else 3))
            out += fragment(kind, part)
            first = False
            if not record:
                break
    return out


def write_export(where, records):
    """Write an export without metadata.  Return its folder."""
    kind = os.path.join(where, 'all_namespaces', 'all_kinds')
    os.makedirs(kind)
    with open(os.path.join(kind, 'output-0'), 'wb') as file:
        file.write(log(records))
    return where
