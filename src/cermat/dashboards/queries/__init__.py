"""What a person owes, how a period and an office stand, and how the kecamatan stand beside each other. Read only."""

from cermat.dashboards.queries.board import Board as Board
from cermat.dashboards.queries.board import board_of as board_of
from cermat.dashboards.queries.board import open_sheets as open_sheets
from cermat.dashboards.queries.board import to_remind as to_remind
from cermat.dashboards.queries.desk import Desk as Desk
from cermat.dashboards.queries.home import Home as Home
from cermat.dashboards.queries.home import home_of as home_of
from cermat.dashboards.queries.late import Late as Late
from cermat.dashboards.queries.late import LateKind as LateKind
from cermat.dashboards.queries.late import late_of as late_of
from cermat.dashboards.queries.office import Absorbed as Absorbed
from cermat.dashboards.queries.office import Done as Done
from cermat.dashboards.queries.office import Office as Office
from cermat.dashboards.queries.office import office_of as office_of
from cermat.dashboards.queries.region import KecamatanState as KecamatanState
from cermat.dashboards.queries.region import kecamatan_states as kecamatan_states
from cermat.dashboards.queries.section import Followed as Followed
from cermat.dashboards.queries.section import SectionBoard as SectionBoard
from cermat.dashboards.queries.section import own_sections as own_sections
from cermat.dashboards.queries.section import section_board as section_board
from cermat.dashboards.queries.tasks import Task as Task
from cermat.dashboards.queries.tasks import TaskKind as TaskKind
from cermat.dashboards.queries.tasks import tasks_of as tasks_of
from cermat.dashboards.queries.village import VillageMonth as VillageMonth
from cermat.dashboards.queries.village import own_villages as own_villages
from cermat.dashboards.queries.village import village_month as village_month
