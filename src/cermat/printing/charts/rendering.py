"""From a specification to SVG, by Vega-Lite inside this process. Nothing is fetched, and what was drawn is kept.

The library runs one engine for all threads; a lock keeps them from drawing the same picture twice at once.
"""

import json
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread

from cermat.printing.charts.painting import painted
from cermat.printing.charts.palette import LOCALE, Spec

VEGA_LITE = "6.4"
KEPT = 256  # pictures of some 10 KB
FONTS = Path(__file__).resolve().parents[1] / "fonts"


class Shelf:
    """The pictures drawn last, by the digest of what they show."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lock = Lock()
        self.kept: OrderedDict[str, str] = OrderedDict()
        self.drawn = 0  # by the engine, since the start

    def get(self, key: str) -> str | None:
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
            return found

    def put(self, key: str, svg: str) -> None:
        with self.lock:
            self.kept[key] = svg
            self.drawn += 1
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)


SHELF = Shelf(KEPT)
_engine = Lock()
_fonts_are_known = False


def rendered(spec: Spec, title: str, text: str, kind: str) -> str:
    """The drawing as SVG with its name and its words in it. `kind`: the classes of its root."""
    key = sha256(json.dumps([spec, title, text, kind], sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    found = SHELF.get(key)
    if found is not None:
        return found
    with _engine:
        found = SHELF.get(key)  # another thread drew it meanwhile
        if found is None:
            found = painted(_vega(spec), title=title, text=text, kind=kind, mark=key[:8])
            SHELF.put(key, found)
    return found


def _vega(spec: Spec) -> str:
    global _fonts_are_known  # noqa: PLW0603 - the library keeps its fonts for the whole process
    import vl_convert  # noqa: PLC0415 - its engine costs memory, which only who draws shall pay

    if not _fonts_are_known:
        vl_convert.register_font_directory(str(FONTS))
        _fonts_are_known = True
    made: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[], format_locale=LOCALE)
    return made


def warm() -> Thread:
    """Start the engine beside the work that is waiting: its first picture takes most of a second."""
    spec: Spec = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x"}}}
    thread = Thread(target=rendered, args=(spec, "", "", "chart"), name="charts", daemon=True)
    thread.start()
    return thread
