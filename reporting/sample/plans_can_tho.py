"""54-CV/TU (seven tasks), 70/CTr-LHH (six) and the press article on 137-KH/TU (five, provisional)."""

from __future__ import annotations

from plans.choices import TaskKind
from reporting.sample.plan_facts import Line, PlanFact, ReportDuty, TaskFact

_COMMITTEES = ("thanh_uy", "các cấp ủy trực thuộc")
_UNIONS = ("thanh_uy", "các đoàn thể thành phố")

D04 = PlanFact(
    "d04", "tuyen_giao", "tuyen_giao", "quarterly",
    (
        TaskFact(
            "1", "Quán triệt, tuyên truyền Kết luận 93-KL/TW",
            "Tổ chức tuyên truyền, quán triệt Kết luận để nâng nhận thức về vị trí, vai trò của Liên hiệp Hội, tạo thống nhất trong cấp ủy, "
            "chính quyền, đoàn thể và đồng thuận xã hội.", "tuyên truyền",
        ),
        TaskFact(
            "2", "Tiếp tục chỉ đạo thực hiện Chỉ thị 42-CT/TW và Kết luận 93-KL/TW",
            "Cấp ủy tiếp tục chỉ đạo thực hiện mục tiêu, quan điểm, nhiệm vụ và giải pháp của Chỉ thị 42 và nội dung Kết luận 93.",
            "cấp ủy", leads=(Line(group=_COMMITTEES),),
        ),
        TaskFact(
            "3", "Hoàn thiện chính sách, xây dựng đề án về Liên hiệp Hội",
            "Lãnh đạo Hội đồng nhân dân, Ủy ban nhân dân rà soát, bổ sung chính sách; xây dựng đề án về mô hình tổ chức, cán bộ, cơ chế "
            "hoạt động, tài chính, phối hợp; tạo điều kiện cho các hội tư vấn, phản biện, giám định xã hội.", "chính sách",
            kind=TaskKind.PRODUCT, product="Kết quả rà soát chính sách; đề án mô hình tổ chức, cơ chế tài chính",
            leads=(
                Line("dd_hdnd", heading="Rà soát chính sách về Liên hiệp Hội", due=78, checks_in=True),
                Line("bcs_ubnd", heading="Đề án mô hình tổ chức, cơ chế tài chính của Liên hiệp Hội", due=-14, checks_in=True),
            ),
        ),
        TaskFact(
            "4", "Đổi mới nội dung, phương thức hoạt động của Liên hiệp Hội",
            "Triển khai Kết luận 93; đổi mới nội dung, phương thức hoạt động; giáo dục chính trị tư tưởng; kiện toàn tổ chức, phát triển hội "
            "viên; tập hợp trí thức, tham mưu cho thành phố những vấn đề lớn, chuyển giao tiến bộ khoa học.", "liên hiệp hội",
            leads=(Line("dd_lhh", heading="Kế hoạch của Đảng đoàn triển khai Kết luận 93-KL/TW", due=-64, checks_in=True),),
            helpers=(Line("so_khcn", supports="dd_lhh"),),
        ),
        TaskFact(
            "5", "Phối hợp tuyên truyền, phản biện xã hội",
            "Mặt trận Tổ quốc và các đoàn thể phối hợp với Liên hiệp Hội tuyên truyền và thực hiện phản biện xã hội.", "đoàn thể",
            leads=(Line("mttq"), Line(group=_UNIONS)), helpers=(Line("lhh"),),
        ),
        TaskFact(
            "6", "Chuyên trang, chuyên mục về kết quả và trí thức tiêu biểu",
            "Báo, đài tăng cường phối hợp mở chuyên trang, chuyên mục về kết quả thực hiện và gương trí thức, nhà khoa học tiêu biểu.",
            "báo chí", product="Chuyên trang, chuyên mục",
            leads=(Line("bao"), Line("dai", heading="Chuyên mục về trí thức tiêu biểu", due=1, checks_in=True)),
            helpers=(Line(text="các ngành có liên quan"),),
        ),
        TaskFact(
            "7", "Theo dõi, đôn đốc, kiểm tra; báo cáo Ban Thường vụ",
            "Ban Tuyên giáo chủ trì hướng dẫn, theo dõi, đôn đốc, kiểm tra, giám sát việc thực hiện và định kỳ báo cáo Ban Thường vụ Thành ủy.",
            "theo dõi", kind=TaskKind.SUPERVISION, leads=(Line("tuyen_giao"),), helpers=(Line(text="các cơ quan có liên quan"),),
            monitors=(Line("tuyen_giao", verbs="hướng dẫn, theo dõi, đôn đốc, kiểm tra, giám sát"),),
            duty=ReportDuty("tuyen_giao", "Báo cáo 6 tháng gửi Ban Thường vụ Thành ủy", "half_yearly", "thanh_uy",
                            "“định kỳ báo cáo”; văn bản không nêu kỳ, Ban ấn định 6 tháng", 15),
        ),
    ),
)  # fmt: skip

_III, _IV = "III. Nhiệm vụ, giải pháp", "IV. Tổ chức thực hiện"
D09 = PlanFact(
    "d09", "lhh", "vp_lhh", "half_yearly",
    (
        TaskFact(
            "III.1", "Củng cố, phát triển tổ chức các hội thành viên và đơn vị trực thuộc",
            "Đảng đoàn chỉ đạo xây dựng tổ chức hội thành viên theo Điều lệ; Ban Thường trực lập kế hoạch hoạt động cho các ban chuyên môn, "
            "hướng dẫn hội thành viên tư vấn, phản biện.", "tổ chức hội", _III,
            leads=(Line("dd_lhh"), Line("btt_lhh", heading="Kế hoạch hoạt động của các ban chuyên môn", due=-44, checks_in=True)),
        ),
        TaskFact(
            "III.2", "Đẩy mạnh nghiên cứu khoa học, tư vấn, phản biện và giám định xã hội",
            "Phối hợp với các sở, viện, trường, quận, huyện làm tư vấn, phản biện, giám định và triển khai đề tài. Văn bản không nêu ai chủ trì.",
            "chuyên môn", _III,
            helpers=(Line("so_khcn"), Line("so_khdt"), Line(text="các viện, trường đại học; các quận, huyện")),
        ),
        TaskFact(
            "III.3", "Xây dựng văn phòng, các ban chuyên môn, đơn vị trực thuộc vững mạnh",
            "Kiện toàn tổ chức, nâng trình độ chuyên môn để làm tốt tư vấn, phản biện và triển khai đề tài, dự án.", "tổ chức hội", _III,
            leads=(Line("btt_lhh"),),
        ),
        TaskFact(
            "III.4", "Thi đua, giáo dục chính trị tư tưởng cho cán bộ, hội viên",
            "Gắn hoạt động của Liên hiệp Hội với học tập và làm theo tấm gương Hồ Chí Minh.", "thi đua", _III, leads=(Line("vp_lhh"),),
        ),
        TaskFact(
            "IV.1", "Triển khai chương trình đến cán bộ, viên chức và hội viên",
            "Đảng đoàn, Ban Thường trực, người đứng đầu hội thành viên và đơn vị trực thuộc coi đây là việc thường xuyên.", "tổ chức hội", _IV,
            leads=(Line("dd_lhh"), Line("btt_lhh")), helpers=(Line(text="người đứng đầu các hội thành viên và đơn vị trực thuộc"),),
        ),
        TaskFact(
            "IV.2", "Theo dõi hội thành viên, đơn vị trực thuộc; báo cáo 6 tháng",
            "Văn phòng triển khai trong nội bộ, theo dõi các hội thành viên và báo cáo 6 tháng một lần cho Liên hiệp Hội, Ban Tuyên giáo và "
            "Thường trực Thành ủy.", "theo dõi", _IV, kind=TaskKind.RECURRING, product="Bảng tổng hợp số liệu hội thành viên",
            leads=(Line("vp_lhh", heading="Bảng tổng hợp số liệu của hội thành viên", due=-71),),
            monitors=(Line("vp_lhh", verbs="theo dõi"),),
            duty=ReportDuty("vp_lhh", "Báo cáo 6 tháng của Văn phòng Liên hiệp Hội", "half_yearly", "tuyen_giao", "6 tháng một lần"),
        ),
    ),
)  # fmt: skip

D08 = PlanFact(
    "d08", "tuyen_giao", "tuyen_giao", "",
    (
        TaskFact("1", "Phổ biến, quán triệt, cụ thể hóa thành chương trình thực hiện",
                 "Theo bài báo: cấp ủy, chính quyền, Mặt trận và đoàn thể các cấp phổ biến, quán triệt và cụ thể hóa.", "tuyên truyền",
                 leads=(Line(text="Các cấp ủy, chính quyền, MTTQ và các tổ chức chính trị - xã hội các cấp"),)),
        TaskFact("2", "Rà soát cơ chế, chính sách; tăng cường giám sát",
                 "Theo bài báo: lãnh đạo rà soát, hoàn thiện văn bản liên quan đến Liên hiệp Hội và giám sát việc thực hiện.", "chính sách",
                 leads=(Line(text="Đảng đoàn HĐND tỉnh"),)),
        TaskFact("3", "Chỉ đạo các nhiệm vụ cụ thể; ban hành chính sách phù hợp",
                 "Theo bài báo: chỉ đạo thực hiện theo kế hoạch, ban hành cơ chế hợp với tính chất của Liên hiệp Hội.", "chính sách",
                 leads=(Line(text="Ban cán sự đảng UBND tỉnh"),)),
        TaskFact("4", "Xây dựng kế hoạch thực hiện Kết luận 93-KL/TW", "Theo bài báo: chủ động lập kế hoạch và tổ chức thực hiện.",
                 "liên hiệp hội", kind=TaskKind.PRODUCT, product="Kế hoạch của Đảng đoàn",
                 leads=(Line(text="Đảng đoàn Liên hiệp Hội tỉnh"),)),
        TaskFact("5", "Định hướng tuyên truyền; theo dõi, kiểm tra, sơ kết, tổng kết",
                 "Theo bài báo: định hướng tuyên truyền, chủ trì theo dõi, hướng dẫn, kiểm tra, đôn đốc, sơ kết, tổng kết.", "theo dõi",
                 kind=TaskKind.SUPERVISION, leads=(Line(text="Ban Tuyên giáo Tỉnh ủy"),)),
    ),
    is_draft=True,
)  # fmt: skip
