"""Words for search, the same in every language: Han text in overlapping pairs, other scripts in whole words.

Chinese does not part its words, and a search for two characters must find them; pairs do that without a dictionary.
Arabic-script words are compared without vowel marks, tatweel and the high hamza, which people leave out on a phone.
"""

import re
import unicodedata
from collections.abc import Iterator

_RUNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_LEFT_OUT = re.compile("[\u064b-\u0652\u0640\u0674\u0670]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def tokens(text: str) -> Iterator[str]:
    """The words of a text: "押金deposit" gives 押金 and deposit; a single Han character gives itself."""
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text).lower())
    for run in _RUNS.findall(plain):
        if not _HAN.match(run) or len(run) == 1:
            yield run
        else:
            yield from (run[place : place + 2] for place in range(len(run) - 1))
