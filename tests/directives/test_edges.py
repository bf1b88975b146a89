"""Documents at the edge: numbers that do not fit, stubs without a number, a group that somebody left, a file that is gone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agencies.models import Officer
from agencies.services import appoint, create_agency, create_officer
from agencies.uploads import check_upload
from directives.choices import Purpose
from directives.forms import Catalogue, SuperiorForm
from directives.models import Directive
from directives.services import Entry, address_to, attach_file, record_directive
from tests.builders import a_directive
from tests.cast import NOW, World, login
from tests.directives.files import pdf


def officer_of(agency: Any) -> Officer:
    officer = create_officer(username=f"o{agency.pk}", full_name="Cán bộ", email=f"o{agency.pk}@example.vn")
    appoint(officer, agency=agency, duty="clerk", since=date(2010, 1, 1))
    return officer.enter(on=NOW.date())


def test_a_group_opens_a_document_only_to_who_belonged_to_it_then(world: World) -> None:
    bodies = [create_agency(name=name, kind="committee", level="district") for name in ("Đã rời", "Rời sau", "Vào sau")]
    for body, since, until in zip(
        bodies, ("2015-01-01", "2015-01-01", "2021-06-01"), ("2019-12-31", "2021-12-31", None), strict=True
    ):
        world.agencies.cac_huyen_uy.memberships.create(agency=body, since=since, until=until)
    directive = a_directive(world, issued_on=date(2021, 1, 5))
    address_to(directive, groups=[world.agencies.cac_huyen_uy], purpose=Purpose.INFORM, since=date(2021, 1, 5))
    read = [Directive.objects.readable_by(officer_of(body)).filter(pk=directive.pk).exists() for body in bodies]
    assert read == [False, True, True]


def test_a_number_longer_than_its_column_keeps_its_printed_form(world: World) -> None:
    office, by = world.agencies.ban_tuyen_giao, world.officer("vanphong").enter(on=NOW.date())
    printed = f"54-CV/{'A' * 70}"
    directive = record_directive(
        Entry("CV", printed, issuer=office, issued_on=date(2021, 1, 5), subject="Dài"), office=office, by=by, now=NOW
    )
    assert (directive.number_as_printed, directive.number) == (printed, printed[:60])


@pytest.mark.parametrize("number", ["", "Số:   /KH-UBND"])
def test_no_number_and_no_words_do_not_name_a_superior(world: World, number: str) -> None:
    by = world.officer("vanphong").enter(on=NOW.date())
    data = {"kind": "implements", "number": number, "type_code": "KH", "issuer_text": "Ủy ban nhân dân thành phố"}
    form = SuperiorForm(data, user=by, catalogue=Catalogue(by))
    assert not form.is_valid()
    assert "number" in form.errors


@pytest.mark.usefixtures("at")
def test_a_file_that_is_gone_from_the_store_is_not_found(client: Client, world: World) -> None:
    by = world.officer("vanphong").enter(on=NOW.date())
    upload = check_upload(SimpleUploadedFile("cong-van.pdf", pdf("Công văn")))
    row = attach_file(world.cong_van_54, office=world.agencies.ban_tuyen_giao, upload=upload, by=by, now=NOW)
    row.file.storage.delete(str(row.file.name))
    assert login(client, "vanphong").get(reverse("directives:file", args=[row.pk])).status_code == 404
