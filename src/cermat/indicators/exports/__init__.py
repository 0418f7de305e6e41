"""A plan as files that leave the house: the workbook to fill in, and each table of the chain."""
