"""What the public headers declare."""

import os
import re

from harness import SOURCE
from installed import read

HEADERS = os.path.join(SOURCE, 'bridge/include/gantry')


def headers():
    """Return {name: text} without comments and parts for C++ only."""
    return {name: re.sub(r'/\*.*?\*/|^#ifdef __cplusplus\n.*?^#endif\n', '',
                         read(os.path.join(HEADERS, name)),
                         flags=re.M | re.S)
            for name in sorted(os.listdir(HEADERS))}


def without_macros(text):
    text = re.sub(r'^#(?:.*\\\n)*.*\n', '', text, flags=re.M)
    return re.sub(r'^GANTRY_MIDDLEWARE_\w+\(\w+\)(?:;| void)', '', text,
                  flags=re.M)


def squeezed(text):
    """Remove insignificant blanks."""
    return re.sub(r' ?([*(),]) ?', r'\1', ' '.join(text.split()))


def prototypes(text):
    """Return {name: prototype} of a header."""
    text = re.sub(r'__attribute__\(\(.*?\)\)\)', '', without_macros(text),
                  flags=re.S)
    while re.search(r'\{[^{}]*\}', text):
        text = re.sub(r'\{[^{}]*\}', '', text)
    found = {}
    for statement in text.split(';'):
        match = re.match(r'(?:.*\n)*?((?:[a-z][^\n]*\n?)?[^\n]*?(gantry_\w+)'
                         r'\([\s\S]*\))\s*$', statement.strip())
        if match:
            found[match[2]] = squeezed(match[1])
    return found


def structs(text):
    """Return {name: fields} of the structs and enums in a header."""
    found = {}
    for name, body in re.findall(
            r'^(?:struct|enum) (gantry_\w+) \{\n(.*?)^\};',
            without_macros(text), re.M | re.S):
        calls = re.findall(r'\(\*(\w+)\)', body)
        body = re.sub(r'[\w *]+\(\*\w+\)\s*\([^)]*\);', '', body)
        plain = re.findall(r'(\w+)(?:\[\w*\])?(?: = \d+)?\s*[;,]', body)
        found[name] = calls + plain
    return found


# What the macros for ready-made middleware declare.
MIDDLEWARE = {
    'OPEN': 'int gantry_%s_open(const void*options,'
            'const struct gantry_settings*settings,void**state,'
            'struct gantry_error*error)',
    'REQUEST': 'int gantry_%s_process_request(struct gantry_request*request,'
               'struct gantry_response*response,void*state)',
    'RESOURCE': 'int gantry_%s_process_resource(struct gantry_request*request,'
                'struct gantry_response*response,void*state)',
    'RESPONSE': 'int gantry_%s_process_response(struct gantry_request*request,'
                'struct gantry_response*response,void*state,bool succeeded)',
    'CLOSE': 'void gantry_%s_close(void*state)',
}


def middleware_prototypes(text):
    """Return {name: prototype} of what the macros of a header declare."""
    found = [MIDDLEWARE[part] % kind for part, kind in re.findall(
        r'^GANTRY_MIDDLEWARE_(\w+)\((\w+)\);', text, re.M)]
    return {re.search(r'(gantry_\w+)\(', prototype)[1]: prototype
            for prototype in found}


def arguments(prototype):
    """Return the types and names of a prototype's arguments."""
    inside = prototype[prototype.index('(') + 1:prototype.rindex(')')]
    parts, depth = [''], 0
    for character in inside:
        depth += {'(': 1, ')': -1}.get(character, 0)
        if character == ',' and depth == 0:
            parts.append('')
        else:
            parts[-1] += character
    found = []
    for part in parts:
        call = re.match(r'.*?\(\*(\w+)\)', part)
        array = re.fullmatch(r'(.*?)(\w+)\[\]', part)
        plain = re.fullmatch(r'(.*?)(\w+)', part)
        if part in ('void', '...'):
            continue
        if call:
            found.append((part.replace(f'(*{call[1]})', '(*)'), call[1]))
        elif array:
            found.append((array[1].rstrip() + '*', array[2]))
        else:
            found.append((plain[1].rstrip(), plain[2]))
    return found


def pointers(text, struct):
    """Return the names of a struct's fields that are pointers."""
    body = re.search(rf'^struct {struct} \{{\n(.*?)^\}};',
                     without_macros(text), re.M | re.S)[1]
    calls = re.findall(r'\(\*(\w+)\)', body)
    plain = re.sub(r'[\w *]+\(\*\w+\)\s*\([^)]*\);', '', body)
    return calls + re.findall(r'\*(?:const )?(\w+)(?=[,;])', plain)
