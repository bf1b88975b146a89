"""Closed lists of the lowest app: what kinds of bodies there are, and what an officer may be there for."""

from django.db import models


class Side(models.TextChoices):
    """Which rules of paper and numbering a body follows."""

    PARTY = "party", "Khối đảng"
    STATE = "state", "Khối nhà nước"


class Level(models.TextChoices):
    """Administrative level of a body, highest first."""

    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Tỉnh, thành phố"
    DISTRICT = "district", "Quận, huyện"
    COMMUNE = "commune", "Xã, phường"


class AgencyKind(models.TextChoices):
    """What a body is; decides its wording on paper and who confirms for it."""

    COMMITTEE = "committee", "Cấp ủy"
    PARTY_ORGAN = "party_organ", "Ban, văn phòng của cấp ủy"
    PARTY_GROUP = "party_group", "Ban cán sự đảng, đảng đoàn"
    STATE = "state", "Cơ quan nhà nước"
    FRONT = "front", "Mặt trận, đoàn thể"
    ASSOCIATION = "association", "Hội quần chúng"
    PRESS = "press", "Báo, đài"
    UNIT = "unit", "Đơn vị trực thuộc"


class Duty(models.TextChoices):
    """What an officer holds a post for."""

    CLERK = "clerk", "Văn thư, chuyên viên"
    LEADER = "leader", "Lãnh đạo"
    ADMINISTRATOR = "administrator", "Quản trị"


class PostKind(models.TextChoices):
    """How an officer came to a post."""

    MAIN = "main", "Chức trách chính"
    CONCURRENT = "concurrent", "Kiêm nhiệm"
    DELEGATED = "delegated", "Ủy quyền"


# Duties that act for an agency; administrators manage agencies and posts, not content (domain.md §5).
ACTING = (Duty.CLERK, Duty.LEADER)


class DayKind(models.TextChoices):
    """How a day of the working calendar departs from Monday to Friday."""

    OFF = "off", "Ngày nghỉ"
    WORKING = "working", "Ngày làm bù"


class ReadKind(models.TextChoices):
    """What somebody took out, for the log of reads: material of an internal document, lists and reports."""

    TEXT = "text", "toàn văn nội bộ"
    FILE = "file", "tệp văn bản nội bộ"
    EVIDENCE = "evidence", "tệp minh chứng của việc nội bộ"
    REPORT = "report", "tệp báo cáo"
    ITEMS = "items", "danh sách nhiệm vụ (XLSX)"
    FEED = "feed", "lịch riêng (iCal)"
