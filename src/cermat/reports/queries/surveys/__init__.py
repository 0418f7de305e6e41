"""Laporan Survei Kepuasan Masyarakat: the whole report of one survey."""

from cermat.reports.queries.surveys.report import survey_behind as survey_behind
from cermat.reports.queries.surveys.report import survey_blocks as survey_blocks
from cermat.reports.queries.surveys.report import survey_print as survey_print
