"""186-CV/TU of Quảng Ngãi (ten tasks under five items) and the plan of Phú Thiện (seven without agency, three assigned)."""

from __future__ import annotations

from plans.choices import TaskKind
from reporting.sample.plan_facts import Line, PlanFact, ReportDuty, TaskFact

_I3 = "3. Ban Cán sự đảng Ủy ban nhân dân tỉnh chỉ đạo"
_I4 = "4. Đảng đoàn Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh"
_I5 = "5. Ban Tuyên giáo Tỉnh ủy"
D05 = PlanFact(
    "d05", "qn_tuyen_giao", "qn_tuyen_giao", "half_yearly",
    (
        TaskFact(
            "1", "Quán triệt Chỉ thị 42, Kết luận 93 và Chương trình hành động 04; đề cao trách nhiệm người đứng đầu",
            "Cấp ủy, tổ chức đảng, chính quyền, đoàn thể các cấp quán triệt, thực hiện; gắn với xây dựng đội ngũ trí thức ở địa phương.",
            "cấp ủy", leads=(Line(group=("qn", "các huyện, thị ủy, thành ủy trực thuộc")),),
            helpers=(Line(text="tổ chức đảng, chính quyền, đoàn thể các cấp"),),
        ),
        TaskFact("2", "Rà soát, hoàn thiện cơ chế, chính sách; tăng cường giám sát",
                 "Lãnh đạo rà soát, bổ sung cơ chế, chính sách và văn bản về Liên hiệp Hội, giám sát việc thực hiện.", "chính sách",
                 leads=(Line("qn_dd_hdnd"),)),
        TaskFact("3.1", "Kế hoạch thực hiện Kết luận 93; cơ chế đặt hàng tư vấn, phản biện",
                 "Lập kế hoạch, ban hành chính sách phù hợp, phân loại nhiệm vụ được giao, quy định việc đặt hàng tư vấn, phản biện.",
                 "chính sách", _I3, TaskKind.PRODUCT, "Kế hoạch thực hiện Kết luận 93-KL/TW",
                 leads=(Line("qn_bcs_ubnd", heading="Kế hoạch thực hiện Kết luận 93-KL/TW", due=-96, checks_in=True),)),
        TaskFact("3.2", "Củng cố tổ chức, bộ máy của Liên hiệp Hội và các hội thành viên",
                 "Kiện toàn theo hướng tinh gọn, trẻ hóa lãnh đạo; phát huy dân chủ, bảo đảm kỷ cương.", "tổ chức hội", _I3,
                 leads=(Line("qn_bcs_ubnd"),)),
        TaskFact("3.3", "Mở rộng hợp tác trong nước và quốc tế",
                 "Hợp tác để thu hút trí thức ngoài tỉnh, ngoài nước tham gia phát triển tỉnh.", "hợp tác", _I3,
                 leads=(Line("qn_bcs_ubnd"),)),
        TaskFact("4.1", "Kế hoạch quán triệt; đổi mới nội dung, phương thức hoạt động",
                 "Lập kế hoạch, đổi mới hoạt động, tập hợp trí thức, nâng chất lượng tham mưu về khoa học và công nghệ.", "liên hiệp hội", _I4,
                 TaskKind.PRODUCT, "Kế hoạch của Đảng đoàn",
                 leads=(Line("qn_dd_lhh", heading="Kế hoạch của Đảng đoàn Liên hiệp Hội", due=-150, checks_in=True),)),
        TaskFact("4.2", "Định hướng tư tưởng, tôn vinh trí thức",
                 "Nâng ý thức trách nhiệm của trí thức; đề xuất hình thức tôn vinh, khuyến khích sáng tạo.", "thi đua", _I4,
                 leads=(Line("qn_dd_lhh"),)),
        TaskFact("4.3", "Nâng chất lượng tư vấn, phản biện; hội thi, cuộc thi sáng tạo",
                 "Nâng chất lượng tư vấn, giám sát, phản biện; tổ chức Hội thi Sáng tạo Kỹ thuật và Cuộc thi Sáng tạo Thanh thiếu niên, Nhi đồng.",
                 "chuyên môn", _I4, TaskKind.EVENT, leads=(Line("qn_dd_lhh"),)),
        TaskFact("5.-1", "Tổ chức quán triệt; định hướng báo cáo viên, báo chí",
                 "Giúp Ban Thường vụ quán triệt; chỉ đạo báo cáo viên và cơ quan báo chí mở chuyên trang, chuyên mục, phóng sự.", "báo chí",
                 _I5, leads=(Line("qn_tuyen_giao"),), helpers=(Line(text="các cơ quan truyền thông, báo chí trên địa bàn tỉnh"),)),
        TaskFact("5.-2", "Theo dõi, đôn đốc, kiểm tra, giám sát; định kỳ báo cáo",
                 "Chủ trì theo dõi, đôn đốc, kiểm tra, giám sát và định kỳ báo cáo Ban Thường vụ Tỉnh ủy.", "theo dõi", _I5,
                 TaskKind.SUPERVISION, leads=(Line("qn_tuyen_giao"),), helpers=(Line(text="các cơ quan liên quan"),),
                 monitors=(Line("qn_tuyen_giao", verbs="theo dõi, đôn đốc, kiểm tra, giám sát"),),
                 duty=ReportDuty("qn_tuyen_giao", "Báo cáo 6 tháng gửi Ban Thường vụ Tỉnh ủy", "half_yearly", "qn",
                                 "“định kỳ báo cáo”; văn bản không nêu kỳ, Ban ấn định 6 tháng", 15)),
    ),
)  # fmt: skip

_II1 = "II.1. Tuyên truyền, phổ biến, nâng cao nhận thức"
_II2 = "II.2. Sự lãnh đạo của Đảng, quản lý của Nhà nước"
_II3 = "II.3. Hợp tác về khoa học và công nghệ"
_III = "III. Tổ chức thực hiện"


def _open_task(path: str, heading: str, summary: str, section: str, theme: str = "tuyên truyền") -> TaskFact:
    """A task for which the document names nobody."""
    return TaskFact(path, heading, summary, theme, section)


D07 = PlanFact(
    "d07", "pt_van_phong", "pt_tuyen_giao", "quarterly",
    (
        _open_task("II.1.-1", "Quán triệt Kế hoạch 25-KH/TU và Kết luận 93-KL/TW",
                   "Tuyên truyền, phổ biến đầy đủ đến cán bộ, đảng viên, đoàn viên và nhân dân; coi là việc thường xuyên.", _II1),
        _open_task("II.1.-2", "Thông tin, tuyên truyền khoa học; thi đua sáng tạo, biểu dương trí thức",
                   "Phổ biến chủ trương, chính sách; phối hợp thông tin về khoa học; phong trào sáng tạo và biểu dương.", _II1),
        _open_task("II.2.-1", "Bảo đảm sự lãnh đạo toàn diện; trách nhiệm người đứng đầu",
                   "Phát huy vai trò tổ chức đảng, đảng viên, người đứng đầu trong ứng dụng khoa học, kỹ thuật.", _II2),
        _open_task("II.2.-2", "Nâng nhận thức; phát triển đảng viên trong trí thức, thu hút chuyên gia",
                   "Tuyên truyền vai trò của ứng dụng khoa học; bồi dưỡng, phát triển đảng viên là trí thức.", _II2),
        _open_task("II.2.-3", "Kiểm tra, giám sát việc thực hiện Chỉ thị 42-CT/TW",
                   "Tăng cường kiểm tra, giám sát.", _II2, "theo dõi"),
        _open_task("II.2.-4", "Chính sách tài chính, huy động nguồn lực cho khoa học, kỹ thuật",
                   "Thực hiện đủ chính sách tài chính, đầu tư; tạo thuận lợi thu hút vốn.", _II2, "chính sách"),
        _open_task("II.3", "Mở rộng hình thức hợp tác; thu hút trí thức xa quê",
                   "Phối hợp với trường, viện, doanh nghiệp, hợp tác xã; đối ngoại nhân dân, vận động trí thức người Phú Thiện.", _II3,
                   "hợp tác"),
        TaskFact("III.1", "Kế hoạch cụ thể của Ủy ban nhân dân huyện", "Lập kế hoạch cụ thể và tổ chức thực hiện.", "chính sách", _III,
                 TaskKind.PRODUCT, "Kế hoạch của UBND huyện",
                 leads=(Line("pt_ubnd", heading="Kế hoạch của UBND huyện thực hiện Kết luận 93-KL/TW", due=-130, checks_in=True),)),
        TaskFact("III.2", "Kế hoạch của các tổ chức cơ sở đảng; phổ biến đến đảng viên, nhân dân",
                 "Cấp ủy cơ sở lập kế hoạch chỉ đạo, tổ chức phổ biến, quán triệt.", "cơ sở", _III,
                 leads=(Line(group=("pt", "các tổ chức cơ sở đảng trực thuộc")),)),
        TaskFact("III.3", "Định hướng tuyên truyền; theo dõi, kiểm tra; sơ kết, tổng kết, báo cáo",
                 "Ban Tuyên giáo định hướng tuyên truyền, chủ trì theo dõi, kiểm tra, giám sát; định kỳ sơ kết, tổng kết, báo cáo.",
                 "theo dõi", _III, TaskKind.SUPERVISION, leads=(Line("pt_tuyen_giao"),), helpers=(Line(text="các đơn vị liên quan"),),
                 monitors=(Line("pt_tuyen_giao", verbs="theo dõi, đôn đốc, kiểm tra, giám sát, sơ kết, tổng kết"),),
                 duty=ReportDuty("pt_tuyen_giao", "Báo cáo 6 tháng gửi Ban Thường vụ Huyện ủy", "half_yearly", "pt",
                                 "“định kỳ sơ kết, tổng kết và báo cáo”; văn bản không nêu kỳ", 15)),
    ),
)  # fmt: skip
