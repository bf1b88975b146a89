"""Forms of accounts, posts and delegations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from agencies.choices import ACTING, Duty, PostKind
from agencies.form_fields import Composed
from agencies.forms_catalogue import agencies_field, day_field, kept_by
from agencies.models import Officer, Post

GIVEN = [(kind.value, kind.label) for kind in (PostKind.MAIN, PostKind.CONCURRENT)]


class PersonForm(forms.Form):
    """Who somebody is and where letters reach them."""

    full_name = Composed(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Thư điện tử", max_length=254, help_text="Thư nhắc việc gửi tới đây.")
    phone = Composed(label="Điện thoại", max_length=30, required=False)


class PostFields(forms.Form):
    """A duty in an agency with its days."""

    agency = agencies_field("Cơ quan")
    duty = forms.ChoiceField(label="Chức trách", choices=Duty.choices)
    title = forms.CharField(
        label="Chức danh",
        max_length=120,
        required=False,
        help_text="Như trong quyết định: Trưởng ban, Chánh Văn phòng.",
    )
    since = day_field("Từ ngày")

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies: Any = self.fields["agency"]
        agencies.queryset = kept_by(officer, on=on)


class AppointForm(PostFields):
    """A further post of an officer."""

    kind = forms.ChoiceField(label="Hình thức", choices=GIVEN)
    until = day_field("Đến hết ngày", "Để trống khi chưa biết.", required=False)
    field_order = ("agency", "duty", "kind", "title", "since", "until")


class AccountForm(PersonForm, PostFields):
    """A new officer with the first post; the password is made by the system."""

    username = forms.CharField(
        label="Tên đăng nhập", max_length=150, validators=[UnicodeUsernameValidator()],
        help_text="Viết liền, không dấu, ví dụ: nguyenvanan.",
    )  # fmt: skip
    field_order = ("full_name", "username", "email", "phone", "agency", "duty", "title", "since")

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"])
        if Officer.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError("Tên đăng nhập này đã có người dùng; hãy thêm số hoặc tên đơn vị.")
        return name


class EndPostForm(forms.Form):
    """When a post ends: at once, or after a day to come."""

    last = day_field(
        "Ngày cuối cùng",
        "Để trống thì chấm dứt ngay: lần mở trang kế tiếp cán bộ không còn quyền của chức trách này.",
        required=False,
    )


class DelegationForm(forms.Form):
    """A leader's own post handed on for some days."""

    post = forms.ModelChoiceField(Post.objects.none(), label="Ủy quyền chức trách", empty_label=None)
    to = forms.ModelChoiceField(
        Officer.objects.none(), label="Cho cán bộ", help_text="Cán bộ của cùng cơ quan.", empty_label="Chọn cán bộ"
    )
    since = day_field("Từ ngày")
    until = day_field("Đến hết ngày")
    reason = forms.CharField(
        label="Lý do, căn cứ", max_length=300, help_text="Ví dụ: đi công tác; giấy ủy quyền số, ngày."
    )

    def __init__(self, *args: Any, officer: Officer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [p for p in officer.current_posts if p.duty == Duty.LEADER and p.kind != PostKind.DELEGATED]
        posts: Any = self.fields["post"]
        posts.queryset = Post.objects.filter(pk__in=[p.pk for p in mine]).select_related("agency")
        colleagues = Post.objects.alive(on=on).filter(agency_id__in=[p.agency_id for p in mine], duty__in=ACTING)
        people: Any = self.fields["to"]
        people.queryset = (
            Officer.objects.filter(pk__in=colleagues.values("officer_id"), is_active=True)
            .exclude(pk=officer.pk)
            .order_by("full_name")
        )
        if not people.queryset.exists():
            people.help_text = "Cơ quan của đồng chí chưa có cán bộ nào khác. Hãy báo người quản trị thêm cán bộ."
