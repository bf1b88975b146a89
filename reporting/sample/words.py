"""What the sample's agencies wrote: invented results, difficulties, proposals and reasons, chosen by name and never by chance.

`{a}`, `{b}`, `{c}` are small numbers drawn from the same name; `{place}` is where the agency sits.
"""

from __future__ import annotations

from collections.abc import Sequence

from reporting.sample.officers import number_from

RESULTS: dict[str, tuple[str, ...]] = {
    "cấp ủy": (
        "Tổ chức {a} hội nghị quán triệt cho {b} cán bộ chủ chốt; {c} chi bộ đưa nội dung vào sinh hoạt chuyên đề.",
        "Ban Thường vụ nghe báo cáo việc thực hiện Kết luận 93; giao Ban Tuyên giáo theo dõi {c} tổ chức đảng còn chậm.",
        "Kết nạp {a} đảng viên là trí thức, kỹ sư; cử {a} cán bộ dự lớp bồi dưỡng về quản lý khoa học và công nghệ.",
        "Hỗ trợ {a} mô hình ứng dụng kỹ thuật ở {place}; tổ chức tham quan học tập cho {b} hội viên.",
        "Ban hành công văn nhắc {c} chi bộ, đảng bộ cơ sở; kiểm tra thực tế {a} nơi, kết quả có chuyển biến.",
        "Gặp mặt trí thức trẻ của {place}, ghi nhận {c} kiến nghị và chuyển cơ quan chuyên môn trả lời.",
        "Đưa nhiệm vụ của Liên hiệp Hội vào chương trình công tác năm; phân công một đồng chí Ủy viên Ban Thường vụ phụ trách.",
    ),
    "chính sách": (
        "Rà soát {b} văn bản, đề nghị sửa {a} văn bản không còn phù hợp; đã gửi lấy ý kiến các cơ quan liên quan.",
        "Giám sát chuyên đề tại {a} đơn vị; kết luận giám sát nêu {c} kiến nghị, đã giao đầu mối theo dõi.",
        "Hoàn thành dự thảo lần {a} của đề án; tổ chức một hội thảo với {b} đại biểu góp ý về cơ chế tài chính.",
        "Bố trí kinh phí cho {a} nhiệm vụ tư vấn, phản biện; ban hành danh mục {c} việc đặt hàng Liên hiệp Hội.",
        "Làm việc với các ngành về biên chế và trụ sở của Liên hiệp Hội, thống nhất {a} nội dung, còn {c} nội dung chờ ý kiến.",
    ),
    "liên hiệp hội": (
        "Kiện toàn {a} hội thành viên, phát triển {b} hội viên mới; tổ chức {a} diễn đàn trí thức.",
        "Hoàn thành {a} báo cáo phản biện các đề án của địa phương, {c} kiến nghị được tiếp thu.",
        "Sinh hoạt chính trị cho {b} hội viên; đổi mới cách giao ban, mỗi tháng một chuyên đề tại hội thành viên.",
        "Chuyển giao {a} quy trình kỹ thuật cho hợp tác xã; mở {c} lớp tập huấn cho nông dân và doanh nghiệp nhỏ.",
    ),
    "tổ chức hội": (
        "Hoàn thành đại hội của {a} hội thành viên; ban chấp hành mới trẻ hơn, có {b} ủy viên dưới 45 tuổi.",
        "Sắp xếp lại các ban chuyên môn, giảm một đầu mối; ban hành quy chế làm việc của đơn vị trực thuộc.",
        "Hướng dẫn {a} hội sửa đổi điều lệ; cấp thẻ cho {b} hội viên.",
        "Phổ biến chương trình đến {b} cán bộ, viên chức, hội viên qua {a} buổi sinh hoạt.",
    ),
    "đoàn thể": (
        "Tuyên truyền cho {b} đoàn viên, hội viên; phối hợp Liên hiệp Hội tổ chức {a} cuộc phản biện xã hội.",
        "Ký chương trình phối hợp với Liên hiệp Hội; chọn {a} nội dung góp ý trong năm, đã góp ý {c} dự thảo.",
        "Mở {a} lớp phổ biến kiến thức khoa học cho hội viên ở cơ sở, có {b} người dự.",
        "Vận động hội viên tham gia hội thi sáng tạo, có {c} giải pháp dự thi.",
        "Lồng ghép tuyên truyền trong {a} cuộc họp định kỳ; phát {b} tờ tin về gương trí thức tiêu biểu.",
    ),
    "báo chí": (
        "Đăng {b} tin, bài về hoạt động khoa học và công nghệ; chuyên mục hằng tuần phát đều, {a} bài được đăng lại.",
        "Giới thiệu {a} gương nhà khoa học, trí thức tiêu biểu; mở {c} trang về kết quả thực hiện Kết luận 93.",
        "Phát {a} phóng sự, {c} tọa đàm; tập huấn kỹ năng viết tin khoa học cho {b} cộng tác viên.",
        "Cung cấp đề cương cho đội ngũ báo cáo viên; định hướng {c} cơ quan báo chí đưa tin về Kết luận 93.",
    ),
    "chuyên môn": (
        "Hoàn thành {a} cuộc tư vấn, phản biện; nghiệm thu {c} đề tài cấp cơ sở.",
        "Phát động hội thi sáng tạo kỹ thuật, nhận {b} giải pháp; tập huấn cho {c} đơn vị đăng ký.",
        "Phối hợp nhà trường tổ chức cuộc thi sáng tạo cho thanh thiếu niên, {b} mô hình tham dự.",
    ),
    "thi đua": (
        "Tổ chức {a} đợt sinh hoạt chuyên đề; đề nghị khen thưởng {c} tập thể, {b} cá nhân.",
        "Phát động phong trào thi đua lao động sáng tạo, ghi nhận {c} sáng kiến được áp dụng.",
        "Tôn vinh {a} trí thức tiêu biểu; trích quỹ khen thưởng các giải pháp có hiệu quả.",
    ),
    "hợp tác": (
        "Ký {a} biên bản hợp tác với viện, trường; tiếp {c} đoàn chuyên gia đến khảo sát.",
        "Mời {b} trí thức xa quê dự gặp mặt đầu xuân, {c} người nhận tư vấn cho địa phương.",
        "Trao đổi kinh nghiệm với {a} tỉnh bạn về cơ chế đặt hàng tư vấn, phản biện.",
    ),
    "cơ sở": (
        "Đảng ủy ban hành kế hoạch, phổ biến tại {a} chi bộ với {b} đảng viên dự.",
        "Vận động {c} hộ dùng giống lúa mới, có cán bộ kỹ thuật hướng dẫn tại ruộng.",
        "Lồng ghép nội dung Kết luận 93 vào sinh hoạt chi bộ thôn, làng; phát thanh {a} buổi trên loa của xã.",
        "Phối hợp trạm khuyến nông mở {a} lớp, {b} người dân tham gia.",
    ),
    "theo dõi": (
        "Kiểm tra {a} đơn vị, đôn đốc bằng văn bản {c} đơn vị chậm báo cáo; tổng hợp kết quả quý.",
        "Hướng dẫn {b} đầu mối cách cập nhật kết quả; giao ban với {a} cơ quan phối hợp.",
        "Giám sát việc thực hiện tại {a} nơi; thông báo kết quả và thời hạn khắc phục.",
    ),
    "tuyên truyền": ("Tổ chức {a} buổi tuyên truyền, {b} người dự.",),
}
DIFFICULTIES = (
    "Kinh phí cho phản biện chưa có trong dự toán năm.",
    "Cán bộ phụ trách kiêm nhiệm nhiều việc, tổng hợp số liệu còn chậm.",
    "Một số nơi chưa rõ đầu mối nên gửi báo cáo không đều.",
    "Đội ngũ trí thức ở cơ sở ít, khó chọn chuyên gia đúng lĩnh vực.",
    "Chưa có hướng dẫn về định mức chi cho tư vấn, phản biện.",
    "Dịch bệnh làm hoãn một số hội nghị tập trung.",
)
PROPOSALS = (
    "Đề nghị hướng dẫn mẫu số liệu thống nhất cho các đơn vị.",
    "Đề nghị bố trí kinh phí ngay từ đầu năm.",
    "Đề nghị mở lớp tập huấn cho đầu mối mới.",
    "Đề nghị sớm có ý kiến về cơ chế đặt hàng Liên hiệp Hội.",
)
RETURNS = (
    "Báo cáo mới nêu việc đã làm, chưa có số liệu; đề nghị bổ sung số hội nghị và số người dự.",
    "Nội dung trùng báo cáo kỳ trước; đề nghị nêu kết quả phát sinh trong kỳ này.",
    "Chưa nêu khó khăn, nguyên nhân của việc chậm; đề nghị bổ sung.",
)
NOTES = (
    "Đang tổng hợp số liệu từ cơ sở, dự kiến gửi đúng hạn.",
    "Đã ban hành văn bản chỉ đạo, các đơn vị đang triển khai.",
    "Đã làm xong phần khảo sát, đang viết báo cáo.",
)


def pick(options: Sequence[str], *name: object) -> str:
    """The option that belongs to a name."""
    return options[number_from(*name) % len(options)]


def worded(text: str, *name: object, place: str) -> str:
    """The sentence with its numbers filled in: a 2–6, b 18–137, c 3–11."""
    seed = number_from("số", *name)
    return text.format(a=2 + seed % 5, b=18 + seed // 7 % 120, c=3 + seed // 1009 % 9, place=place)


def results(theme: str, *name: object, place: str) -> str:
    """One sentence or two of results for one report."""
    pool = RESULTS[theme]
    start = number_from("kết quả", *name)
    first = worded(pool[start % len(pool)], 1, *name, place=place)
    if start // 97 % 3:
        return first
    return f"{first} {worded(pool[(start + 1) % len(pool)], 2, *name, place=place)}"


def difficulties(*name: object) -> str:
    """A difficulty, in three reports of ten."""
    seed = number_from("khó khăn", *name)
    return DIFFICULTIES[seed // 10 % len(DIFFICULTIES)] if seed % 10 < 3 else ""


def proposals(*name: object) -> str:
    """A proposal, in two reports of ten."""
    seed = number_from("đề xuất", *name)
    return PROPOSALS[seed // 10 % len(PROPOSALS)] if seed % 10 < 2 else ""
