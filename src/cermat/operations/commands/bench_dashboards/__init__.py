"""`./cermat bench dashboards`: whether each role's numbers come as quickly among 20 kecamatan as in one.

Three throw-away databases on each kind of server: one kecamatan in its first month, the same with 24 months, and with
19 others beside it. Asked by turns as the bench of the collecting does, whose rows these are.
"""

from cermat.operations.commands.bench_collection import Scale

HERE = __name__
WHOLE = Scale(units=(15, 300), repeats=15, site=f"{HERE}.site", alone=True)
