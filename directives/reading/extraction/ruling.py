"""Tables of a printed page, found by their ruled lines."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

Rule = tuple[float, float, float, float]  # left, bottom, right, top; thin in one direction
_NEAR = 3.0
_SHORTEST = 8.0
_MOST_EDGES = 400


@dataclass(slots=True)
class Grid:
    """A ruled table: edges from left to right and from top to bottom, and which places form one cell."""

    xs: list[float]
    ys: list[float]
    cell_of: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell in which a point lies, as row and column of its upper left place."""
        if not (self.xs[0] < x < self.xs[-1] and self.ys[-1] < y < self.ys[0]):
            return None
        column = bisect_right(self.xs, x) - 1
        row = bisect_right([-edge for edge in self.ys], -y) - 1
        return self.cell_of.get((row, column), (row, column))

    def width(self, cell: tuple[int, int]) -> float:
        last = max((place[1] for place, own in self.cell_of.items() if own == cell), default=cell[1])
        return self.xs[last + 1] - self.xs[cell[1]]


def grids_of(rules: list[Rule]) -> list[Grid]:
    """Tables among the ruled lines of a page: connected lines with two columns and one row at least."""
    out: list[Grid] = []
    for group in _connected([rule for rule in rules if max(rule[2] - rule[0], rule[3] - rule[1]) >= _SHORTEST]):
        across = [rule for rule in group if rule[2] - rule[0] >= rule[3] - rule[1]]
        down = [rule for rule in group if rule[2] - rule[0] < rule[3] - rule[1]]
        if not down or not across:
            continue
        ends = [min(r[1] for r in down), max(r[3] for r in down)]  # a page break leaves the last row without its line
        xs, ys = _edges([(r[0] + r[2]) / 2 for r in down]), _edges([*((r[1] + r[3]) / 2 for r in across), *ends])[::-1]
        if len(xs) < 3 or len(ys) < 2 or len(xs) > 60 or len(ys) > _MOST_EDGES:
            continue
        grid = Grid(xs, ys)
        _merge(grid, across, down)
        out.append(grid)
    return out


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Groups of lines that touch; found by sweeping from left to right."""
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    order = sorted(range(len(rules)), key=lambda at: rules[at][0])
    open_: list[int] = []
    for at in order:
        left, bottom, _, top = rules[at]
        open_ = [other for other in open_ if rules[other][2] + _NEAR >= left]
        for other in open_:
            if rules[other][1] - _NEAR <= top and rules[other][3] + _NEAR >= bottom:
                parent[root(at)] = root(other)
        open_.append(at)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    return list(groups.values())


def _edges(places: list[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > _NEAR:
            out.append(place)
    return out


def _merge(grid: Grid, across: list[Rule], down: list[Rule]) -> None:
    """Join places between which no line is drawn."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    above = _cover(grid.ys, [((r[1] + r[3]) / 2, r[0], r[2]) for r in across])
    beside = _cover(grid.xs, [((r[0] + r[2]) / 2, r[1], r[3]) for r in down])
    for row in range(rows):
        middle = (grid.ys[row] + grid.ys[row + 1]) / 2
        for column in range(columns):
            own = (row, column)
            centre = (grid.xs[column] + grid.xs[column + 1]) / 2
            if column and not _drawn(beside[column], middle):
                own = grid.cell_of[row, column - 1]
            elif row and not _drawn(above[row], centre):
                own = grid.cell_of[row - 1, column]
            grid.cell_of[row, column] = own


def _cover(edges: list[float], lines: list[tuple[float, float, float]]) -> list[list[tuple[float, float]]]:
    """For each edge the stretches on which a line is drawn along it."""
    out: list[list[tuple[float, float]]] = [[] for _ in edges]
    for place, start, end in lines:
        nearest = min(range(len(edges)), key=lambda at: abs(edges[at] - place))
        out[nearest].append((start - _NEAR, end + _NEAR))
    return out


def _drawn(stretches: list[tuple[float, float]], place: float) -> bool:
    return any(start <= place <= end for start, end in stretches)
