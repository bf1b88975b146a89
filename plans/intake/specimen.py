"""A made-up official document for the demo, so that a visitor can try intake at once (decision 30): no such document exists."""

from __future__ import annotations

from datetime import date, timedelta

from agencies.wording import format_day

_TEXT = """\
THÀNH ỦY CẦN THƠ                                   ĐẢNG CỘNG SẢN VIỆT NAM
*
Số 812-CV/TU                                       Cần Thơ, ngày {signed}
V/v đẩy mạnh chuyển đổi số trong
các cơ quan đảng thành phố

Kính gửi: - Các quận ủy, huyện ủy,
- Các ban đảng, Văn phòng Thành ủy,
- Ban cán sự đảng Ủy ban nhân dân thành phố,
- Đảng đoàn Hội đồng nhân dân thành phố.

Thực hiện Kết luận số 311-KL/TW ngày {concluded} của Ban Bí thư về việc tiếp tục thực hiện Chỉ thị số 208-CT/TW ngày 12/3/2019 \
của Bộ Chính trị về ứng dụng công nghệ thông tin trong các cơ quan đảng (sau đây gọi tắt là Kết luận 311), Ban Thường vụ \
Thành ủy yêu cầu:

1. Các quận ủy, huyện ủy rà soát hạ tầng, máy móc và đường truyền của cơ quan mình; lập danh mục cần bổ sung, gửi Văn phòng \
Thành ủy trước ngày {due}.

2. Ban cán sự đảng Ủy ban nhân dân thành phố, Đảng đoàn Hội đồng nhân dân thành phố lãnh đạo việc bố trí kinh phí và nhân lực \
cho chuyển đổi số trong dự toán năm {next_year}; hoàn thành trong quý {quarter}.

3. Văn phòng Thành ủy chủ trì, phối hợp với Ban Tổ chức Thành ủy:
a) Xây dựng quy trình xử lý văn bản trên môi trường mạng, trình Ban Thường vụ Thành ủy trong tháng {month}.
b) Tổ chức bồi dưỡng kỹ năng số cho cán bộ văn thư các cơ quan đảng.

4. Báo Cần Thơ, Đài Phát thanh và Truyền hình thành phố thường xuyên đưa tin về cách làm hay, phối hợp với các cơ quan có liên \
quan giới thiệu điển hình.

5. Tăng cường bảo đảm an toàn thông tin theo Kết luận số 311-NQ/TW; không dùng hộp thư cá nhân để gửi tài liệu của cơ quan.

6. Ban Tuyên giáo Thành ủy chủ trì, phối hợp với Văn phòng Thành ủy hướng dẫn, theo dõi, đôn đốc, kiểm tra việc thực hiện Công \
văn này, định kỳ báo cáo Ban Thường vụ Thành ủy.

Nơi nhận:                                          T/M BAN THƯỜNG VỤ
- Như kính gửi,                                    PHÓ BÍ THƯ
- Văn phòng Trung ương Đảng (để báo cáo),
- Thường trực Thành ủy,
- Lưu Văn phòng Thành ủy.
                                                   Lê Minh Mẫu
"""
_QUARTERS = ("I", "II", "III", "IV")


def specimen(*, on: date) -> str:
    """The document as if it had been signed on a day: its own dates lie around that day, so that nothing in it is late yet."""
    quarter, month = on + timedelta(days=150), on + timedelta(days=60)
    return _TEXT.format(
        signed=f"{on.day:02d} tháng {on.month} năm {on.year}", concluded=format_day(on - timedelta(days=13)),
        due=format_day(on + timedelta(days=28)), quarter=f"{_QUARTERS[(quarter.month - 1) // 3]}/{quarter.year}",
        month=f"{month.month}/{month.year}", next_year=on.year + 1,
    )  # fmt: skip
