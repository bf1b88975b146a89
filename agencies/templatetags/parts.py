"""The parts that pages are made of, as tags and filters; each has its template in templates/components/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from agencies import wording
from agencies.icons import FILLED, HALF, OUTLINE
from agencies.marks import count_of, dress, shares
from agencies.paging import SIZES

register = template.Library()

NOTHING: Final = "–"
PICTURES: Final = (".jpg", ".jpeg", ".png", ".webp", ".heic")


# --- words for days and numbers ---------------------------------------------------------------


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def day(value: date | datetime | None) -> str:
    """24/12/2020, 03/7/2022, 15/02/2022; a dash for no day."""
    return wording.format_day(_local_day(value)) if value else NOTHING


@register.filter
def day_month(value: date | datetime | None) -> str:
    """18/7, for places where the year is plain."""
    return day(value).rpartition("/")[0] if value else NOTHING


@register.filter
def weekday(value: date | datetime) -> str:
    """thứ Năm, as it stands within a sentence."""
    name = wording.weekday_name(_local_day(value))
    return f"{name[:1].lower()}{name[1:]}"


@register.filter
def weekday_day(value: date | datetime) -> str:
    """Thứ Năm, 14/7/2022: for the head of a page."""
    return f"{wording.weekday_name(_local_day(value))}, {day(value)}"


@register.filter
def moment(value: datetime | None) -> str:
    """08:05, 14/7/2022 in the office's time zone."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M}, {wording.format_day(local.date())}"


@register.simple_tag
def day_time(value: date | datetime | None) -> str:
    """A day as a `<time>` that stays on one line."""
    if value is None:
        return NOTHING
    return format_html('<time class="nowrap" datetime="{}">{}</time>', _local_day(value).isoformat(), day(value))


@register.filter
def thousands(value: int | None) -> str:
    """3.871."""
    return NOTHING if value is None else wording.number(value)


@register.filter
def file_size(value: int | None) -> str:
    """1,8 MB; 340 KB; 12 B."""
    if value is None:
        return NOTHING
    for unit, size in (("MB", 1024 * 1024), ("KB", 1024)):
        if value >= size:
            shown = f"{value / size:.1f}".replace(".", ",").removesuffix(",0")
            return f"{shown} {unit}"
    return f"{value} B"


@register.filter
def dash(value: object) -> object:
    """The value, or a dash for nothing; zero is a value."""
    return NOTHING if value is None or value == "" else value


# --- small marks -------------------------------------------------------------------------------


@register.simple_tag
@lru_cache
def icon(name: str, css: str = "") -> SafeString:
    """A decorative icon of agencies/icons.py; an unknown name fails, so that no page ships a hole."""
    css = f"icon {css}".strip()
    if name in FILLED:
        shape = format_html('<path d="{}"/>', FILLED[name])
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">{}</svg>', css, shape
        )
    if name == "half":
        shape = format_html('<path d="{}"/><path d="{}" fill="currentColor"/>', *HALF)
    else:
        shape = format_html('<path d="{}"/>', OUTLINE[name])
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true">{}</svg>',
        css,
        shape,
    )


@register.simple_tag
def standing(of: object, text: str = "", why: str = "", subject: str = "") -> SafeString:
    """Badge of a standing, icon and words; `of` is a code, or an object that carries its standing (agencies.marks.dress).

    Written here and not as a template: every row of every list has one.
    """
    mark, words = dress(of)
    words = text or words
    badge = format_html('<span class="st {}">{}<span>{}</span></span>', mark.css, icon(mark.icon), words)
    if not why:
        return badge
    asked = f"{words[:1].lower()}{words[1:]}"
    return format_html(
        '<span class="st-line">{} <a class="why" href="{}" aria-label="Vì sao {}?">vì sao?</a></span>',
        badge, why, f"{subject} {asked}" if subject else asked,
    )  # fmt: skip


@register.inclusion_tag("components/_bar.html")
def bar(counts: object, noun: str = "đầu việc", *, large: bool = False) -> dict[str, Any]:
    """Stacked bar of the five classes; the accessible name says the same in words."""
    parts = shares(counts)
    total = sum(part.count for part in parts)
    told = ", ".join(f"{wording.number(p.count)} {p.words.lower()}" for p in parts if p.count)
    name = f"{wording.number(total)} {noun}: {told}" if total else f"Chưa có {noun}"
    return {"parts": [p for p in parts if p.count], "name": name, "large": large}


@register.inclusion_tag("components/_legend.html")
def legend(counts: object, links: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Key of the bar with counts; each links to its rows where `links` names them by class."""
    return {"entries": [(part, (links or {}).get(part.code, "")) for part in shares(counts)]}


@register.filter
def count_in(counts: object, code: str) -> int:
    """The count of one class in a mapping or object."""
    return count_of(counts, code)


@register.simple_tag
def demo_accounts() -> dict[str, Any] | None:
    """Names, words and the one password of the sample cast; nothing outside the demo."""
    cast = getattr(settings, "DEMO_ACCOUNTS", ()) if settings.DEMO else ()
    return {"accounts": cast, "password": getattr(settings, "DEMO_PASSWORD", "")} if cast else None


@register.simple_tag(name="tag")
def tag_mark(words: str, *, dashed: bool = False) -> SafeString:
    """A small grey label; dashed for what is known only in part."""
    return format_html('<span class="tag{}">{}</span>', " tag-dashed" if dashed else "", words)


@register.simple_tag
def formerly(agency: Any) -> SafeString:
    """What an agency was called before, in short and small beside its name; nothing for one that was never renamed."""
    former = getattr(agency, "former_labels", "")
    return format_html(' <span class="formerly">(trước đây: {})</span>', former) if former else SafeString()


@register.simple_tag
def chip(words: object, kind: str = "") -> SafeString:
    """An agency as a chip: kind "lead" with a strong edge, "open" dashed for words without an agency."""
    return format_html('<span class="chip{}">{}</span>', f" chip-{kind}" if kind else "", words)


# --- blocks --------------------------------------------------------------------------------------


@register.simple_block_tag
def panel(
    content: str,
    title: str,
    id: str = "",  # noqa: A002 - the word a page builder expects
    count: int | None = None,
    href: str = "",
    link: str = "",
) -> SafeString:
    """A surface with a head; the body between the tags is the page's own."""
    context = {"content": content, "title": title, "id": id, "count": count, "href": href, "link": link}
    return render_to_string("components/_panel.html", context)


@register.simple_block_tag
def page_crumbs(content: str) -> SafeString:
    """The path to a page around its crumbs; nothing at all where a page names none. For base.html."""
    if not content.strip():
        return SafeString()
    return format_html('<nav class="crumbs" aria-label="Đường dẫn"><ol>{}</ol></nav>', content)


@register.simple_block_tag
def page_facts(content: str) -> SafeString:
    """The grey line under a title; nothing where a page has no facts. For base.html."""
    return format_html("<p>{}</p>", content) if content.strip() else SafeString()


@register.inclusion_tag("components/_crumb.html")
def crumb(label: str, href: str = "") -> dict[str, Any]:
    """One step of the path to a page; the last has no link."""
    return {"label": label, "href": href}


@register.inclusion_tag("components/_tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Places within a page: items with label, url and perhaps count, current, icon."""
    return {"items": [{"count": None, "current": False, "icon": "", **item} for item in items], "label": label}


@register.inclusion_tag("components/_steps.html")
def steps(items: Iterable[Mapping[str, Any]], label: str) -> dict[str, Any]:
    """Steps of an act: items with label, note and state past, here or next."""
    return {"items": [{"note": "", "state": "next", **item} for item in items], "label": label}


@register.inclusion_tag("components/_diary.html")
def diary(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened and what comes: entries with day (date or words), text and perhaps state next or held, href."""
    rows = [{"state": "", "href": "", **entry} for entry in entries]
    for row in rows:
        row["when"] = row["day"] if isinstance(row["day"], str) else day(row["day"])
    return {"entries": rows}


@register.inclusion_tag("components/_change_history.html")
def change_history(kind: str, pk: int) -> dict[str, str]:
    """The folded history of one thing; costs a page nothing until it is opened. `kind` is the word of its address."""
    return {"href": reverse("agencies:history", args=[kind, pk])}


@register.inclusion_tag("components/_file_list.html")
def file_list(files: Iterable[Any]) -> dict[str, Any]:
    """Files with name and perhaps size (bytes), url, note, remove_url; mappings or objects."""
    keys = ("name", "size", "url", "note", "remove_url")
    rows = [{key: (f.get(key) if isinstance(f, Mapping) else getattr(f, key, None)) for key in keys} for f in files]
    for row in rows:
        row["icon"] = (
            "photo" if str(row["name"]).lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".heic")) else "file-text"
        )
        row["facts"] = ", ".join(filter(None, (file_size(row["size"]) if row["size"] is not None else "", row["note"])))
    return {"files": rows}


@register.inclusion_tag("components/_empty_state.html")
def empty_state(words: str, hint: str = "", href: str = "", action: str = "") -> dict[str, Any]:
    """What stands where rows would be: says what is so, and what to do."""
    return {"words": words, "hint": hint, "href": href, "action": action}


# --- lists: filters, order, pages -------------------------------------------------------------------


def _query(context: Context) -> QueryDict:
    request: HttpRequest = context["request"]
    return request.GET.copy()


def _with(query: QueryDict, **changes: str | None) -> str:
    """The query with some keys set or, for None, dropped; the page is always forgotten unless it is set."""
    changed = query.copy()
    changed.pop("page", None)
    for key, value in changes.items():
        changed.pop(key, None)
        if value is not None:
            changed[key] = value
    return f"?{changed.urlencode()}"


def _chosen(form: BaseForm, query: QueryDict) -> list[dict[str, str]]:
    """The filters in force as words, each with the query that takes it away."""
    found = []
    for bound in form:
        for value in query.getlist(bound.name):
            if not value.strip() or bound.is_hidden:
                continue
            words = {str(key): str(label) for key, label in _flat_choices(bound)}
            rest = query.copy()
            rest.setlist(bound.name, [other for other in query.getlist(bound.name) if other != value])
            shown = words.get(value, f"“{value}”" if not words else value)
            if bound.widget_type == "checkbox":
                shown = "có"
            found.append({"label": str(bound.label), "words": shown, "without": _with(rest)})
    return found


def _flat_choices(bound: BoundField) -> Iterable[tuple[Any, Any]]:
    for key, label in getattr(bound.field, "choices", ()):
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label


@register.inclusion_tag("components/_filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: BaseForm, total: int, noun: str = "dòng") -> dict[str, Any]:
    """GET form over a list: words first, then selects, then what is chosen and how many rows there are."""
    query = _query(context)
    visible = form.visible_fields()
    names = {bound.name for bound in visible}
    kept = [(key, value) for key in query if key not in names | {"page"} for value in query.getlist(key)]
    chosen = _chosen(form, query)
    cleared = query.copy()
    for name in names:
        cleared.pop(name, None)
    return {"fields": visible, "kept": kept, "chosen": chosen, "clear": _with(cleared), "total": total, "noun": noun}


def _sort(context: Context, field: str, label: str) -> dict[str, Any]:
    query = _query(context)
    now = query.get("sort", "")
    order = {field: "ascending", f"-{field}": "descending"}.get(now, "")
    return {
        "label": label,
        "order": order,
        "arrow": {"ascending": "↑", "descending": "↓"}.get(order, ""),
        "href": _with(query, sort=f"-{field}" if order == "ascending" else field),
    }


@register.inclusion_tag("components/_sort_link.html", takes_context=True)
def sort_link(context: Context, field: str, label: str) -> dict[str, Any]:
    """Link that orders the list by `?sort=field`, then by `-field`."""
    return _sort(context, field, label)


@register.inclusion_tag("components/_sort_head.html", takes_context=True)
def sort_head(context: Context, field: str, label: str, css: str = "") -> dict[str, Any]:
    """A whole head cell with its sort link and aria-sort."""
    return {**_sort(context, field, label), "css": css}


@register.inclusion_tag("components/_pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], noun: str = "") -> dict[str, Any]:
    """Which rows are shown of how many, the pages around, the page sizes (`?size=`)."""
    query = _query(context)
    size = page.paginator.per_page
    return {
        "page": page,
        "noun": noun,
        "previous": _with(query, page=str(page.previous_page_number())) if page.has_previous() else "",
        "next": _with(query, page=str(page.next_page_number())) if page.has_next() else "",
        "sizes": [(number, _with(query, size=str(number)), number == size) for number in SIZES],
    }


# --- forms ----------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field in the house manner: label, hint, error, control."""
    return bound.as_field_group()


def _told_errors(bound: BoundField) -> list[tuple[str, str]]:
    """Anchor and words of each error of a field; the label goes first where the error does not name it."""
    anchor = "" if bound.is_hidden else str(getattr(bound, "anchor", bound.id_for_label))
    label = str(bound.label)
    said = [str(error) for error in bound.errors]
    return [(anchor, words if label.lower() in words.lower() else f"{label}: {words}") for words in said]


@register.inclusion_tag("components/_form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """Summary of errors that links to the fields; nothing while the form is unbound or clean."""
    if not form.is_bound:
        return {"general": [], "wrong": []}
    return {"general": form.non_field_errors(), "wrong": [line for bound in form for line in _told_errors(bound)]}


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Summary and every field of a form, without the `<form>` element."""
    return form.render()
