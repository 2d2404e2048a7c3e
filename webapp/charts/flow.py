"""Draw how something came and went: columns of boxes from left to right, joined by lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.charts.frame import Twin, box, cut, drawing, element, label

WIDTH = 168.0
GAP = 44.0
HEIGHT = 40.0
SPACE = 14.0
HEAD = 26.0
EDGE = 2.0


@dataclass(frozen=True)
class Node:
    """Hold one box: a key of its own, two lines of text, and the keys of the boxes that lead to it.

    `href` is where it opens. `tone` is '' (neutral), 'good', 'watch' or 'bad' and never the only sign: the second line
    says it in words.
    """

    key: str
    title: str
    text: str = ""
    comes_from: tuple[str, ...] = ()
    tone: str = ""
    href: str = ""


@dataclass(frozen=True)
class Stage:
    """Hold a column: its name and its boxes from top to bottom."""

    name: str
    nodes: tuple[Node, ...]


def flow_chart(title: str, description: str, stages: Sequence[Stage]) -> Markup:
    """Draw the stages side by side; every box has its full text as a hint."""
    tallest = max((len(stage.nodes) for stage in stages), default=0)
    height = HEAD + max(tallest, 1) * (HEIGHT + SPACE)
    places = {
        node.key: (EDGE + number * (WIDTH + GAP), HEAD + place * (HEIGHT + SPACE))
        for number, stage in enumerate(stages)
        for place, node in enumerate(stage.nodes)
    }
    body: list[Markup] = []
    for stage in stages:
        body += [
            _joined(places[each], places[node.key])
            for node in stage.nodes
            for each in node.comes_from
            if each in places
        ]
    for number, stage in enumerate(stages):
        body.append(label(EDGE + number * (WIDTH + GAP), 14, cut(stage.name, WIDTH), "chart-strong"))
        for node in stage.nodes:
            body += _box(node, *places[node.key])
    width = max(len(stages), 1) * (WIDTH + GAP) - GAP + 2 * EDGE
    return drawing(title, description, width, height, body, "flow")


def _box(node: Node, x: float, y: float) -> list[Markup]:
    kind = f"chart-node chart-node-{node.tone}" if node.tone else "chart-node"
    return [
        box(x, y, WIDTH, HEIGHT, kind, f"{node.title} {node.text}".strip()),
        label(x + 8, y + 17, cut(node.title, WIDTH - 16)),
        label(x + 8, y + 32, cut(node.text, WIDTH - 16), "chart-muted"),
    ]


def _joined(start: tuple[float, float], end: tuple[float, float]) -> Markup:
    """Draw a line that leaves to the right and arrives from the left, curved so that lines can be told apart."""
    x1, y1 = start[0] + WIDTH, start[1] + HEIGHT / 2
    x2, y2 = end[0], end[1] + HEIGHT / 2
    middle = (x1 + x2) / 2
    strokes = f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return element("path", {"d": strokes, "class": "chart-link"})


def flow_rows(stages: Sequence[Stage], *, stage_word: str, what_word: str, text_word: str, from_word: str) -> Twin:
    """Return the boxes as a table, one row each, with the names of the boxes that lead to it."""
    titles = {node.key: node.title for stage in stages for node in stage.nodes}
    rows = tuple(
        (stage.name, node.title, node.text, ", ".join(titles[each] for each in node.comes_from if each in titles))
        for stage in stages
        for node in stage.nodes
    )
    return Twin((stage_word, what_word, text_word, from_word), rows)


@dataclass(frozen=True)
class FlowBox:
    """Hold one box of the narrow layout with the names of the boxes that lead to it."""

    node: Node
    comes_from: str


def flow_boxes(stages: Sequence[Stage]) -> list[tuple[str, list[FlowBox]]]:
    """Return the stages one below the other, for narrow screens: name and boxes.

    What comes straight from the only box of the stage before says nothing of it: the line between them does.
    """
    titles = {node.key: node.title for stage in stages for node in stage.nodes}
    listed = []
    before: tuple[str, ...] = ()
    for stage in stages:
        boxes = []
        for node in stage.nodes:
            known = tuple(each for each in node.comes_from if each in titles)
            named = "" if known == before and len(known) == 1 else ", ".join(titles[each] for each in known)
            boxes.append(FlowBox(node, named))
        listed.append((stage.name, boxes))
        before = tuple(node.key for node in stage.nodes)
    return listed
