"""Drawings: well formed, honest in scale, readable aloud."""

import re
import xml.etree.ElementTree as ET

import pytest

from reporting.rendering.charts import CLASSES, FiveClasses, Point, ageing_columns, stacked_bar, trend_line


def svg_parts(svg: str, tag: str) -> list[ET.Element]:
    return ET.fromstring(svg).findall(f"{{http://www.w3.org/2000/svg}}{tag}")  # noqa: S314  (our own drawing)


def test_the_bar_keeps_the_order_of_the_five_classes_and_says_its_counts() -> None:
    bar = stacked_bar(FiveClasses(33, 5, 4, 10, 1))
    assert [part.get("class") for part in svg_parts(bar, "rect")] == [
        "f-done",
        "f-late",
        "f-within",
        "f-over",
        "f-idle",
    ]
    widths = [float(part.get("width", 0)) for part in svg_parts(bar, "rect")]
    assert sorted(widths, reverse=True) == [widths[place] for place in (0, 3, 1, 2, 4)]
    (title,) = svg_parts(bar, "title")
    assert title.text == (
        "53 đầu việc: 33 hoàn thành đúng hạn, 5 hoàn thành quá hạn, 4 trong hạn, đã cập nhật, 10 quá hạn, 1 chưa thực hiện"
    )
    assert "style" not in bar


def test_a_black_and_white_copy_keeps_the_classes_apart() -> None:
    """Greys a fifth of the scale apart at the least, or hatched, or empty within an outline; the drawing has no colour at all."""
    bar = stacked_bar(FiveClasses(33, 5, 4, 10, 1), legend=True)
    fills = {look.css: (int(look.fill[1] * 2, 16) // 51, look.hatched) for look in CLASSES}
    assert len(set(fills.values())) == len(CLASSES)
    for drawing in (bar, ageing_columns((1, 2, 0, 0, 5)), trend_line([Point("I", 50.0), Point("II", 60.0)])):
        shades = re.findall(r'"#([0-9a-f]+)"', drawing)
        assert shades
        assert all(len(set(shade)) == 1 for shade in shades)
    hatch, key = svg_parts(bar, "path")
    assert hatch.get("class") == key.get("class") == "hatch"
    box = next(part for part in svg_parts(bar, "rect") if part.get("class") == "f-late")
    left, right = float(box.get("x", 0)) - 0.3, float(box.get("x", 0)) + float(box.get("width", 0)) + 0.3
    ends = [tuple(map(float, end)) for end in re.findall(r"[ML]([\d.]+),([\d.]+)", hatch.get("d", ""))]
    assert ends
    assert all(left <= x <= right and 0 <= y <= 16 for x, y in ends)


def test_an_empty_class_takes_no_room_and_an_empty_bar_says_so() -> None:
    assert [part.get("class") for part in svg_parts(stacked_bar(FiveClasses(overdue=2)), "rect")] == ["f-over"]
    assert svg_parts(stacked_bar(FiveClasses()), "title")[0].text == "Chưa có đầu việc nào"


def test_ageing_has_five_columns_on_one_scale() -> None:
    chart = ageing_columns((8, 1, 1, 0, 2))
    heights = [float(part.get("height", 0)) for part in svg_parts(chart, "rect")]
    assert heights == [104.0, 13.0, 13.0, 26.0]
    assert "trên 90 ngày 2 việc" in (svg_parts(chart, "title")[0].text or "")
    assert svg_parts(ageing_columns((0, 0, 0, 0, 0)), "rect") == []
    with pytest.raises(ValueError, match="zip"):
        ageing_columns((1, 2))


@pytest.mark.parametrize(
    "percents", [[], [70.0], [81.0, 79.5, 76.1, 73.2, 74.4, 70.0], [0.0, 0.0], [100.0, 100.0], [0.0, 100.0]]
)
def test_the_trend_stays_inside_its_frame(percents: list[float]) -> None:
    chart = trend_line([Point(f"Q{n}", percent, f"quý {n}") for n, percent in enumerate(percents)])
    spots = svg_parts(chart, "circle")
    assert len(spots) == len(percents)
    for spot in spots:
        assert 34 <= float(spot.get("cx", 0)) <= 400
        assert 30 <= float(spot.get("cy", 0)) <= 134


def test_labels_of_a_trend_are_escaped() -> None:
    chart = trend_line([Point('<script>"&', 50.0)])
    assert "<script" not in chart
    assert svg_parts(chart, "title")[0].text == 'Tỷ lệ hoàn thành: <script>"& 50,0 phần trăm'
