"""Verbs for bodies that a clerk entered in passing: the administrator of the branch confirms or merges them (decision 17).

A merge says that the two were always one body, so everything that names the provisional one names the other afterwards; it is
not a succession (that is a Handover). Each app says in its `ready()` which of its columns follow; a row that nobody spoke for
stops the merge.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, models, transaction

from agencies import rules, trees
from agencies.dated import DAY, AgencyName, AgencyPlace
from agencies.models import Agency, AgencyAlias, AgencyGroup, GroupMembership, Officer, Post
from agencies.teaching import branch_of
from agencies.text import search_key
from agencies.verdict import Denied

Mover = Callable[[Agency, Agency], None]
_columns: dict[type[models.Model], tuple[str, ...]] = {}
_movers: dict[type[models.Model], tuple[Mover, tuple[str, ...]]] = {}


def supply_columns(model: type[models.Model], *columns: str) -> None:
    """Say which columns of a model follow an agency that is merged into another."""
    _columns[model] = columns


def supply_mover(model: type[models.Model], mover: Mover, *columns: str) -> None:
    """Say how rows follow where changing the columns alone would leave something wrong behind."""
    _movers[model] = (mover, columns)


@transaction.atomic
def confirm(agency: Agency, *, by: Officer) -> Agency:
    """Take a provisional body into the catalogue as it is; every officer sees it from now on."""
    row = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    rules.may_settle_provisional(by, row).require()
    row.provisional = False
    row.save(update_fields=["provisional"])
    return row


@transaction.atomic
def merge(agency: Agency, *, into: Agency, by: Officer, on: date) -> Agency:
    """Make a provisional body one with a known one: rows follow, its name becomes an alias in its branch, it stays as ended."""
    rows = Agency.objects.select_for_update(of=("self",)).in_bulk(sorted({agency.pk, into.pk}))
    row, target = rows[agency.pk], rows[into.pk]
    rules.may_merge(by, row, target).require()
    if target.pk in trees.ids_below([row.pk]):
        raise Denied(f"{target.name} nằm dưới {row.name}; hãy chuyển cấp trên của cơ quan đó trước.")
    _require_all_spoken_for(row)
    _move_own(row, target)
    for model, (mover, _) in _movers.items():
        _attempt(model, lambda mover=mover: mover(row, target))  # type: ignore[misc]
    for model, columns in _columns.items():
        for column in columns:
            found = model._default_manager.filter(**{column: row})
            _attempt(model, lambda found=found, column=column: found.update(**{column: target}))  # type: ignore[misc]
    _learn(row, target)
    row.successor, row.ended_on = target, on - DAY
    row.save(update_fields=["successor", "ended_on"])
    return target


def told(agency: Agency) -> list[tuple[str, int]]:
    """What a merge moves, as kinds of rows with how many: counts only, since an administrator sees no content."""
    found = []
    following: list[tuple[type[models.Model], tuple[str, ...]]] = [
        *_columns.items(),
        *((model, columns) for model, (_, columns) in _movers.items()),
        *((model, ("agency",)) for model in (Post, AgencyAlias, GroupMembership)),
        (Agency, ("parent",)),
    ]
    for model, columns in following:
        named = models.Q(*((column, agency) for column in columns), _connector=models.Q.OR)
        if count := model._default_manager.filter(named).count():
            found.append((str(model._meta.verbose_name), count))
    return found


_OWN = (Agency, AgencyAlias, AgencyGroup, GroupMembership, Post, AgencyName, AgencyPlace)


def _require_all_spoken_for(agency: Agency) -> None:
    for relation in Agency._meta.related_objects:
        model = relation.related_model
        if model in _OWN or model in _columns or model in _movers or relation.many_to_many:
            continue
        if model._default_manager.filter(**{relation.field.name: agency}).exists():
            raise Denied(
                f"{agency.name} còn {model._meta.verbose_name} gắn với nó nên không gộp được. "
                "Hãy xác nhận là cơ quan chính thức rồi bàn giao công việc cho cơ quan kia."
            )


def _attempt(model: type[models.Model], act: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        raise Denied(
            f"Hai cơ quan cùng có {model._meta.verbose_name} ở một chỗ nên không gộp được. "
            "Hãy xác nhận là cơ quan chính thức rồi bàn giao công việc cho cơ quan kia."
        ) from None


def _move_own(row: Agency, target: Agency) -> None:
    """Aliases, members, posts, subordinate and served bodies; what the other has already is not doubled."""
    kept = set(target.aliases.values_list("search_key", "branch"))
    for alias in row.aliases.all():
        if (alias.search_key, alias.branch_id) in kept:
            alias.delete()
    AgencyAlias.objects.filter(agency=row).update(agency=target)
    AgencyAlias.objects.filter(branch=row).update(branch=target)
    AgencyGroup.objects.filter(owner=row).update(owner=target)
    GroupMembership.objects.filter(agency=row, group__in=target.memberships.values("group_id")).delete()
    for model, column in (
        (GroupMembership, "agency"), (Post, "agency"), (Agency, "parent"), (Agency, "serves"), (Agency, "successor"),
        (Agency, "recorded_by"), (AgencyPlace, "parent"),
    ):  # fmt: skip
        found = model._default_manager.filter(**{column: row})
        _attempt(model, lambda found=found, column=column: found.update(**{column: target}))  # type: ignore[misc]


def _learn(row: Agency, target: Agency) -> None:
    """The words that the clerk entered name the known body from now on, in the branch where they were entered."""
    key = search_key(row.name)
    if key == search_key(target.name) or row.recorded_by is None:
        return
    branch = branch_of(row.recorded_by)
    AgencyAlias.objects.get_or_create(search_key=key, branch=branch, defaults={"agency": target, "text": row.name})
