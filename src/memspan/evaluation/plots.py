"""Pictures of scores, in one calm style on white, as SVG (or PNG, by the file's ending).

Knows rows as `memspan.evaluation.record` makes them, each combination of labels once, and how to draw them.
Does not know benchmarks, files of results or how scores are pooled. The same input gives the same bytes.
Scores from 0 to 1 are shown as percentages. matplotlib is loaded when the first picture is drawn.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memspan.evaluation.record import Row, natural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours, which people with any kind of colour vision can tell apart; no pale yellow.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D", "#882255")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p")
_INK, _FAINT = "#333333", "#DDDDDD"
STYLE: Any = {
    "svg.hashsalt": "memspan",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 9.5,
    "text.parse_math": False,  # titles and questions are data: "$5 or $6" is no formula
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": "#999999",
    "axes.labelcolor": _INK,
    "axes.titlecolor": _INK,
    "text.color": _INK,
    "xtick.color": "#666666",
    "ytick.color": "#666666",
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": "#E8E8E8",
    "grid.linewidth": 0.8,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


# --- shared by all pictures ---


@contextmanager
def _drawing(path: Path, width: float, height: float, title: str = "") -> Iterator["Figure"]:
    """A figure of so many inches, which is written to `path` at the end."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        if title:
            figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
        yield figure
        path.parent.mkdir(parents=True, exist_ok=True)
        metadata = {"Date": None, "Creator": "memspan"} if path.suffix == ".svg" else None
        figure.savefig(path, metadata=metadata, dpi=150)


def size_label(number: float) -> str:
    """A length or size in few characters: 32768 is 32K, 1048576 and 1000000 are 1M, 1500 is 1,500."""
    for unit, factor in (("M", 2**20), ("M", 10**6), ("K", 2**10), ("K", 10**3)):
        if number >= (10**4 if factor == 10**3 else factor) and number % factor == 0:
            return f"{int(number // factor):,}{unit}"
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.2f}"


def system_order(system: object) -> tuple[bool, list[tuple[int, float, str]]]:
    """A sort key: memspan and its variants first, then the others by name."""
    return not str(system).startswith("memspan"), natural(system)


def _distinct(rows: Sequence[Row], label: str) -> list[Any]:
    values = [row.get(label) for row in rows]
    unique = [value for place, value in enumerate(values) if value not in values[:place]]
    return sorted(unique, key=system_order if label == "system" else natural)


def _looks(systems: Sequence[object]) -> dict[object, dict[str, Any]]:
    """A colour and a marker for each system; the second round of colours has other markers."""
    return {
        system: {
            "color": PALETTE[place % len(PALETTE)],
            "marker": _MARKERS[(place + place // len(PALETTE)) % len(_MARKERS)],
            "linestyle": "-" if place < len(PALETTE) else "--",
        }
        for place, system in enumerate(systems)
    }


def _panels(figure: "Figure", names: Sequence[object], columns: int, **shared: Any) -> list["Axes"]:
    """One part of the figure for each name, titled with it; what is left of the grid is empty."""
    columns = min(columns, len(names))
    grid = figure.subplots(math.ceil(len(names) / columns), columns, squeeze=False, **shared)
    every: list[Axes] = list(grid.flat)
    for axes in every[len(names) :]:
        axes.set_visible(False)
    for axes, name in zip(every, names, strict=False):
        axes.set_title("" if name is None else str(name))
    return every[: len(names)]


def _percent_axis(axes: "Axes", label: str = "", top: float = 104) -> None:
    axes.set_ylim(-2, top)
    axes.set_yticks(range(0, 101, 20))
    if label:
        axes.set_ylabel(f"{label}, %")


def _around(row: Row) -> tuple[float, float]:
    """How far the interval goes below and above the mean, in percent."""
    low, high = row.get("low"), row.get("high")
    return (
        100 * (row["mean"] - low) if low is not None else 0.0,
        100 * (high - row["mean"]) if high is not None else 0.0,
    )


def _legend(figure: "Figure", axes: Sequence["Axes"]) -> None:
    """One legend for all panels, below them and no wider; each name once, whichever panel has it."""
    named: dict[str, Any] = {}
    for one in axes:
        for handle, name in zip(*one.get_legend_handles_labels(), strict=True):
            named.setdefault(name, handle)
    widest = 0.75 + 0.09 * max(map(len, named), default=0)  # inches of an entry
    columns = max(1, min(len(named), 5, int(figure.get_figwidth() / widest)))
    figure.legend(
        list(named.values()), list(named), loc="outside lower center", ncols=columns, handlelength=2.2
    )


# --- the pictures ---


def score_by_size(
    rows: Sequence[Row],
    path: Path,
    *,
    size: str = "length",
    panel: str | None = "task",
    title: str = "",
    metric: str = "score",
) -> None:
    """Scores against memory size on a log axis: a line and its interval per system, a panel per task.

    Args:
        rows: Rows with a positive number as `size`; others are left out.
        path: Where the picture goes.
        size: The label on the x axis.
        panel: The label that has a panel for each value; None for a single one.
        title: What stands above.
        metric: What the scores are called.
    """
    rows = [row for row in rows if isinstance(row.get(size), (int, float)) and row[size] > 0]
    if not rows:
        return
    names = _distinct(rows, panel) if panel else [None]
    systems = _distinct(rows, "system")
    looks = _looks(systems)
    sizes = sorted({row[size] for row in rows})
    columns = min(4, len(names))
    width = 6.4 if columns == 1 else max(6.4, 2.9 * columns)
    deep = math.ceil(len(names) / columns)
    legend = 0.3 * math.ceil(len(systems) / 5)
    with _drawing(path, width, (3.4 if deep == 1 else 2.3 * deep) + legend, title) as figure:
        every = _panels(figure, names, 4, sharey=True)
        for number, (axes, name) in enumerate(zip(every, names, strict=True)):
            here = [row for row in rows if not panel or row.get(panel) == name]
            for system in systems:
                line = sorted((row for row in here if row["system"] == system), key=lambda row: row[size])
                if not line:
                    continue
                means = [100 * row["mean"] for row in line]
                around = [_around(row) for row in line]
                places = [row[size] for row in line]
                axes.plot(places, means, label=str(system), **looks[system])
                below = [mean - low for mean, (low, _) in zip(means, around, strict=True)]
                above = [mean + high for mean, (_, high) in zip(means, around, strict=True)]
                axes.fill_between(places, below, above, color=looks[system]["color"], alpha=0.12, linewidth=0)
            axes.set_xscale("log")
            _size_ticks(axes, sizes)
            _percent_axis(axes, metric if number % columns == 0 else "")
        for axes in every[-columns:]:
            axes.set_xlabel(f"{size} (log scale)")
        _legend(figure, every)


def _size_ticks(axes: "Axes", sizes: Sequence[float]) -> None:
    from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

    axes.xaxis.set_major_locator(FixedLocator(list(sizes)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xticklabels([size_label(size) for size in sizes])
    if len(sizes) == 1:
        axes.set_xlim(sizes[0] / 2, sizes[0] * 2)


def depth_by_length(
    rows: Sequence[Row],
    path: Path,
    *,
    depth: str = "depth",
    length: str = "length",
    title: str = "",
    metric: str = "score",
) -> None:
    """A heat map per system: where in the memory the needle lies, against how long the memory is."""
    rows = [row for row in rows if row.get(depth) is not None and row.get(length) is not None]
    if not rows:
        return
    systems, depths, lengths = (_distinct(rows, label) for label in ("system", depth, length))
    columns = min(4, len(systems))
    cell = max(0.62, 2.4 / len(lengths))
    width = max(5.0, columns * (cell * len(lengths) + 0.9) + 0.8)
    height = math.ceil(len(systems) / columns) * (0.34 * len(depths) + 0.9) + 0.6
    with _drawing(path, width, height, title) as figure:
        every = _panels(figure, systems, 4)
        for axes, system in zip(every, systems, strict=True):
            found = {(row[depth], row[length]): 100 * row["mean"] for row in rows if row["system"] == system}
            table = [[found.get((d, n), math.nan) for n in lengths] for d in depths]
            image = axes.imshow(table, cmap="cividis", vmin=0, vmax=100, aspect="auto")
            _cell_texts(axes, table, lambda value: f"{value:.0f}", lambda value: value < 55)
            _grid_axis(axes, [size_label(n) if _is_number(n) else str(n) for n in lengths], depths)
            axes.set_xlabel(length)
        for axes in every[::columns]:
            axes.set_ylabel(f"{depth}, %")
        figure.colorbar(image, ax=every, label=f"{metric}, %", shrink=0.9, pad=0.02).outline.set_visible(
            False
        )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def _grid_axis(axes: "Axes", across: Sequence[object], down: Sequence[object]) -> None:
    axes.set_xticks(range(len(across)), [str(name) for name in across])
    axes.set_yticks(range(len(down)), [str(name) for name in down])
    axes.grid(visible=False)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_facecolor("#F4F4F4")


def _cell_texts(
    axes: "Axes", table: Sequence[Sequence[float]], show: Any, dark: Any, size: float = 8
) -> None:
    for down, line in enumerate(table):
        for across, value in enumerate(line):
            if not math.isnan(value):
                color = "white" if dark(value) else "#222222"
                axes.text(across, down, show(value), ha="center", va="center", fontsize=size, color=color)


def score_by_tokens(
    rows: Sequence[Row],
    path: Path,
    *,
    tokens: str = "input_tokens",
    panel: str | None = "size",
    title: str = "",
    metric: str = "score",
) -> None:
    """Scores against what the model had to read for them, on a log axis: a labelled point per system.

    Args:
        rows: Rows with a positive number under `tokens`; others are left out.
        path: Where the picture goes.
        tokens: The entry on the x axis.
        panel: The label that has a panel for each value; None for a single one.
        title: What stands above.
        metric: What the scores are called.
    """
    rows = [row for row in rows if _is_number(row.get(tokens)) and row[tokens] > 0]
    if not rows:
        return
    names = _distinct(rows, panel) if panel else [None]
    systems = _distinct(rows, "system")
    looks = _looks(systems)
    columns = min(2, len(names))
    least, most = min(row[tokens] for row in rows), max(row[tokens] for row in rows)
    deep = math.ceil(len(names) / columns)
    with _drawing(path, 6.4 if columns == 1 else 10.0, 3.5 * deep + 0.3, title) as figure:
        every = _panels(figure, names, 2, sharey=True)
        for number, (axes, name) in enumerate(zip(every, names, strict=True)):
            if panel and name is not None:
                axes.set_title(f"{panel} {size_label(name) if _is_number(name) else name}")
            here = [row for row in rows if not panel or row.get(panel) == name]
            for row in here:
                below, above = _around(row)
                look = looks[row["system"]]
                axes.errorbar(
                    row[tokens],
                    100 * row["mean"],
                    yerr=[[below], [above]],
                    fmt=look["marker"],
                    color=look["color"],
                    markersize=7,
                    elinewidth=1.2,
                    capsize=2.5,
                )
            axes.set_xscale("log")
            axes.set_xlim(least / 1.8, most * 6)
            axes.xaxis.set_major_formatter(lambda value, _: size_label(value))
            axes.xaxis.set_minor_formatter(lambda value, _: "")
            axes.set_xlabel("median input tokens per question (log scale)")
            axes.grid(visible=True, axis="both")
            _percent_axis(axes, metric if number % columns == 0 else "", top=108)
        for axes, name in zip(every, names, strict=True):
            here = [row for row in rows if not panel or row.get(panel) == name]
            points = [(row[tokens], 100 * row["mean"], str(row["system"])) for row in here]
            _point_labels(figure, axes, points, {str(system): looks[system]["color"] for system in systems})


def _point_labels(
    figure: "Figure",
    axes: "Axes",
    points: Sequence[tuple[float, float, str]],
    colors: Mapping[str, str],
) -> None:
    """Names beside their points, each at the first place where it covers neither a point nor a name."""
    figure.draw_without_rendering()  # the layout must be known
    scale = figure.dpi / 72
    places = [axes.transData.transform((x, y)) / scale for x, y, _ in points]
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in places]
    for (x, y, name), (left, middle) in zip(points, places, strict=True):
        options = [(8, 0), (8, 11), (8, -11), (-8, 0), (-8, 11), (-8, -11), (8, 22), (8, -22), (-8, 22)]
        boxes = []
        for across, up in options:
            width = 5.4 * len(name)
            start = left + across - (width if across < 0 else 0)
            boxes.append((start, middle + up - 5, start + width, middle + up + 5))
        clear = (place for place, box in enumerate(boxes) if not any(_overlap(box, other) for other in taken))
        chosen = next(clear, 0)
        taken.append(boxes[chosen])
        across, up = options[chosen]
        axes.annotate(
            name,
            (x, y),
            xytext=(across, up),
            textcoords="offset points",
            ha="left" if across > 0 else "right",
            va="center",
            fontsize=8.5,
            color=colors[name],
        )


def _overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def score_by_category(
    rows: Sequence[Row], path: Path, *, category: str = "category", title: str = "", metric: str = "score"
) -> None:
    """Bars with their intervals: a group for each category, a bar in it for each system."""
    if not rows:
        return
    categories, systems = _distinct(rows, category), _distinct(rows, "system")
    looks = _looks(systems)
    found = {(row.get(category), row["system"]): row for row in rows if row["system"] in systems}
    width = 0.82 / len(systems)
    legend = 0.3 * math.ceil(len(systems) / 5)
    inches = min(12.0, max(6.0, 0.2 * len(systems) * len(categories) + 1.6))
    with _drawing(path, inches, 3.3 + legend, title) as figure:
        axes = figure.subplots()
        for number, system in enumerate(systems):
            here = [
                (place + (number - (len(systems) - 1) / 2) * width, found[name, system])
                for place, name in enumerate(categories)
                if (name, system) in found
            ]
            axes.bar(
                [place for place, _ in here],
                [100 * row["mean"] for _, row in here],
                width * 0.9,
                yerr=list(zip(*(_around(row) for _, row in here), strict=True)),
                label=str(system),
                color=looks[system]["color"],
                hatch="" if number < len(PALETTE) else "///",
                error_kw={"ecolor": "#444444", "elinewidth": 1.0, "capsize": 2},
            )
        axes.set_xticks(range(len(categories)), ["–" if name is None else str(name) for name in categories])
        axes.tick_params(axis="x", length=0)
        axes.set_xlabel(category)
        _percent_axis(axes, metric)
        axes.set_ylim(0, 104)
        _legend(figure, [axes])


def routing_picture(
    recall: Mapping[Any, Mapping[str, float]],
    wins: Mapping[str, Sequence[int]],
    path: Path,
    *,
    title: str = "",
) -> None:
    """What each layer finds by itself, and how unevenly documents win.

    Args:
        recall: Layer to metric ("R@1") to score.
        wins: Name of a ranking to how often each document came first; documents that never did may be left
            out, the order is free.
        path: Where the picture goes.
        title: What stands above.
    """
    curves = {name: sorted(counts, reverse=True) for name, counts in wins.items() if sum(counts)}
    parts = [name for name, given in (("recall", recall), ("hubs", curves)) if given]
    if not parts:
        return
    with _drawing(path, 5.4 * len(parts), 3.6, title) as figure:
        every = dict(zip(parts, _panels(figure, parts, 2), strict=True))
        if axes := every.get("recall"):
            axes.set_title("recall of each layer by itself")
            layers = sorted(recall, key=natural)
            metrics = sorted({metric for scores in recall.values() for metric in scores}, key=natural)
            for metric, look in _looks(metrics).items():
                here = [
                    (place, 100 * recall[layer][str(metric)])
                    for place, layer in enumerate(layers)
                    if str(metric) in recall[layer]
                ]
                axes.plot([x for x, _ in here], [y for _, y in here], label=str(metric), **look)
            axes.set_xticks(range(len(layers)), [str(layer) for layer in layers])
            axes.set_xlabel("layer")
            _percent_axis(axes, "recall")
            axes.legend(loc="best", fontsize=8.5)
        if axes := every.get("hubs"):
            axes.set_title("share of questions won by the most frequent winners")
            most = max(len(counts) for counts in curves.values())
            for name, look in _looks(list(curves)).items():
                counts, total, shares = curves[str(name)], 0, []
                for count in counts:
                    total += count
                    shares.append(100 * total / sum(counts))
                look = {**look, "marker": look["marker"] if len(counts) <= 12 else ""}
                axes.plot(range(1, len(counts) + 1), shares, label=str(name), **look)
            if most > 1:
                axes.set_xscale("log")
                _size_ticks(axes, sorted({1, most, *(10**n for n in range(1, 9) if 10**n < most / 1.5)}))
            axes.set_xlabel("documents, most frequent first (log scale)")
            _percent_axis(axes, "questions won")
            axes.legend(loc="best", fontsize=8.5)


def explain_picture(
    rounds: Sequence[Mapping[int, Sequence[tuple[int, float]]]],
    path: Path,
    *,
    titles: Mapping[int, str] | None = None,
    read: Collection[int] = (),
    title: str = "",
    most: int = 16,
) -> None:
    """What each layer chose for one question, round by round: layers by documents, the score as colour.

    Args:
        rounds: For each round, of each layer, the chosen documents and their scores.
        path: Where the picture goes.
        titles: What documents are called; their ids where they have no title.
        read: Ids of the documents that were read; marked with a dot and bold names.
        title: What stands above, for instance the question.
        most: Documents shown per round: those read first of all, then those with the best scores.
    """
    titles = titles or {}
    shown: list[tuple[int, list[int], Sequence[int], dict[tuple[int, int], float]]] = []
    for number, chosen in enumerate(rounds, start=1):
        scores = {(layer, document): score for layer, pairs in chosen.items() for document, score in pairs}
        best: dict[int, float] = {}
        for (_, document), score in scores.items():
            best[document] = max(score, best.get(document, -math.inf))
        order = sorted(best, key=lambda document: (document not in read, -best[document], document))[:most]
        if order:
            shown.append((number, order, sorted(chosen), scores))
    if not shown:
        return
    values = [
        scores[layer, document]
        for _, order, layers, scores in shown
        for layer in layers
        for document in order
        if (layer, document) in scores
    ]
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 0.5, high + 0.5
    widest = max(len(order) for _, order, _, _ in shown)
    deep = [max(1.3, 0.42 * len(layers)) + 1.7 for _, _, layers, _ in shown]
    with _drawing(path, max(5.5, 0.62 * widest + 2.4), sum(deep) + 0.4, title) as figure:
        grid = figure.subplots(len(shown), 1, squeeze=False, height_ratios=deep)
        every: list[Axes] = list(grid.flat)
        for axes, (number, order, layers, scores) in zip(every, shown, strict=True):
            axes.set_title(f"round {number}", pad=16)
            table = [[scores.get((layer, document), math.nan) for document in order] for layer in layers]
            image = axes.imshow(table, cmap="cividis", vmin=low, vmax=high, aspect="auto")
            _cell_texts(
                axes, table, lambda value: f"{value:.2g}", lambda value: value < (low + high) / 2, size=7.5
            )
            _grid_axis(axes, [_short(titles.get(d) or str(d)) for d in order], layers)
            axes.set_ylabel("layer")
            for place, (document, label) in enumerate(zip(order, axes.get_xticklabels(), strict=True)):
                label.set_rotation(30)
                label.set_horizontalalignment("right")
                label.set_rotation_mode("anchor")
                if document in read:
                    label.set_fontweight("bold")
                    axes.plot(place, -0.62, marker="v", color="#D55E00", markersize=7, clip_on=False)
            axes.set_ylim(len(layers) - 0.5, -0.5)
        figure.colorbar(image, ax=every, label="score", shrink=0.8, pad=0.02)
        if any(document in read for _, order, _, _ in shown for document in order):
            from matplotlib.lines import Line2D

            mark = Line2D([], [], marker="v", color="#D55E00", linestyle="", label="read")
            every[0].legend(handles=[mark], loc="lower right", bbox_to_anchor=(1.0, 1.04), borderpad=0)


def _short(text: str, most: int = 20) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
