"""Cermat: the performance-data procedure of a kecamatan, as software."""
