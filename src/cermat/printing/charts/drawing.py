"""What every kind of picture becomes: one specification, and beside it the words and the table that say the same."""

from dataclasses import dataclass

from cermat.printing.charts.palette import Spec
from cermat.printing.charts.rendering import rendered


class Svg(str):
    """Drawn here, where every word was escaped: a template may print it as it is."""

    __slots__ = ()

    def __html__(self) -> "Svg":
        return self


@dataclass(frozen=True)
class Drawing:
    """`text` tells what is to be seen to who does not see it; `rows` has every figure, the missing ones by name.

    `narrow` is a second form of the same for a phone, where the letters of the first would be too small.
    """

    title: str
    text: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spec: Spec
    narrow: Spec | None = None

    @property
    def svg(self) -> Svg:
        """For paper: colours stand in it as attributes."""
        return Svg(rendered(self.spec, self.title, self.text, "chart"))

    @property
    def on_page(self) -> Svg:
        """The same, with its form for a phone; a stylesheet shows one of them and gives the colours of the scheme."""
        if self.narrow is None:
            return self.svg
        first = rendered(self.spec, self.title, self.text, "chart named")
        return Svg(first + rendered(self.narrow, self.title, self.text, "chart numbered"))
