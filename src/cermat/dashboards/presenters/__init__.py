"""Words, classes and addresses of the overview pages."""

from cermat.dashboards.presenters.board import board_view as board_view
from cermat.dashboards.presenters.matrix import matrix_view as matrix_view
from cermat.dashboards.presenters.region import region_cards as region_cards
from cermat.dashboards.presenters.tasks import home_view as home_view
from cermat.dashboards.presenters.tasks import task_lines as task_lines
