"""The first draft of a report's text: office sentences made from its figures, to be edited by people.

Plain text as `reporting.narrative` reads it: one paragraph per line, "- " before an item of a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from agencies.choices import Level, Side
from agencies.models import Agency
from agencies.wording import format_day, number
from directives.models import Directive
from reporting.appendices import Place
from reporting.counts import Counts, Figures, Group, Line
from reporting.layouts import LAYOUTS
from reporting.models import Report
from reporting.periods import spoken
from reporting.quoting import NAMED, listing, quoted
from reporting.rendering.wording import appendix_title, citation
from reporting.selection import Aside
from reporting.snapshot import Direction, Earlier, Snapshot

SECTIONS: Final = {
    "leadership": "Tình hình lãnh đạo, chỉ đạo, quán triệt, triển khai",
    "results": "Kết quả thực hiện",
    "obstacles": "Hạn chế, khó khăn, nguyên nhân",
    "next": "Nhiệm vụ, giải pháp thời gian tới",
    "proposals": "Kiến nghị, đề xuất",
}
"""Sections of an implementation report in their order; no rule fixes them, offices expect them."""


def draft(report: Report, snapshot: Snapshot) -> dict[str, str]:
    """Text of every section."""
    written = {
        "leadership": _leadership(report, snapshot),
        "results": _results(report, snapshot),
        "obstacles": _obstacles(snapshot),
        "next": _next_steps(report, snapshot),
        "proposals": _proposals(report, snapshot),
    }
    return {key: "\n".join(written[key]) for key in SECTIONS}


def texts(report: Report, snapshot: Snapshot) -> dict[str, str]:
    """What the sections say now: people's words where they wrote some, else the draft."""
    drafted = draft(report, snapshot)
    return {key: report.sections.get(key, {}).get("text", drafted[key]) for key in SECTIONS}


def cited(directive: Directive, *, layout: str) -> str:
    """A document named in full: "Công văn số 54-CV/TU, ngày 24/12/2020 của Thành ủy Cần Thơ"."""
    kind = directive.get_type_code_display()
    issuer = directive.issuer_name
    if directive.number and directive.issued_on:
        return citation(LAYOUTS[layout], kind=kind, number=directive.number, on=directive.issued_on, issuer=issuer)
    if directive.number:
        return f"{kind} số {directive.number} của {issuer}"
    return (
        f"{kind} ngày {format_day(directive.issued_on)} của {issuer}" if directive.issued_on else f"{kind} của {issuer}"
    )


def subject_for(report: Report) -> str:
    """Trích yếu as first proposed."""
    instead = f" (thay thế {report.replaces.cited})" if report.replaces is not None else ""
    return f"kết quả thực hiện {spoken_of(report)}, {report.period_label}{instead}"


def spoken_of(report: Report) -> str:
    """What a report is about, as its paper says it after "thực hiện"."""
    if report.directive is not None:
        return cited(report.directive, layout=report.layout)
    if report.about_agency is not None:
        return f"các nhiệm vụ của {report.about_agency.name}"
    if report.about_group is not None:
        return f"các nhiệm vụ của {report.about_group.name}"
    return "các văn bản chỉ đạo được giao theo dõi"


def recipients_for(office: Agency, recipient: Agency | None, body: str) -> list[str]:
    """Nơi nhận as first proposed; the last line is where the office keeps its copy."""
    to = f"{body} {recipient.name}".strip() if recipient else ""
    kept = f"Lưu {office.name if 'văn phòng' in office.name.lower() else f'Văn phòng {office.name}'}"
    if office.side == Side.STATE:
        kept = "Lưu: VT"
    return [*([f"{to} (để báo cáo)"] if to else []), "Các cơ quan, đơn vị chủ trì", kept]


def statistics(counts: Counts) -> str:
    """The official statistics line (domain.md §3): assigned → completed → not completed.

    Where nothing is completed no zeros are told.
    """
    started = f" ({number(counts.not_started)} chưa thực hiện)" if counts.not_started else ""
    if not counts.done:
        return (
            f"đã giao {number(counts.assigned)} đầu việc; chưa hoàn thành đầu việc nào:"
            f" trong hạn {number(counts.in_time)}{started}, quá hạn {number(counts.overdue)}"
        )
    return (
        f"đã giao {number(counts.assigned)} đầu việc; hoàn thành {number(counts.done)} (đạt {percent(counts.tenths)}),"
        f" trong đó đúng hạn {number(counts.done_on_time)}, quá hạn {number(counts.done_late)};"
        f" chưa hoàn thành {number(counts.undone)}, trong đó trong hạn {number(counts.in_time)}{started},"
        f" quá hạn {number(counts.overdue)}"
    )


def percent(tenths: int) -> str:
    """717 → "71,7%"."""
    return f"{tenths // 10},{tenths % 10}%"


def change(now: int, then: int) -> str:
    """ "tăng 3 (từ 50 lên 53)", "giảm 2 (từ 12 xuống 10)", "không đổi (10)"."""
    if now == then:
        return f"không đổi ({number(now)})"
    verb, way = ("tăng", "lên") if now > then else ("giảm", "xuống")
    return f"{verb} {number(abs(now - then))} (từ {number(then)} {way} {number(now)})"


def rate_change(now: int, then: int) -> str:
    """The same for rates, in points: "giảm 2,3 điểm phần trăm (từ 74,0% xuống 71,7%)"."""
    if now == then:
        return f"không đổi ({percent(now)})"
    verb, way = ("tăng", "lên") if now > then else ("giảm", "xuống")
    points = abs(now - then)
    return f"{verb} {points // 10},{points % 10} điểm phần trăm (từ {percent(then)} {way} {percent(now)})"


def comparison(counts: Counts, earlier: Earlier, *, last_year: bool = False) -> str:
    """The sentence that sets a period beside the one before, or beside the same one a year ago."""
    day = f"tính đến ngày {format_day(earlier.on)}"
    then = spoken(earlier.label)
    whom = f"cùng kỳ năm trước ({then}, {day})" if last_year else f"{then} ({day})"
    return (
        f"So với {whom}, số đầu việc được giao"
        f" {change(counts.assigned, earlier.counts.assigned)};"
        f" tỷ lệ hoàn thành {rate_change(counts.tenths, earlier.counts.tenths)};"
        f" số đầu việc quá hạn {change(counts.overdue, earlier.counts.overdue)}."
    )


def _leadership(report: Report, snapshot: Snapshot) -> Iterator[str]:
    more = snapshot.documents - 1
    wider = f" và {number(more)} văn bản triển khai" if report.whole_subtree and more > 0 else ""
    agencies = len([line for line in snapshot.figures.by_agency if line.counts.assigned])
    often = f", cập nhật kết quả {snapshot.cycle}" if snapshot.cycle else ""
    led = f" do {number(agencies)} cơ quan, đơn vị chủ trì" if agencies else ""
    watched = (
        f" theo dõi {number(snapshot.tasks)} nhiệm vụ{led}{often}"
        if snapshot.tasks
        else " chưa có đầu việc nào trong kỳ"
    )
    if report.directive is not None:
        begins = f"Thực hiện {spoken_of(report)}{wider}"
    else:
        several = f" trong {number(snapshot.documents)} văn bản" if snapshot.documents > 1 else ""
        begins = f"Đối với {spoken_of(report)}{several}"
    waiting = sum(aside.number for aside in snapshot.without_agency)
    left = f"; còn {number(waiting)} nhiệm vụ chưa có đơn vị chủ trì, chưa tính vào số liệu" if waiting else ""
    yield f"{begins}, {report.office.name}{watched}{left}."
    yield from _cascade(report, snapshot)
    if said := _more_time(snapshot):
        yield f"Về thời hạn: {said}."
    if snapshot.directions:
        yield "Ý kiến chỉ đạo trong kỳ:"
        yield from (_spoken(one) for one in snapshot.directions)
    if report.replaces is not None:
        yield replacing(report.replaces)


def replacing(earlier: Report) -> str:
    """The sentence by which a correction names what it replaces."""
    return f"Báo cáo này thay thế {earlier.cited}."


def appendix(report: Report, place: Place) -> str:
    """How the text refers to an appendix: "Phụ lục 3" in the Party, "Phụ lục III" in the State."""
    return appendix_title(LAYOUTS[report.layout], place, len(Place))


def _cascade(report: Report, snapshot: Snapshot) -> Iterator[str]:
    """How fast documents came down, and who has not issued one."""
    for one in snapshot.cascade:
        if len(one.below) == 1:
            came = one.below[0]
            yield f"{came.issuer} ban hành {came.label} sau {number(came.days)} ngày kể từ khi có {one.label}."
        elif one.below:
            half = f"một nửa ban hành trong vòng {number(one.days)} ngày"
            yield f"Đã có {number(len(one.below))} văn bản triển khai {one.label}, {half} kể từ ngày ký."
    for one in snapshot.unissued:
        whom = listing(one.missing) if len(one.missing) <= NAMED else f"{number(len(one.missing))} cơ quan, đơn vị nhận"
        yield f"Trên hệ thống chưa có văn bản triển khai {one.label} của {whom} ({appendix(report, Place.UNISSUED)})."


def _more_time(snapshot: Snapshot) -> str:
    """Extensions granted, waiting and refused, those that there are."""
    figures = snapshot.figures
    said = (
        (figures.extensions, "đã đồng ý gia hạn {} lượt"),
        (figures.extensions_refused, "không đồng ý {} đề nghị gia hạn"),
        (figures.extensions_pending, "{} đề nghị gia hạn đang chờ quyết định"),
    )
    return "; ".join(words.format(number(count)) for count, words in said if count)


def _spoken(said: Direction) -> str:
    """ "- Ngày 01/7/2022, đồng chí Lê Minh Triết, Ủy viên Ban Thường vụ, Thành ủy: “…”; đã trả lời 1/2." """
    none_yet = said.answered.startswith("0/")
    answered = (
        "đã được trả lời" if not said.waits else "chưa được trả lời" if none_yet else f"đã trả lời {said.answered}"
    )
    day = format_day(date.fromisoformat(said.on))
    return f"- Ngày {day}, đồng chí {said.who}: “{said.words.rstrip(' .')}”; {answered}."


def _results(report: Report, snapshot: Snapshot) -> Iterator[str]:
    counts = snapshot.figures.counts
    if not counts.assigned:
        yield f"Tính đến ngày {format_day(snapshot.figures.on)}, chưa có đầu việc nào được giao trong kỳ."
        return
    yield f"Tính đến ngày {format_day(snapshot.figures.on)}, {statistics(counts)}."
    if snapshot.earlier is not None:
        yield comparison(counts, snapshot.earlier)
    if snapshot.last_year is not None:
        yield comparison(counts, snapshot.last_year, last_year=True)
    yield from _broken_down(snapshot.figures)
    yield from _answered(report, snapshot)
    if snapshot.results:
        yield "Kết quả nổi bật các cơ quan, đơn vị nêu:"
        yield from quoted(snapshot.results)


def _broken_down(figures: Figures) -> Iterator[str]:
    """By document, level and kind where there are several, and who has finished everything."""
    documents = [line for line in figures.by_directive if line.counts.assigned]
    rates = sorted({line.counts.tenths for line in documents})
    if len(rates) > 1:
        best, worst = ([line for line in documents if line.counts.tenths == rate] for rate in (rates[-1], rates[0]))
        yield (
            f"Trong {number(len(documents))} văn bản, tỷ lệ hoàn thành cao nhất là {_labels(best)} ({percent(rates[-1])}),"
            f" thấp nhất là {_labels(worst)} ({percent(rates[0])})."
        )
    for groups, head, noun in (
        (figures.by_level, "Theo cấp", "cấp"),
        (figures.by_kind, "Theo loại nhiệm vụ", "nhiệm vụ"),
    ):
        known = [group for group in groups if group.counts.assigned]
        if len(known) > 1:
            yield f"{head}: {'; '.join(_group(group, noun) for group in known)}."
    done = [line.label for line in figures.by_agency if line.counts.assigned and not line.counts.undone]
    if done and len(done) < len(figures.by_agency):
        yield f"Có {number(len(done))} cơ quan, đơn vị hoàn thành toàn bộ đầu việc được giao: {listing(done)}."


def _labels(lines: Sequence[Line]) -> str:
    """ "54-CV/TU", "54-CV/TU và 25-KH/TU", "54-CV/TU và 3 văn bản khác"."""
    names = [line.label for line in lines]
    return " và ".join(names) if len(names) <= 2 else f"{names[0]} và {number(len(names) - 1)} văn bản khác"


def named_groups(figures: Figures) -> tuple[tuple[str, Counts], ...]:
    """Levels and kinds with the names by which the text calls them: "cấp quận, huyện", "nhiệm vụ thường xuyên"."""
    found = ((figures.by_level, "cấp"), (figures.by_kind, "nhiệm vụ"))
    return tuple((_called(group, noun), group.counts) for groups, noun in found for group in groups)


def _called(group: Group, noun: str) -> str:
    return f"{noun} {group.label if group.code == Level.CENTRAL else group.label[:1].lower() + group.label[1:]}"


def _group(group: Group, noun: str) -> str:
    """ "cấp quận, huyện có 26 đầu việc, hoàn thành 20 (đạt 76,9%), quá hạn 3"."""
    counts = group.counts
    whose = _called(group, noun)
    done = (
        f"hoàn thành {number(counts.done)} (đạt {percent(counts.tenths)})"
        if counts.done
        else "chưa hoàn thành đầu việc nào"
    )
    late = f", quá hạn {number(counts.overdue)}" if counts.overdue else ""
    return f"{whose} có {number(counts.assigned)} đầu việc, {done}{late}"


def _answered(report: Report, snapshot: Snapshot) -> Iterator[str]:
    """Check-ins of every kind of task, and how many agencies have reported everything that fell due."""
    figures = snapshot.figures
    checks = figures.check_ins
    if checks.total:
        said = [
            f"{number(count)} lượt {words}"
            for count, words in (
                (checks.told, "đã cập nhật kết quả"), (checks.nil, "báo không phát sinh"), (checks.silent, "chưa cập nhật"),
            )
            if count
        ]  # fmt: skip
        late = f", trong đó {number(checks.late)} lượt đã quá hạn" if checks.late else ""
        late = " và đều đã quá hạn" if checks.late and checks.late == checks.silent else late
        yield f"Trong kỳ có {number(checks.total)} lượt phải cập nhật: {', '.join(said)}{late}."
    due, late_with = figures.reporting_agencies, len(figures.silent)
    before = snapshot.earlier.figures if snapshot.earlier else None
    beside = (
        f", so với kỳ trước {change(late_with, len(before.silent))}" if before and before.reporting_agencies else ""
    )
    if due and late_with:
        yield (
            f"Có {number(due - late_with)}/{number(due)} cơ quan, đơn vị đã báo cáo đủ các kỳ đến hạn;"
            f" còn {number(late_with)} cơ quan, đơn vị chưa báo cáo đủ ({appendix(report, Place.SILENT)}){beside}."
        )
    elif due:
        yield (
            f"Cả {number(due)} cơ quan, đơn vị đã báo cáo đủ các kỳ đến hạn."
            if due > 1
            else "Cơ quan chủ trì đã báo cáo đủ các kỳ đến hạn."
        )


def _obstacles(snapshot: Snapshot) -> Iterator[str]:
    figures = snapshot.figures
    if figures.counts.overdue:
        behind = [line for line in figures.by_agency if line.counts.overdue]
        yield f"Còn {number(figures.counts.overdue)} đầu việc quá hạn, thuộc {_bodies(behind)}{_aged(figures)}."
    else:
        yield "Không có đầu việc quá hạn." if figures.counts.assigned else "Chưa có đầu việc nào được giao trong kỳ."
    if twice := [one.label for one in figures.silent if len(one.periods) > 1]:
        yield f"Chưa báo cáo từ hai kỳ trở lên: {listing(twice)}."
    for aside in snapshot.without_agency:
        yield f"{_paths(aside)} của {aside.label} chưa có đơn vị chủ trì nên chưa tính vào số liệu."
    if snapshot.difficulties:
        yield "Khó khăn, vướng mắc các cơ quan, đơn vị đã nêu:"
        yield from quoted(snapshot.difficulties)


def _aged(figures: Figures) -> str:
    """ "; 12 đầu việc quá hạn trên 30 ngày, trong đó 3 đầu việc trên 90 ngày"."""
    long, longest = sum(figures.ageing[2:]), figures.ageing[4]
    if not long:
        return ""
    more = f", trong đó {number(longest)} đầu việc trên 90 ngày" if longest else ""
    return f"; {number(long)} đầu việc quá hạn trên 30 ngày{more}"


def _bodies(lines: Sequence[Line]) -> str:
    """ "Huyện ủy Cờ Đỏ và Quận ủy Ô Môn", or "7 cơ quan, đơn vị" with all those named that have the most: no equal is left out."""
    if len(lines) <= NAMED:
        return listing([line.label for line in lines])
    most = max(line.counts.overdue for line in lines)
    top = [line.label for line in lines if line.counts.overdue == most]
    each = f"mỗi nơi {number(most)} đầu việc"
    if len(top) == len(lines):
        said = each
    elif len(top) > NAMED:
        said = f"nhiều nhất là {number(len(top))} nơi, {each}"
    else:
        said = f"nhiều nhất là {listing(top)} ({each if len(top) > 1 else f'{number(most)} đầu việc'})"
    return f"{number(len(lines))} cơ quan, đơn vị, {said}"


def _paths(aside: Aside) -> str:
    paths = ", ".join(path.rstrip(".") for path in aside.tasks[:NAMED])
    return f"Nhiệm vụ {paths}" if aside.number <= NAMED else f"{number(aside.number)} nhiệm vụ"


def _next_steps(report: Report, snapshot: Snapshot) -> Iterator[str]:
    figures = snapshot.figures
    yield f"Thời gian tới, {report.office.name} tập trung vào các việc sau:"
    if figures.counts.overdue:
        yield (
            f"- Đôn đốc dứt điểm {number(figures.counts.overdue)} đầu việc quá hạn; yêu cầu từng cơ quan, đơn vị nêu rõ"
            " nguyên nhân và ngày hoàn thành."
        )
    if figures.extensions_pending:
        yield f"- Xem xét, trả lời {number(figures.extensions_pending)} đề nghị gia hạn đang chờ quyết định."
    if figures.silent:
        yield (
            f"- Yêu cầu {number(len(figures.silent))} cơ quan, đơn vị chưa báo cáo gửi báo cáo của các kỳ còn nợ"
            f" ({appendix(report, Place.SILENT)})."
        )
    if figures.counts.in_time:
        yield f"- Theo dõi {number(figures.counts.in_time)} đầu việc đang trong hạn, bảo đảm hoàn thành đúng tiến độ."
    for one in snapshot.unissued:
        yield f"- Đôn đốc {number(len(one.missing))} cơ quan, đơn vị nhận {one.label} ban hành văn bản triển khai."
    yield "- Tổng hợp kết quả, kịp thời báo cáo khi có vướng mắc vượt thẩm quyền."


def _proposals(report: Report, snapshot: Snapshot) -> Iterator[str]:
    whom = f"{report.recipient_body} {report.recipient.name}".strip() if report.recipient else "cấp có thẩm quyền"
    for aside in snapshot.without_agency:
        paths = _paths(aside)
        yield f"Đề nghị {whom} cho chủ trương giao đơn vị chủ trì {paths[:1].lower()}{paths[1:]} của {aside.label}."
    if snapshot.proposals:
        yield "Đề xuất của các cơ quan, đơn vị:"
        yield from quoted(snapshot.proposals)
    if not snapshot.without_agency and not snapshot.proposals:
        yield "Không có kiến nghị, đề xuất."
