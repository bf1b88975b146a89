"""Who departs from reporting on time, when: the year's script as data.

Keys are (document, agency); the numbers count the periods whose due day has passed back from the latest one (0). What is not
written here reports on time and is confirmed within three working days.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Course(StrEnum):
    """How one line's answer for one period goes."""

    ON_TIME = "on_time"
    LATE = "late"
    SILENT = "silent"
    NOTED = "noted"  # silent, but said in between that it is coming
    RETURNED = "returned"  # returned once, sent again within the days granted
    SENT_BACK = "sent_back"  # returned the other day and not sent again yet
    WITHDRAWN = "withdrawn"  # taken back once and sent again the same day
    PAPER = "paper"  # came on paper and was entered by the monitor


@dataclass(frozen=True, slots=True)
class Turn:
    """A course with the days it takes: calendar days late, for a late one."""

    course: Course
    days: int = 0


def _late(days: int) -> Turn:
    return Turn(Course.LATE, days)


SILENT, NOTED, RETURNED, SENT_BACK, WITHDRAWN = (
    Turn(Course.SILENT), Turn(Course.NOTED), Turn(Course.RETURNED), Turn(Course.SENT_BACK), Turn(Course.WITHDRAWN),
)  # fmt: skip

TURNS: dict[tuple[str, str], dict[int, Turn]] = {
    # Two periods of silence in a row, which their leaders hear of.
    ("d04", "co_do"): {0: SILENT, 1: SILENT, 2: _late(16)},
    ("d04", "cuu_chien_binh"): {0: SILENT, 1: SILENT, 2: _late(20)},
    ("d04", "o_mon"): {0: SILENT, 3: _late(6)},
    ("d04", "thot_not"): {0: SENT_BACK, 1: RETURNED},
    ("d04", "vinh_thanh"): {0: NOTED, 1: _late(7), 2: _late(12)},
    ("d04", "bcs_ubnd"): {0: NOTED, 1: _late(7), 2: _late(24)},
    ("d04", "dai"): {0: SILENT},
    ("d04", "binh_thuy"): {0: _late(1), 2: RETURNED},
    ("d04", "phu_nu"): {0: WITHDRAWN, 1: _late(3)},
    ("d04", "thanh_doan"): {1: _late(8), 3: _late(5)},
    ("d04", "cong_an"): {1: RETURNED},
    ("d04", "thoi_lai"): {3: _late(3)},
    ("d04", "phong_dien"): {1: RETURNED},
    ("d04", "bao"): {2: RETURNED},
    ("d05", "qn_ly_son"): {0: SILENT, 1: _late(21)},
    ("d05", "qn_son_tay"): {0: _late(1), 1: _late(9)},
    ("d05", "qn_tra_bong"): {1: _late(13)},
    ("d05", "qn_minh_long"): {0: RETURNED},
    ("d05", "qn_dd_hdnd"): {1: RETURNED},
    ("d07", "pt_chroh_ponan"): {0: SILENT, 1: _late(6)},
    ("d07", "pt_ia_piar"): {0: NOTED, 2: _late(9)},
    ("d07", "pt_chu_a_thai"): {0: _late(1), 1: RETURNED},
    ("d09", "btt_lhh"): {1: _late(6)},
}
# A duty of reporting to a committee, by (document, agency): these periods are still owed.
UNSENT_REPORTS = {("d09", "vp_lhh"): (0,)}
# Sent within the last days and not confirmed: (document, path, agency) and working days ago.
WAITING = {
    ("d04", "4", "dd_lhh"): 3,
    ("d04", "5", "nong_dan"): 2,
    ("d05", "1", "qn_mo_duc"): 2,
    ("d07", "III.2", "pt_ayun_ha"): 3,
}
# "Không phát sinh".
NIL = {
    ("d04", "nong_dan", 0),
    ("d04", "lao_dong", 1),
    ("d04", "quan_su", 2),
    ("d07", "pt_ia_peng", 1),
    ("d05", "qn_son_ha", 1),
}
# Say in the middle of the running period how far they are.
EARLY = {("d04", "ninh_kieu"), ("d04", "bao"), ("d04", "dd_hdnd"), ("d05", "qn_binh_son"), ("d07", "pt_thi_tran")}
