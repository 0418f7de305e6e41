"""A tree of boxes as a picture: dataclass in, SVG out. Columns are levels; what hangs on a box stands right of it."""

from cermat.printing.tree.boxes import Sign, Tree, TreeBox, TreeColumn, Words
from cermat.printing.tree.drawing import tree_svg
from cermat.printing.tree.layout import laid_out, pages_of

__all__ = ["Sign", "Tree", "TreeBox", "TreeColumn", "Words", "laid_out", "pages_of", "tree_svg"]
