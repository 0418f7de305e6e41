"""Pictures: frozen values in, one Vega-Lite specification with its words and its table out, SVG for page and paper."""

from cermat.printing.charts.areas import Cell, HeatMap, Region, RegionMap
from cermat.printing.charts.bars import Bar, Standards, UnsurBars
from cermat.printing.charts.drawing import Drawing, Svg
from cermat.printing.charts.palette import MONTHS, NOT_DUE
from cermat.printing.charts.panels import Panel, SmallMultiples
from cermat.printing.charts.quarters import QuarterBars
from cermat.printing.charts.rendering import warm
from cermat.printing.charts.spark import Spark
from cermat.printing.charts.together import together
from cermat.printing.charts.trend import Point, Trend

__all__ = [
    "MONTHS",
    "NOT_DUE",
    "Bar",
    "Cell",
    "Drawing",
    "HeatMap",
    "Panel",
    "Point",
    "QuarterBars",
    "Region",
    "RegionMap",
    "SmallMultiples",
    "Spark",
    "Standards",
    "Svg",
    "Trend",
    "UnsurBars",
    "together",
    "warm",
]
