# ruff: noqa: E501 (whole paragraphs, as offices write them)
"""Documents written for these tests: every shape that offices use, none of them a real paper."""

PARTY_LETTER = """TỈNH ỦY ĐÔNG HẢI
*
Số 77-CV/TU
Triển khai thực hiện Kết luận số 41-KL/TW
ngày 02/3/2021 của Ban Bí thư

ĐẢNG CỘNG SẢN VIỆT NAM

Đông Hải, ngày 07 tháng 5 năm 2021

Kính gửi: - Các ban cán sự đảng, đảng đoàn,
- Ban Thường vụ các huyện ủy, thành ủy.

Thực hiện Kết luận số 41-KL/TW ngày 02/3/2021 của Ban Bí thư về tiếp tục thực hiện Chỉ thị số 12-CT/TW ngày 05/6/2011 của Bộ Chính trị về công tác thư viện (sau đây viết tắt là Kết luận 41, Chỉ thị 12), Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy đảng, chính quyền và các đoàn thể tỉnh tập trung thực hiện các nhiệm vụ sau:

1- Tổ chức quán triệt Kết luận 41 đến từng chi bộ, tạo sự thống nhất trong hành động.

2- Đảng đoàn Hội đồng nhân dân tỉnh, Ban cán sự đảng Ủy ban nhân dân tỉnh lãnh đạo rà soát chính sách dưới sự lãnh đạo của Tỉnh ủy; quan tâm giáo dục thường xuyên; xây dựng kế hoạch riêng.

3- Ban Tuyên giáo Tỉnh ủy:

- Giúp Ban Thường vụ Tỉnh ủy tổ chức quán triệt Kết luận này; chỉ đạo hoạt động báo cáo viên và các cơ quan báo chí xây dựng chuyên trang trên địa

bàn tỉnh về thư viện.

- Chủ trì, phối hợp với các cơ quan liên quan theo dõi, đôn đốc, kiểm tra việc thực hiện Chỉ thị 12 và Kết luận số 41-NQ/TW; định kỳ báo cáo Ban Thường vụ Tỉnh ủy.

Nơi nhận:
- Ban Bí thư Trung ương Đảng (để báo cáo),
- Như kính gửi,
- Lưu Văn phòng Tỉnh ủy.

**T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ**

Lê Văn Thử
"""

STATE_PLAN = """ỦY BAN NHÂN DÂN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
   TỈNH BÌNH AN                     Độc lập - Tự do - Hạnh phúc
Số: 145/KH-UBND                 Bình An, ngày 05 tháng 3 năm 2024

KẾ HOẠCH
Triển khai thực hiện Chỉ thị số 20/CT-TTg ngày 12/02/2024 của Thủ tướng Chính phủ
về tăng cường chuyển đổi số

Căn cứ Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ;
Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 33/TTr-SNV ngày 01/3/2024,
Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao nhận thức của cán bộ, công chức.
2. Yêu cầu
Các sở, ban, ngành chủ động xây dựng kế hoạch của đơn vị mình.

II. NHIỆM VỤ
1. Hoàn thiện hạ tầng số
a) Nâng cấp mạng truyền số liệu chuyên dùng đến 100% xã, phường.
- Cơ quan chủ trì: Sở Thông tin và Truyền thông.
- Cơ quan phối hợp: UBND các huyện, thành phố; Viễn thông Bình An.
- Thời gian hoàn thành: Quý II/2024.
b) Đào tạo kỹ năng số cho cán bộ cấp xã.
- Cơ quan chủ trì: Sở Nội vụ.
- Cơ quan phối hợp: Trường Chính trị tỉnh.
- Thời gian thực hiện: Thường xuyên, hằng năm.
2. Phát triển dữ liệu
Chủ trì: Sở Tư pháp; phối hợp: Công an tỉnh.
Số hóa sổ hộ tịch trước ngày 30/6/2024.

III. TỔ CHỨC THỰC HIỆN
1. Sở Thông tin và Truyền thông
- Chủ trì, phối hợp với Sở Tài chính, Sở Kế hoạch và Đầu tư tham mưu UBND tỉnh bố trí kinh phí.
- Theo dõi, đôn đốc việc thực hiện Kế hoạch; định kỳ 6 tháng, hằng năm báo cáo UBND tỉnh.
2. Các sở, ban, ngành; UBND các huyện, thành phố
Xây dựng kế hoạch của đơn vị, gửi về Sở Thông tin và Truyền thông trước ngày 31/3/2024.
4. Giao Văn phòng UBND tỉnh kiểm tra, đôn đốc việc thực hiện.
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị báo cáo về Sở Thông tin và Truyền thông để tổng hợp./.

Nơi nhận:                                  TM. ỦY BAN NHÂN DÂN
- Thủ tướng Chính phủ (để b/c);                 KT. CHỦ TỊCH
- Các sở, ban, ngành;                         PHÓ CHỦ TỊCH
- Lưu: VT, KGVX.
                                              Trần Văn Bình
"""

WRAPPED_PLAN = """UBND HUYỆN AN PHÚ
PHÒNG VĂN HÓA VÀ THÔNG TIN

Số: 12

/KH-PVHTT

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

An Phú, ngày 09 tháng 10 năm 2020

KẾ HOẠCH
Tổ chức Tuần lễ đọc sách năm 2020
Thực hiện Công văn số 500/SVHTT-QLVH ngày 30/9/2020 của Sở Văn hóa và
Thể thao về việc tổ chức Tuần lễ đọc sách năm 2020.
Phòng Văn hóa và Thông tin xây dựng kế hoạch với nội dung cụ thể sau:
I. NHIỆM VỤ CHUNG
- Tăng cường tuyên truyền về văn hóa đọc trong các trường học, các cơ quan và
các khu dân cư trên địa bàn huyện theo hướng dẫn của cấp trên;
- Rà soát tủ sách của các xã, lập danh mục sách cần bổ sung và đề xuất nguồn
kinh phí mua sách cho những nơi còn khó khăn, nhất là các xã vùng cao.
1

II. TỔ CHỨC THỰC HIỆN
1. Các nhà trường
Xây dựng kế hoạch đọc sách của trường, phổ biến đến giáo viên và học sinh bằng
những hình thức phù hợp với từng lứa tuổi.
Phối hợp với Thư viện huyện tổ chức ngày hội đọc sách, kiểm tra việc thực hiện
của các lớp và khen thưởng học sinh tiêu biểu.
2.Chế độ thông tin báo cáo.
Báo cáo lần đầu: Báo cáo kế hoạch của đơn vị trước ngày 20/10/2020
Báo cáo cuối kỳ: Báo cáo tổng kết công tác của đơn vị mình trước ngày
31/12/2020
Trên đây là kế hoạch của Phòng. Đề nghị các đơn vị triển khai thực hiện./.
Nơi nhận:
- Lưu: VT.
Bản điện tử:
- Sở VHTT (b/c);
- Các nhà trường (th/h).

TRƯỞNG PHÒNG

Ký bởi: Phòng Văn hóa và Thông tin
Giờ ký: 2020-10-09T08:25:50.7894639+07:00

Đỗ Thị Mai

2

DANH SÁCH CÁN BỘ
- Nguyễn Văn Tám
"""

MATRIX = """| BAN CHỈ ĐẠO PHÒNG, CHỐNG THIÊN TAI TỈNH ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc --------------- |
|---|---|
| Số: 25/KH-BCĐPCTT | Tân Hòa, ngày 11 tháng 4 năm 2022 |

KẾ HOẠCH

TRIỂN KHAI THỰC HIỆN QUYẾT ĐỊNH SỐ 99/QĐ-TTG NGÀY 27 THÁNG 1 NĂM 2022 CỦA THỦ TƯỚNG CHÍNH PHỦ

Căn cứ Quyết định số 99/QĐ-TTg ngày 27 tháng 1 năm 2022 của Thủ tướng Chính phủ về phòng, chống thiên tai;

Ban Chỉ đạo phòng, chống thiên tai tỉnh xây dựng kế hoạch thực hiện như sau:

A. NỘI DUNG

I. CÔNG TÁC TUYÊN TRUYỀN

1. Nội dung, biện pháp

a) Tổ chức tập huấn cho lực lượng xung kích;

b) Lập các chuyên trang về phòng, chống thiên tai.

2. Cơ quan chủ trì, phối hợp

a) Cơ quan chủ trì

- Ban Chỉ đạo tỉnh.

- Sở Nông nghiệp và Phát triển nông thôn; Đài Khí tượng Thủy văn tỉnh.

b) Cơ quan phối hợp

- Mặt trận Tổ quốc và Hội Chữ thập đỏ các cấp.

3. Thời gian thực hiện: Tháng 5/2022 và thường xuyên.

I. KIỂM TRA

1. Nội dung

a) Kiểm tra đê điều trước mùa mưa.

2. Đơn vị chủ trì: Sở Xây dựng.

| Nơi nhận: - Thủ tướng Chính phủ (b/c); - Các thành viên Ban Chỉ đạo. - Lưu: VT | TRƯỞNG BAN PHÓ CHỦ TỊCH Hoàng Minh Đức |
|---|---|
"""

SEGMENTED = """Chỉ_thị về việc tăng_cường quản_lý chợ
Thực_hiện chỉ_đạo của Thủ_tướng Chính_phủ tại văn_bản số 310/TTg-KTTH ngày 30 tháng 12 năm 2019 về quản_lý chợ . Bộ_trưởng Bộ Công_Thương yêu_cầu các đơn_vị thuộc Bộ triển_khai thực_hiện những nhiệm_vụ như sau :
I . phân_công chỉ_đạo
1 . Các giải_pháp
1.1 . Thứ_trưởng Nguyễn_Văn_An phối_hợp với các đồng_chí Thứ_trưởng khác chỉ_đạo :
a ) Vụ Thị_trường trong nước chủ_trì , phối_hợp với các Vụ : Kế_hoạch , Pháp_chế , Cục Quản_lý thị_trường :
- Nghiên_cứu , đề_xuất danh_mục chợ đầu_mối , báo_cáo Thủ_tướng Chính_phủ trong quý I năm 2020 .
- Khẩn_trương rà_soát quy_chuẩn ( theo quy_định ) .
Hoàn_thành trong quý II năm 2020 .
Ii . tổ_chức thực_hiện
1 . Thủ_trưởng các đơn_vị định_kỳ ( vào ngày 22 hàng tháng ) gửi báo_cáo về Vụ Kế_hoạch để tổng_hợp .
"""

PRESS = """Đẩy mạnh công tác thư viện

Thứ sáu 13/05/2022 14:33

Tỉnh ủy vừa ban hành Kế hoạch số 61-KH/TU ngày 9/5/2022 về thực hiện Kết luận số 41-KL/TW ngày 02/3/2021 của Ban Bí thư về công tác thư viện.

Một buổi đọc sách của học sinh trong tỉnh.

Mục đích là nâng cao nhận thức của nhân dân.

Các cấp ủy, chính quyền và các tổ chức chính trị - xã hội tiếp tục quán triệt, triển khai hiệu quả nhiệm vụ đề ra.

Ban cán sự đảng UBND tỉnh chỉ đạo bố trí kinh phí. Đảng đoàn Liên hiệp Hội chủ động xây dựng kế hoạch.

Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với các cơ quan liên quan theo dõi, đôn đốc việc thực hiện.

P.V

Viết bình luận

Ban Tổ chức Tỉnh ủy chủ trì việc này.
"""

NO_HEADER = """Phú Sơn, ngày 30 tháng 6 năm 2021

KẾ HOẠCH

Triển khai thực hiện Kết luận số 41-KL/TW, ngày 02/3/2021 của Ban Bí thư

Thực hiện Kế hoạch số 25-KH/TU, ngày 19/4/2021 của Ban Thường vụ Tỉnh ủy về thực hiện Kết luận số 41-KL/TW, ngày 02/3/2021 của Ban Bí thư, Ban Thường vụ Huyện ủy xây dựng kế hoạch triển khai thực hiện như sau:

I- MỤC ĐÍCH, YÊU CẦU

1. Yêu cầu

- Các cấp ủy đảng trong huyện chủ động xây dựng kế hoạch triển khai thực hiện nghiêm túc.

II- NHIỆM VỤ

1. Tuyên truyền

- Tuyên truyền sâu rộng, coi đây là nhiệm vụ thường xuyên.

- Bảo đảm sự lãnh đạo toàn diện, thường xuyên của Huyện ủy, UBND huyện phát huy vai trò của tổ chức đảng.

III- TỔ CHỨC THỰC HIỆN

1. Ủy ban nhân dân huyện xây dựng kế hoạch cụ thể.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ

Vũ Thị Hoa
"""

REMINDER = """VĂN PHÒNG CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 8700/VPCP-KGVX
V/v ban hành Thông tư hướng dẫn

Hà Nội, ngày 21 tháng 10 năm 2013

Kính gửi: Bộ Văn hóa, Thể thao và Du lịch

Ngày 19 tháng 9 năm 2013, Văn phòng Chính phủ có văn bản số 349/TB-VPCP yêu cầu quý Bộ chủ trì, phối hợp với Bộ Y tế xây dựng Thông tư, báo cáo Thủ tướng trước ngày 30 tháng 9 năm 2013.

Tuy nhiên đến nay, Văn phòng Chính phủ chưa nhận được báo cáo.

Văn phòng Chính phủ đề nghị quý Bộ khẩn trương có báo cáo về tình hình thực hiện.

Nơi nhận:
- Như trên;
- Lưu: VT.

KT. BỘ TRƯỞNG, CHỦ NHIỆM
PHÓ CHỦ NHIỆM

Ngô Văn Khánh
"""

ARTICLES = """HỘI ĐỒNG NHÂN DÂN TỈNH TÂN HÒA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 07/NQ-HĐND
Tân Hòa, ngày 10 tháng 7 năm 2023

NGHỊ QUYẾT
Về bảo vệ rừng

Căn cứ Luật Lâm nghiệp số 16/2017/QH14 ngày 15/11/2017;

Điều 1. Giao Ủy ban nhân dân tỉnh tổ chức thực hiện Nghị quyết này.

Điều 2. Thường trực Hội đồng nhân dân tỉnh giám sát việc thực hiện Nghị quyết này.

TM. THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN
CHỦ TỊCH

Bùi Văn Lâm
"""

ALL = {
    "party_letter": PARTY_LETTER, "state_plan": STATE_PLAN, "wrapped_plan": WRAPPED_PLAN, "matrix": MATRIX, "segmented": SEGMENTED,
    "press": PRESS, "no_header": NO_HEADER, "reminder": REMINDER, "articles": ARTICLES,
}  # fmt: skip
