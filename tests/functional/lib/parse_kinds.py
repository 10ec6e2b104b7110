"""Random parts of requests, and how Falcon and Werkzeug parse them.

For each kind there is a generator of random inputs, a table of fixed ones, the
parsers of Falcon and Werkzeug, and reasons why these may differ from gantry:
predicates of the input, the result of gantry and the other result.
"""

import ipaddress
import re
import urllib.parse

try:
    import falcon
    import falcon.forwarded
    import falcon.request_helpers
    import falcon.vendor.mimeparse.mimeparse as mimeparse
    from werkzeug import http as werkzeug
    from werkzeug.datastructures import MIMEAccept
    MISSING = None
except ImportError as error:
    MISSING = error.name

REFUSED = 'refused'


def wsgi(text):
    """Convert text of the other parser to the encoding of WSGI."""
    return text.encode('utf-8', 'surrogateescape').decode('latin-1')


def joined(rand, pieces, most):
    return ''.join(rand.choice(pieces) for _ in range(rand.randint(1, most)))


# --- Queries ---

QUERY_PIECES = ['a', 'b', 'ab', '=', '=', '=', '&', '&', 'a=', 'a=1', '&a=2',
                '1', ',', ';', '+', '%20', '%61', '%C3%A9', '%c3', '%E2%82%AC',
                '%ff', '%00', '%', '%4', '%zz', '%26', '%3D', '%25', '#', '?',
                '/', 'x', '%F0%9F%98%80', '%ED%A0%80']
QUERY_TABLE = [
    ('a', ''), ('a', '&'), ('a', '='), ('a', 'a'), ('a', 'a='), ('a', 'a=1'),
    ('a', 'a=1&a=2'), ('a', 'a=&a=2'), ('a', '%61=1'), ('a b', 'a+b=1'),
    ('a', 'a=1;b=2'), ('a', 'a==&=a'), ('a', 'a=+'), ('a', 'A=1'),
    ('é'.encode().decode('latin-1'), '%C3%A9=1'),
]


def make_query(rand):
    name = rand.choice(['a', 'a', 'b', 'ab'])
    if rand.random() < 0.2:
        return name, joined(rand, QUERY_PIECES, 14)
    pieces = QUERY_PIECES if rand.random() < 0.3 else QUERY_PIECES[9:20]
    return name, '&'.join(
        rand.choice(['a', 'a', 'a', 'b', 'ab', '%61', 'A', '']) +
        rand.choice(['=', '=', '=', '']) + joined(rand, pieces, 4)
        for _ in range(rand.randint(1, 4)))


def ours_of_query(answer):
    return REFUSED if isinstance(answer, str) else answer


def falcon_query(name, query):
    values = falcon.uri.parse_query_string(query, keep_blank=False, csv=False)
    found = values.get(name.encode('latin-1').decode(), [])
    return [wsgi(value) for value in
            (found if isinstance(found, list) else [found])]


def raw_values(name, query):
    """Return the values of a name without decoding."""
    fields = [field.partition('=') for field in query.split('&')]
    return [value for key, _, value in fields
            if falcon.uri.decode(key) == name]


def is_bad_escape(values, _ours, _theirs):
    return any(re.search('%(?![0-9a-fA-F]{2})|%00', value)
               for value in raw_values(*values))


def is_no_utf8(values, _ours, _theirs):
    def fails(value):
        try:
            urllib.parse.unquote_to_bytes(value).decode()
        except UnicodeDecodeError:
            return True
        return False
    return any(fails(value) for value in raw_values(*values))


# --- Cookies ---

COOKIE_PIECES = ['a', 'b', 'a=', 'a=1', '=', '=', ';', '; ', '; ', ' ', '\t',
                 '"', '"', '\\', '\\"', '\\054', '\\303\\251', '\\000', '\\8',
                 ',', 'x', '%20', 'é'.encode().decode('latin-1'), '{', '1']
COOKIE_TABLE = [
    ('a', 'a=1; b=2'), ('b', 'a=1; b=2'), ('a', 'a="x"'), ('a', 'a="x\\"y"'),
    ('a', 'a=1; a=2'), ('a', 'a'), ('a', 'a='), ('c', 'a=1'), ('a', 'a = 1 '),
    ('a', ' a=1'), ('a', 'a=x=y'), ('a', 'a="x\\054y"'),
]


def make_cookie(rand):
    if rand.random() < 0.2:
        return rand.choice('ab'), joined(rand, COOKIE_PIECES, 12)
    pairs = []
    for _ in range(rand.randint(1, 3)):
        value = joined(rand, COOKIE_PIECES[-14:], 5)
        name = rand.choice(['a', 'a', 'b', 'c', 'aa', ' a', 'a '])
        pairs.append(name + '=' + rand.choice(
            ['{}', '"{}"', '"{}"', ' {}\t']).format(value))
    return rand.choice('aab'), rand.choice(['; ', ';']).join(pairs)


def falcon_cookie(name, header):
    found = falcon.request_helpers.parse_cookie_header(header)
    return found[name][0] if name in found else None


def werkzeug_cookie(name, header):
    found = werkzeug.parse_cookie(header, charset='latin-1')
    return found.get(name)


def has_quoted_semicolon(values, _ours, _theirs):
    return re.search(r'=\s*"[^;]*;.*"', values[1])


def has_octal_nul(values, _ours, _theirs):
    return '\\000' in values[1]


def is_empty_in_quotes(values, ours, theirs):
    return (ours, theirs) == ('', '""')


# --- Forwarded ---

PROXIES = '10.0.0.0/8'
NODES = ['192.0.2.1', '10.0.0.2', '10.9.9.9', '"192.0.2.7:4711"',
         '"[2001:db8::1]"', '"[2001:DB8::2]:80"', '"10.0.0.3:1"', 'unknown',
         '_hidden', '"_hidden:9"', '""', '1.2.3', '"192.0.2.1:0"',
         '"[2001:db8::1"', '"192\\.0.2.1"', '2001:db8::1', '192.0.2.1:80']
PAIRS = ['for=192.0.2.1', 'For=10.0.0.2', 'by=10.0.0.1', 'proto=https',
         'PROTO=HTTP', 'proto="https"', 'host=a.example',
         'host="b.example:81"', 'proto=ftp', 'host="a b"', 'secret=x', 'for',
         '=x', 'for =1.2.3.4', 'host="a,b;c"',
         'secret="x\\";for=192.0.2.9, for=1.2.3.4"']
FORWARDED_TABLE = [(PROXIES, text) for text in (
    'for=192.0.2.1', 'for=192.0.2.1, for=10.0.0.2',
    'for=192.0.2.1;proto=https;host=a.example, for=10.0.0.2;proto=http',
    'for=203.0.113.1, for=192.0.2.1, for=10.0.0.2', 'proto=https',
    'for=unknown, for=10.0.0.2', 'For="[2001:db8::1]:80"', 'for=10.0.0.2')]


def make_forwarded(rand):
    elements = []
    for _ in range(rand.randint(1, 4)):
        pairs = ['for=' + rand.choice(NODES[:8] * 3 + NODES)]
        pairs += rand.choices(PAIRS[:8] * 3 + PAIRS,
                              k=rand.choice((0, 0, 1, 2)))
        rand.shuffle(pairs)
        elements.append(rand.choice((';', ';', '; ')).join(pairs))
    if rand.random() < 0.05:
        elements.insert(rand.randrange(len(elements)), '')
    return PROXIES, rand.choice((',', ', ')).join(elements)


def address_of(node):
    """Return the address of a node (RFC 7239) and its text, or None."""
    match = re.fullmatch(
        r'(?:\[(?P<v6>[^]]*)\]|(?P<v4>[0-9.]+))(?::(\d{1,5}))?', node or '')
    if not match or (match[3] and not 0 < int(match[3]) < 65536):
        return None
    try:
        text = match['v6'] or match['v4']
        return ipaddress.ip_address(text), text
    except ValueError:
        return None


def falcon_forwarded(proxies, header):
    """Parse with Falcon, and find the client as gantry's manual says."""
    trusted = ipaddress.ip_network(proxies)
    client, hop = '10.0.0.1', None
    for hop in reversed(falcon.forwarded._parse_forwarded_header(header)):
        found = address_of(hop.src)
        if found is None:
            break
        client = found[1]
        if found[0].version != 4 or found[0] not in trusted:
            break
    scheme, host = hop and hop.scheme or 'http', hop and hop.host or 'front'
    if scheme not in ('http', 'https') or not re.fullmatch(
            r'[a-z0-9][a-z0-9.-]*(:\d+)?', host):
        return None
    return [client, scheme, host]


def is_malformed_forwarded(values, _ours, _theirs):
    """Whether it is not exactly 1#forwarded-element (RFC 7239 section 4)."""
    token = r"[-!#$%&'*+.^_`|~0-9A-Za-z]+"
    pair = rf'{token}=(?:{token}|"(?:[^"\\]|\\.)*")'
    element = rf'{pair}(?:;{pair})*'
    if not re.fullmatch(rf'{element}(?:[ \t]*,[ \t]*{element})*', values[1]):
        return True
    names = [[name.lower() for name in re.findall(rf'({token})=', part)]
             for part in re.sub(r'"(?:[^"\\]|\\.)*"', 'x',
                                values[1]).split(',')]
    return any(len(set(part)) < len(part) for part in names)


def has_escape(values, _ours, _theirs):
    return re.search(r'for="[^"]*\\', values[1], re.I)


# --- Accept ---

RANGES = ['text/html', 'text/plain', 'text/*', '*/*', 'application/json',
          'application/*', 'image/png', 'TEXT/HTML', 'text/html;level=1',
          'text/html;level=2', 'text/html; level=1', 'image/webp', '*',
          '*/html', 'nonsense', '']
WEIGHTS = ['', '', '', ';q=1', ';q=0.5', ';q=0.8', '; q=0.3', ';q=0',
           ';q=0.000', ';q=1.0', ';q=2', ';q=x', ';q=', ';Q=0.4',
           ';q=0.25;x=y', ';q="0.5"']
TYPES = ['text/html', 'application/json', 'text/plain', 'image/png',
         'text/html;level=1']
ACCEPT_TABLE = [(header, *TYPES) for header in (
    '*/*', 'text/html', 'text/*;q=0.5, application/json', 'image/jpeg',
    'text/html, application/json', 'text/html;q=0, */*', '*/*;q=0',
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,'
    'image/webp,*/*;q=0.8')]


def make_accept(rand):
    plain = rand.random() < 0.7
    ranges = RANGES[:9] if plain else RANGES
    weights = WEIGHTS[:9] if plain else WEIGHTS
    header = rand.choice((',', ', ')).join(
        rand.choice(ranges) + rand.choice(weights)
        for _ in range(rand.randint(1, 5)))
    types = TYPES[:4] if plain and rand.random() < 0.8 else TYPES
    return header, *rand.sample(types, rand.randint(1, len(types)))


def werkzeug_accept(header, *types):
    return werkzeug.parse_accept_header(header, MIMEAccept).best_match(types)


def falcon_accept(header, *types):
    try:
        # mimeparse prefers the last of equal types.
        return mimeparse.best_match(types[::-1], header) or None
    except (ValueError, IndexError):
        return None


def elements(header):
    """Yield the ranges, parameters and weights of a header."""
    for part in header.split(','):
        name, *parameters = [item.strip() for item in part.split(';')]
        weight = [item.partition('=')[2] for item in parameters
                  if item.lower().startswith('q=')]
        others = [item for item in parameters
                  if not item.lower().startswith('q=')]
        yield name, others, weight


def has_nonsense(values, _ours, _theirs):
    return any('/' not in name for name, _, _ in elements(values[0]))


def has_odd_weight(values, _ours, _theirs):
    return any(text and not re.fullmatch(r'0(\.\d*)?|1(\.0*)?', text[0])
               for _, _, text in elements(values[0])) or \
        ';Q=' in values[0] or re.search('q=[^,;]*;', values[0])


def has_upper_case(values, _ours, _theirs):
    return values[0] != values[0].lower()


def is_wild_with_subtype(values, _ours, _theirs):
    return '*/html' in values[0]


def has_parameters(values, _ours, _theirs):
    return 'level' in ' '.join(values)


def is_repeated(values, _ours, _theirs):
    names = [name for name, _, _ in elements(values[0])]
    return len(set(names)) < len(names)


# --- Accept-Encoding ---

CODINGS = ['gzip', 'br', 'deflate', 'zstd', 'GZIP', '*', 'x-gzip', 'identity']
ENCODING_TABLE = [(header, 'br', 'gzip') for header in (
    'gzip', 'gzip, br', 'gzip, br;q=0.5', '*', 'identity', 'br;q=0, *')]


def make_encoding(rand):
    header = ', '.join(rand.choice(CODINGS[:6] * 3 + CODINGS) +
                       rand.choice(WEIGHTS[:10])
                       for _ in range(rand.randint(1, 4)))
    return header, *rand.sample(['br', 'gzip', 'zstd', 'identity'],
                                rand.randint(1, 4))


def werkzeug_encoding(header, *encodings):
    return werkzeug.parse_accept_header(header).best_match(encodings)


def is_identity_taken(values, ours, theirs):
    return (ours, theirs) == ('identity', None) and 'identity' not in values[0]


def has_alias(values, _ours, _theirs):
    return 'x-gzip' in values[0]


# --- Entity tags ---

ETAG_PIECES = ['"a"', '"b"', 'W/"a"', 'W/"b"', '""', '*', 'a', 'w/"a"', '"',
               ',',
               ', ', ', ', ', ', ' ', ';', '"a,b"', '"a b"', "'a'"]
ETAG_TABLE = [(header, tag) for tag in ('"a"', 'W/"a"') for header in (
    '"a"', 'W/"a"', '*', '"b"', '"b", "a"', '"b","a"', 'W/"b", W/"a"', '"ab"',
    '"a,b", "a"')]


def make_etag(rand):
    tag = rand.choice(['"a"', '"a"', 'W/"a"', '"b"'])
    if rand.random() < 0.5:
        return ', '.join(rand.choices(ETAG_PIECES[:5] * 3 + ['*', '"a,b"'],
                                      k=rand.randint(1, 4))), tag
    return joined(rand, ETAG_PIECES, 5), tag


def falcon_etag(header, text):
    tag = falcon.ETag.loads(text)
    listed = falcon.request_helpers._parse_etags(header) or []
    if listed == ['*'] and not isinstance(listed[0], falcon.ETag):
        return [True, True]
    return [any(item == tag for item in listed),
            any(item.strong_compare(tag) for item in listed)]


def werkzeug_etag(header, text):
    tag, is_weak = werkzeug.unquote_etag(text)
    listed = werkzeug.parse_etags(header)
    return [listed.contains_weak(tag),
            listed.contains(tag) and (not is_weak or listed.star_tag)]


def is_no_list_of_tags(values, _ours, _theirs):
    """Whether it is neither * nor a list of tags (RFC 9110)."""
    item = r'(?:(?:W/)?"[^"]*")?[ \t]*'
    return not re.fullmatch(rf'\*|[ \t]*{item}(?:,[ \t]*{item})*', values[0])


def has_outer_blanks(values, _ours, _theirs):
    """Whether it begins or ends with a blank or an empty element."""
    return re.search('^[ ,]|[ ,]$', values[0])


# --- Dates ---

DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
LONG_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday',
             'Saturday', 'Sunday']
MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct',
          'Nov', 'Dec']
DATE_TABLE = [(text,) for text in (
    'Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994', 'Thu, 29 Feb 2024 00:00:00 GMT', 'never',
    'Thu, 30 Feb 2023 00:00:00 GMT')]


def make_date(rand):
    day, year = rand.randint(1, 28), rand.randint(1970, 2072)
    if rand.random() < 0.15:
        day = rand.randint(0, 32)
    month = rand.choice(MONTHS)
    weekday = rand.randrange(7)
    clock = '{:02}:{:02}:{:02}'.format(rand.randrange(24), rand.randrange(60),
                                       rand.randrange(60))
    if rand.random() < 0.1:
        clock = rand.choice(['24:00:00', '12:60:00', '23:59:60', '12:00',
                             '1:00:00', '12:00:61'])
    text = rand.choice([
        f'{DAYS[weekday]}, {day:02} {month} {year} {clock} GMT',
        f'{LONG_DAYS[weekday]}, {day:02}-{month}-{year % 100:02} {clock} GMT',
        f'{DAYS[weekday]} {month} {day:2} {clock} {year}'])
    if rand.random() < 0.2:
        at = rand.randrange(len(text))
        text = rand.choice([
            text[:at] + text[at + 1:], text[:at] + ' ' + text[at:],
            text.lower(), text.replace('GMT', 'UTC'),
            text.replace('GMT', '+0100'), text.replace('GMT', 'EST'),
            text.replace(' GMT', ''), text[:at]])
    return text,


def seconds(date):
    return int(date.replace(
        tzinfo=date.tzinfo or falcon.util.misc.datetime.timezone.utc
    ).timestamp())


def falcon_date(text):
    try:
        return seconds(falcon.http_date_to_dt(text, obs_date=True))
    except ValueError:
        return None


def werkzeug_date(text):
    date = werkzeug.parse_date(text)
    return None if date is None else seconds(date)


def is_strict(text):
    """Whether it is exactly a form of RFC 9110 section 5.6.7."""
    day, long_day, month = ('|'.join(names) for names in (
        DAYS, LONG_DAYS, MONTHS))
    clock = r'\d\d:\d\d:\d\d'
    return re.fullmatch(
        rf'(?:{day}), \d\d (?:{month}) \d{{4}} {clock} GMT|'
        rf'(?:{long_day}), \d\d-(?:{month})-\d\d {clock} GMT|'
        rf'(?:{day}) (?:{month}) (?: \d|\d\d) {clock} \d{{4}}', text)


def is_loose_date(values, ours, _theirs):
    return ours is None and not is_strict(values[0])


def is_leap_second(values, _ours, _theirs):
    return ':60 ' in values[0]


def is_short_year(values, ours, theirs):
    """Whether both chose different centuries for a two-digit year."""
    return 'day, ' in values[0] and None not in (ours, theirs) and \
        abs(abs(ours - theirs) - 36525 * 86400) <= 86400


# --- Ranges ---

RANGE_PIECES = ['0', '1', '5', '9', '10', '99', '-', '-', '-', ',', ', ', ' ',
                'x', '=', '+']
RANGE_TABLE = [('10', text) for text in (
    'bytes=0-4', 'bytes=5-', 'bytes=-3', 'bytes=-10', 'bytes=9-99',
    'bytes=10-', 'bytes=0-1,3-4', 'bytes=5-3', 'bytes', 'items=0-1')]


def make_range(rand):
    unit = rand.choice(['bytes='] * 8 + ['Bytes=', 'items=', 'bytes '])
    first, last = (rand.choice(['', rand.randint(0, 12), rand.randint(0, 12)])
                   for _ in range(2))
    text = f'{first}-{last}'
    if rand.random() < 0.3:
        text = joined(rand, RANGE_PIECES, 5)
    elif rand.random() < 0.1:
        text += rand.choice([',', ', ']) + joined(rand, RANGE_PIECES, 3)
    return rand.choice(['10', '10', '6', '1', '0']), unit + text


def werkzeug_range(size, header):
    found = werkzeug.parse_range_header(header)
    if found is None or found.units != 'bytes' or len(found.ranges) != 1:
        return 'none'
    part = found.range_for_length(int(size))
    return 'unsatisfiable' if part is None else [part[0], part[1] - 1]


def has_blanks_or_empty_elements(values, _ours, _theirs):
    return re.search(r'[ ,]', values[1])


def has_sign(values, _ours, _theirs):
    return '+' in values[1] or '--' in values[1]


def is_suffix(values, _ours, _theirs):
    return re.search('=-', values[1])
