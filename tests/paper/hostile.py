"""What somebody could type or paste to make a paper fetch, run, lie or fall apart; at `{port}` somebody listens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

ADDRESSES: Final = (
    "http://127.0.0.1:{port}/a",
    "http://localhost:{port}/a",
    "http://[::1]:{port}/a",
    "//127.0.0.1:{port}/a",
    "http://0x7f000001:{port}/a",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/",
    "file:///etc/passwd",
    "/etc/passwd",
    "../../manage.py",
    "ftp://127.0.0.1:{port}/a",
    "vendor:../../../config/settings.py",
    "data:text/html,<script>alert(1)</script>",
    "\\\\127.0.0.1\\share\\a",
)
# Ways to ask for an address; each is tried with a different one.
_ASKING: Final = (
    '<img src="{url}">',
    '<img srcset="{url} 2x" alt="x">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<style>@import url("{url}");</style>',
    '<style>@import "{url}";</style>',
    "<style>@font-face {{ font-family: Tinos; src: url({url}) }}</style>",
    '<p style="background: url({url})">nền</p>',
    '<p style="list-style-image: url({url})">dấu</p>',
    '<iframe src="{url}"></iframe>',
    '<object data="{url}">đối tượng</object>',
    '<embed src="{url}">',
    '<video src="{url}" poster="{url}"></video>',
    '<audio src="{url}"></audio>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>',
    '<svg><use xlink:href="{url}#a"/></svg>',
    '<svg><style>@import "{url}"</style><rect width="9" height="9" fill="url({url}#a)"/></svg>',
    '<base href="{url}"><img src="a.png">',
    '<meta http-equiv="refresh" content="0; url={url}">',
    '<form action="{url}"><input type="image" src="{url}"></form>',
    '<a href="{url}" ping="{url}">bấm</a>',
    '<body background="{url}">',
    '<table background="{url}"><tr><td background="{url}">ô</td></tr></table>',
    '<math><mglyph src="{url}"/></math>',
    '<input type="image" src="{url}">',
    '<q cite="{url}">trích</q>',
    '<p>{{{{ url }}}}{{% include "{url}" %}}</p>',
    "url({url})",
    "@import url({url});",
    "</style><link rel=stylesheet href={url}>",
    "]]><img src={url}>",
    '<!--[if true]><img src="{url}"><![endif]-->',
)
_RUNNING: Final = (
    "<script>document.write('ĐÃ CHẠY')</script>",
    "<p onmouseover=\"alert('x')\">di chuột</p>",
    '<a href="javascript:alert(1)">xem</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "{% load paper_parts %}{{ 7|add:7 }}",
    "${7*7} #{7*7} {{7*7}}",
    "<%= 7*7 %><?php echo 7*7 ?>",
    '=HYPERLINK("http://127.0.0.1:{port}/";"bấm")',
    "<template><p>ẩn</p></template><noscript><p>ẩn</p></noscript>",
)
_DRESS: Final = (
    "<style>* { display: none !important } @page { margin: 0; size: A3 }</style><p>còn</p>",
    '<p style="position:fixed;top:0;left:0">nổi</p>',
    '<h1 style="font-size:900pt">TO</h1>',
    '<p style="font-family:Arial, Courier">phông khác</p>',
    "</main></body></html><p>sau cùng</p>",
    '<div class="close"><div class="sign">Giả chữ ký</div></div>',
    '<section class="on-landscape"><h2>Phụ lục giả</h2></section>',
    '<p class="hand">giả chỗ ký</p>',
    "<marquee>chạy</marquee><blink>nháy</blink>",
    "<plaintext>nuốt hết phần sau",
)
_LETTERS: Final = (
    "Đạt \u202e%001\u202c và \u2066ẩn\u2069 \u200f trái chiều",
    "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307" * 30,
    "e" + "\u0323" * 500,
    "Tie\u0302\u0301ng Vie\u0323\u0302t to\u0302\u0309 ho\u031b\u0323p",
    "một\u200bhai\u200dba\u2060bốn\ufeffnăm\u00ad",
    "\x00\x01\x07\x08\x0b\x0c\x1b[31mđỏ\x7f\x85",
    "🙂👨‍👩‍👧 漢字 नमस्ते مرحبا שלום ★ ⚑ 𝔘𝔫𝔦",
    "\ud800 lẻ \udfff",
    "\ue000\uf8ff\U000f0000 vùng riêng",
    "\ufff9chú\ufffagiải\ufffb \ufffc \ufffd",
    "ﷺ ﷽ ⸻ 𒐫 ꧅",
    "dòng một\u2028dòng hai\u2029dòng ba\r\ndòng bốn\vdòng năm",
    "a\u0338\u20d2\u20dd\u20e0b",
)
_SHAPES: Final = (
    "<div>" * 5_000 + "sâu" + "</div>" * 5_000,
    "<ul><li>" * 800 + "danh sách sâu" + "</li></ul>" * 800,
    "<table><tr><td>" * 300 + "bảng sâu",
    "<b><i><u>" * 2_000 + "không đóng",
    "<" * 900,
    "&" * 900,
    "&lt;" * 600,
    "<p" + " a=b" * 3_000 + ">nhiều thuộc tính</p>",
    "dài" * 500,
    "Ư" * 900,
    "-" * 900,
    "1. " * 300,
    "\n".join("- ý" for _ in range(60)),
    "(1) " + "\n(2) ".join("mục" for _ in range(60)),
    "x " * 1_500,
    f'<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "{"&a;" * 8}"><!ENTITY c "{"&b;" * 8}">]><p>&c;&c;</p>',
    '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>',
    "<![CDATA[<img src=x>]]>",
    "&#0;&#x110000;&#55296;&#x1F642;&nbsp;&thinsp;&zwj;&rlm;",
    "\t\t\n \u00a0\u3000\n\n",
    "",
)


def cases(port: int) -> Iterator[str]:
    """Every text, with the listener's port where it asks for one."""
    for place, asking in enumerate(_ASKING):
        url = ADDRESSES[place % len(ADDRESSES)].replace("{port}", str(port))
        yield asking.format(url=url)
    # The addresses that the turn above left out of the most natural way to ask.
    for address in ADDRESSES:
        yield f'<p>Xem <img src="{address.replace("{port}", str(port))}"></p>'
    for text in (*_RUNNING, *_DRESS, *_LETTERS, *_SHAPES):
        yield text.replace("{port}", str(port))


def huge(port: int) -> Iterator[str]:
    """A megabyte each: words, marks, and marks that ask for addresses."""
    yield "Các cấp ủy đã quán triệt nghiêm túc, kịp thời. " * 21_000
    yield f'<p><img src="http://127.0.0.1:{port}/a">Đạt</p>' * 20_000
    yield "<div><span>" * 90_000
