"""Words, classes and addresses of the overview pages."""

from cermat.dashboards.presenters.board import board_view as board_view
from cermat.dashboards.presenters.late import late_lines as late_lines
from cermat.dashboards.presenters.late import late_rows as late_rows
from cermat.dashboards.presenters.matrix import matrix_view as matrix_view
from cermat.dashboards.presenters.overview import office_view as office_view
from cermat.dashboards.presenters.overview import tabs_of as tabs_of
from cermat.dashboards.presenters.region import NAME as NAME
from cermat.dashboards.presenters.region import headings as headings
from cermat.dashboards.presenters.region import region_rows as region_rows
from cermat.dashboards.presenters.section import section_view as section_view
from cermat.dashboards.presenters.section import village_view as village_view
from cermat.dashboards.presenters.start import start_view as start_view
from cermat.dashboards.presenters.tasks import home_view as home_view
from cermat.dashboards.presenters.tasks import task_lines as task_lines
