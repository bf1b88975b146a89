"""Closed lists of tracking: states, roles, kinds, classes and occasions."""

from django.db import models


class PlanState(models.TextChoices):
    """nháp → đã phát hành ⇄ tạm dừng → kết thúc (decision 12)."""

    DRAFT = "draft", "nháp"
    PUBLISHED = "published", "đang theo dõi"
    PAUSED = "paused", "tạm dừng"
    ENDED = "ended", "kết thúc"


class TaskKind(models.TextChoices):
    """What a duty asks for (domain.md §4.1)."""

    CONTINUING = "continuing", "thường xuyên"
    PRODUCT = "product", "có sản phẩm"
    RECURRING = "recurring", "báo cáo định kỳ"
    EVENT = "event", "sơ kết, tổng kết"
    SUPERVISION = "supervision", "theo dõi, kiểm tra"


class DueSource(models.TextChoices):
    """Who set a date: decides who may move it (decision 12)."""

    DOCUMENT = "document", "văn bản ấn định"
    OFFICE = "office", "văn phòng ấn định"


class Role(models.TextChoices):
    """What an agency does in a task."""

    LEAD = "lead", "chủ trì"
    COORDINATING = "coordinating", "phối hợp"
    MONITORING = "monitoring", "theo dõi, đôn đốc"


class ItemKind(models.TextChoices):
    """Which occurrence of a lead assignment a work item is (decision 1)."""

    PRODUCT = "product", "sản phẩm"
    CHECK_IN = "check_in", "cập nhật kỳ"
    REPORT = "report", "báo cáo"


class Lifecycle(models.TextChoices):
    """The axis that people set (domain.md §3)."""

    NOT_STARTED = "not_started", "chưa thực hiện"
    IN_PROGRESS = "in_progress", "đang thực hiện"
    SUBMITTED = "submitted", "chờ xác nhận"
    CONFIRMED = "confirmed", "hoàn thành"
    PAUSED = "paused", "tạm dừng"
    CANCELLED = "cancelled", "hủy"
    HANDED_OVER = "handed_over", "chuyển giao"


OPEN = (Lifecycle.NOT_STARTED, Lifecycle.IN_PROGRESS)
UNCONFIRMED = (*OPEN, Lifecycle.SUBMITTED)
OUTSIDE = (Lifecycle.PAUSED, Lifecycle.CANCELLED, Lifecycle.HANDED_OVER)


class Standing(models.TextChoices):
    """The class of a work item on a day (decision 4), in the order in which classes are always shown."""

    DONE_ON_TIME = "done_on_time", "hoàn thành đúng hạn"
    DONE_LATE = "done_late", "hoàn thành quá hạn"
    WITHIN = "within", "trong hạn"
    OVERDUE = "overdue", "quá hạn"
    NOT_STARTED = "not_started", "chưa thực hiện"
    OUTSIDE = "outside", "ngoài tính toán"


CLASSES = (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.WITHIN, Standing.OVERDUE, Standing.NOT_STARTED)


class Preset(models.TextChoices):
    """How the due day of a reporting period follows from the period (decision 2)."""

    PARTY = "party", "Đảng: 10 ngày sau kỳ"
    STATE = "state", "Nhà nước: Nghị định 09/2019/NĐ-CP"


class EventKind(models.TextChoices):
    """What happened to a work item."""

    OPENED = "opened", "giao việc"
    REPORTED = "reported", "báo cáo tiến độ"
    SUBMITTED = "submitted", "báo hoàn thành"
    WITHDRAWN = "withdrawn", "rút lại báo cáo"
    CONFIRMED = "confirmed", "xác nhận hoàn thành"
    RETURNED = "returned", "trả lại"
    EXTENDED = "extended", "gia hạn"
    CANCELLED = "cancelled", "hủy"
    PAUSED = "paused", "tạm dừng"
    RESUMED = "resumed", "tiếp tục"
    REOPENED = "reopened", "mở lại"
    MONITOR = "monitor", "đổi nơi xác nhận"
    PASSED_ON = "passed_on", "bàn giao"
    TAKEN_OVER = "taken_over", "tiếp nhận"
    WAIVED = "waived", "ghi bỏ kỳ báo cáo"
    MOVED = "moved", "đổi hạn theo lịch làm việc"
    URGED = "urged", "công văn đôn đốc"


class LineAnswer(models.TextChoices):
    """What was said about an assignment: by its agency (the first two), by the plan's owner about a refusal."""

    ACCEPTED = "accepted", "nhận việc"
    REFUSED = "refused", "không nhận việc"
    KEPT = "kept", "giữ phân công"
    ENDED = "ended", "phân công lại"


class MemberQuestion(models.TextChoices):
    """What a change of a group's members asks of a task that was split by the group."""

    JOINED = "joined", "thành viên mới"
    LEFT = "left", "thôi là thành viên"


class MonitoringVerb(models.TextChoices):
    """What a monitoring agency does (domain.md §4.6); an assignment keeps the words."""

    GUIDE = "hướng dẫn", "Hướng dẫn"
    FOLLOW = "theo dõi", "Theo dõi"
    URGE = "đôn đốc", "Đôn đốc"
    INSPECT = "kiểm tra", "Kiểm tra"
    SUPERVISE = "giám sát", "Giám sát"
    REVIEW = "sơ kết", "Sơ kết"
    CLOSE = "tổng kết", "Tổng kết"


class Decision(models.TextChoices):
    """A monitor's answer to a submission."""

    CONFIRMED = "confirmed", "xác nhận"
    RETURNED = "returned", "trả lại"


class ExtensionState(models.TextChoices):
    """Where a request for more time stands."""

    PENDING = "pending", "chờ quyết định"
    GRANTED = "granted", "đồng ý"
    REFUSED = "refused", "không đồng ý"


class Occasion(models.TextChoices):
    """Why somebody is reminded; each names a day by the rule of `plans.occasions`. The order is the order of urgency."""

    ASSIGNED = "assigned", "việc mới giao"
    TAKEN_OVER = "taken_over", "tiếp nhận bàn giao"
    PERIOD_OPENED = "period_opened", "đến kỳ báo cáo"
    BEFORE_30 = "before_30", "còn 30 ngày"
    BEFORE_7 = "before_7", "còn 7 ngày"
    BEFORE_3 = "before_3", "còn 3 ngày"
    BEFORE_1 = "before_1", "còn 1 ngày"
    DUE = "due", "đến hạn hôm nay"
    OVERDUE_1 = "overdue_1", "quá hạn 1 ngày"
    OVERDUE_3 = "overdue_3", "quá hạn 3 ngày"
    OVERDUE_7 = "overdue_7", "quá hạn 7 ngày"
    OVERDUE_WEEKLY = "overdue_weekly", "vẫn quá hạn"
    RETURNED = "returned", "bị trả lại"
    RESUBMIT = "resubmit", "hết hạn gửi lại"
    SILENT = "silent", "chưa cập nhật 2 kỳ"
    REVIEW_WAITING = "review_waiting", "chờ xác nhận lâu"
    REVIEW_LATE = "review_late", "chờ xác nhận quá lâu"
    EXTENSION_WAITING = "extension_waiting", "xin gia hạn chưa trả lời"
    EXTENSION_LATE = "extension_late", "xin gia hạn quá lâu chưa trả lời"
    QUESTION_WAITING = "question_waiting", "câu hỏi chưa trả lời"
    QUESTION_LATE = "question_late", "câu hỏi quá lâu chưa trả lời"
    TO_LEADER = "to_leader", "báo lãnh đạo đơn vị"
    TO_MONITOR = "to_monitor", "báo cơ quan theo dõi"
    TO_COMMITTEE = "to_committee", "báo Thường trực cấp ủy"


class Reached(models.TextChoices):
    """Who stood in when the officers that a reminder was for could not be found."""

    DUTY = "", "đúng người"
    LEADER = "leader", "lãnh đạo đơn vị nhận thay"
    MONITOR = "monitor", "cơ quan theo dõi nhận thay"
    OWNER = "owner", "văn phòng chủ kế hoạch nhận thay"


class Channel(models.TextChoices):
    """The way a letter leaves; each is a class of `plans.reminders.channels`."""

    EMAIL = "email", "thư điện tử"
    INBOX = "inbox", "mục Thông báo"


class NoticeKind(models.TextChoices):
    """What an entry of an officer's inbox is about; decides its icon and its filter."""

    REMINDER = "reminder", "nhắc việc"
    DECISION = "decision", "kết quả xử lý"
    QUESTION = "question", "ý kiến, câu hỏi"
    JOB = "job", "việc chạy nền đã xong"


class ReminderState(models.TextChoices):
    """Where a reminder row stands; the row is the queue and the proof."""

    OPEN = "open", "chờ gửi"
    SENT = "sent", "đã gửi"
    MERGED = "merged", "gửi gộp"
    DROPPED = "dropped", "không gửi nữa"
    NOBODY = "nobody", "không có người nhận"
    UNKNOWN = "unknown", "không rõ đã gửi"


class DigestState(models.TextChoices):
    """Where an officer's letter of a day stands (decision 22)."""

    READY = "ready", "chờ gửi"
    SENDING = "sending", "đang gửi"
    SENT = "sent", "đã gửi"
    EMPTY = "empty", "không còn gì để nhắc"
    FAILED = "failed", "gửi lỗi"
    UNKNOWN = "unknown", "không rõ đã gửi"


class NoteKind(models.TextChoices):
    """Who speaks first in a thread: a leader, or an agency that has to act."""

    DIRECTION = "direction", "ý kiến chỉ đạo"
    QUESTION = "question", "câu hỏi của đơn vị"


class BulkKind(models.TextChoices):
    """What is done to many rows of a list at once."""

    ASSIGN = "assign", "giao đơn vị chủ trì"
    DUE_DATE = "due_date", "đổi hạn"
    REASSIGN = "reassign", "đổi đơn vị chủ trì"
    CANCEL = "cancel", "hủy đầu việc"


class BulkState(models.TextChoices):
    """How far a bulk act has come; the row is the queue."""

    WAITING = "waiting", "chờ làm"
    RUNNING = "running", "đang làm"
    DONE = "done", "đã xong"


class HandoverKind(models.TextChoices):
    """What a line of a handover moved."""

    LEAD = "lead", "dòng chủ trì"
    COORDINATING = "coordinating", "dòng phối hợp"
    MONITORING = "monitoring", "dòng theo dõi"
    ITEM = "item", "đầu việc"
    OWNER = "owner", "chủ kế hoạch"
    MONITOR = "monitor", "cơ quan theo dõi"
    DUTY = "duty", "chế độ báo cáo"
    POST = "post", "chức trách"
    GROUP = "group", "nhóm đơn vị"
    BODY = "body", "cơ quan trực thuộc"
    REPORT = "report", "báo cáo chưa ban hành"


class Fate(models.TextChoices):
    """What becomes of a task when its document is replaced or amended."""

    KEEP = "keep", "giữ"
    MOVE = "move", "chuyển sang văn bản mới"
    CANCEL = "cancel", "hủy"


class UrgingState(models.TextChoices):
    """Where a công văn đôn đốc stands; it never goes back."""

    DRAFT = "draft", "dự thảo"
    SENT = "sent", "đã gửi"
    ANSWERED = "answered", "đã có trả lời"


class Answer(models.TextChoices):
    """How a check-in was answered: with words, with "không phát sinh", or not (domain.md §4.2)."""

    TOLD = "told", "đã cập nhật"
    NIL = "nil", "không phát sinh"
    SILENT = "silent", "chưa cập nhật"


class MoreTime(models.TextChoices):
    """What came of requests for more time, as figures count them; the codes stand in URLs."""

    GRANTED = "dong-y", "được gia hạn"
    WAITING = "cho", "đang xin gia hạn"
    REFUSED = "khong-dong-y", "không được gia hạn"
