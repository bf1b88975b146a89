"""How documents follow their agencies: found by new names, and moved when a provisional body turns out to be a known one."""

from __future__ import annotations

from agencies import provisional, renaming
from agencies.models import Agency
from directives.models import Addressee, Directive, DirectiveCopy, Term


def find_by_new_names(agency: Agency) -> None:
    """Write anew the words under which the documents of a renamed issuer are found."""
    rows = list(Directive.objects.filter(issuer=agency).select_related("issuer"))
    for row in rows:
        row.search_key = row.words_to_search()
    Directive.objects.bulk_update(rows, ["search_key"], batch_size=500)


def move_documents(agency: Agency, into: Agency) -> None:
    """Issued and recorded documents name the other body."""
    Directive.objects.filter(recorded_by=agency).update(recorded_by=into)
    if Directive.objects.filter(issuer=agency).update(issuer=into):
        find_by_new_names(into)


def move_addressees(agency: Agency, into: Agency) -> None:
    """A document that was sent to both for one purpose is sent once, since the earlier of the two days."""
    for row in Addressee.objects.filter(agency=agency):
        twin = Addressee.objects.filter(directive=row.directive_id, agency=into, purpose=row.purpose).first()
        if twin is None:
            row.agency = into
            row.save(update_fields=["agency"])
            continue
        if row.since and twin.since and row.since < twin.since:
            twin.since = row.since
            twin.save(update_fields=["since"])
        row.delete()


def supply() -> None:
    """Tell the catalogue, which lies below."""
    renaming.supply_listener(find_by_new_names)
    provisional.supply_mover(Directive, move_documents, "issuer", "recorded_by")
    provisional.supply_mover(Addressee, move_addressees, "agency")
    provisional.supply_columns(DirectiveCopy, "office")
    provisional.supply_columns(Term, "agency")
