"""What a person owes, how a period stands, and how the kecamatan stand beside each other. Read only."""

from cermat.dashboards.queries.board import Board as Board
from cermat.dashboards.queries.board import board_of as board_of
from cermat.dashboards.queries.board import open_sheets as open_sheets
from cermat.dashboards.queries.board import to_remind as to_remind
from cermat.dashboards.queries.desk import Desk as Desk
from cermat.dashboards.queries.home import Home as Home
from cermat.dashboards.queries.home import home_of as home_of
from cermat.dashboards.queries.region import KecamatanState as KecamatanState
from cermat.dashboards.queries.region import kecamatan_states as kecamatan_states
from cermat.dashboards.queries.tasks import Task as Task
from cermat.dashboards.queries.tasks import TaskKind as TaskKind
from cermat.dashboards.queries.tasks import tasks_of as tasks_of
