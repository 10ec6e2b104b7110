"""The spelling that words are searched by: no case, no accents."""

import unicodedata

# Characters that are not seen: Default_Ignorable_Code_Point of Unicode, those
# below that are not marks.
IGNORED = {0xad, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xfeff, 0xffa0,
           *range(0x180b, 0x1810), *range(0x200b, 0x2010),
           *range(0x202a, 0x202f), *range(0x2060, 0x2070)}


def fold(text):
    text = unicodedata.normalize('NFKD', text).casefold()
    return ''.join(character
                   for character in unicodedata.normalize('NFKD', text)
                   if character != '\0' and ord(character) not in IGNORED and
                   unicodedata.category(character)[0] != 'M')
