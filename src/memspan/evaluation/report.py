"""Tables and pages from records: what was measured, by which command, on which machine, and how it came out.

Knows what each benchmark's page shows, as a short description (`LAYOUTS`), and how figures are written. Does
not measure anything and does not choose what looks good: every system and every score that a record has is
shown, in a fixed order; what it lacks is a dash. The same records give the same page.
"""

import json
import math
import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from memspan.evaluation import plots
from memspan.evaluation.record import VALUES, Record, Row, natural, summarise, timings, write_text

# --- what a page shows ---


@dataclass(frozen=True)
class Average:
    """The mean over some values of a label, each counting the same; a dash where one of them is missing.

    `values` of None means all that the table has.
    """

    name: str
    label: str
    values: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class Table:
    """One table of a page.

    Attributes:
        title: Its heading.
        metrics: The score shown; several where `columns` is "metric".
        index: Labels that name the rows; "system" is one as well.
        columns: The label that has a column for each value.
        each: A label for each of whose values the table is made anew.
        where: Only these values of a label.
        without: Not these values of a label.
        averages: Added as rows.
        over: Every figure is this average.
    """

    title: str
    metrics: tuple[str, ...] = ("score",)
    index: tuple[str, ...] = ("system",)
    columns: str = "metric"
    each: str | None = None
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    without: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    averages: tuple[Average, ...] = ()
    over: Average | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of samples that scores must be grouped by for this table."""
        every = [*self.index, self.columns, self.each, *self.where, *self.without]
        every += [average.label for average in (*self.averages, self.over) if average]
        return _unique(name for name in every if name and name not in VALUES)


@dataclass(frozen=True)
class Plot:
    """One picture of a page.

    Attributes:
        kind: "size" (score against memory size), "depth" (needle depth against length), "tokens" (score
            against input tokens), "category" (bars).
        name: Ends the file name.
        title: What stands above.
        metric: The score shown.
        label: Along the x axis: of size and length, or the category.
        panel: The label with a panel for each value.
        without: Not these values of a label.
    """

    kind: Literal["size", "depth", "tokens", "category"]
    name: str
    title: str
    metric: str = "score"
    label: str = "length"
    panel: str | None = None
    without: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of samples that scores must be grouped by for this picture."""
        own = {"depth": ["depth", self.label], "tokens": []}.get(self.kind, [self.label])
        return _unique([*own, *([self.panel] if self.panel else []), *self.without])


@dataclass(frozen=True)
class Layout:
    """A benchmark's section: its name, its title, what it is, its tables and pictures."""

    benchmark: str
    title: str
    intro: str
    tables: tuple[Table, ...] = ()
    plots: tuple[Plot, ...] = ()

    def groupings(self) -> list[tuple[str, ...]]:
        """What scores must be grouped by for this section."""
        tables, pictures = [table.labels for table in self.tables], [plot.labels for plot in self.plots]
        return list(dict.fromkeys([(), *tables, *pictures]))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


NIAH = (
    "single_1",
    "single_2",
    "single_3",
    "multikey_1",
    "multikey_2",
    "multikey_3",
    "multivalue",
    "multiquery",
)
_NIAH_MEAN = Average("mean of the 8 needle tasks", "task", NIAH)
_ADVERSARIAL = {"category": ("adversarial",)}
_RECALL = ("R@1", "R@5", "R@10", "R@20", "MRR")
_ANSWERED = ("score", "exact", "f1", "refused")


def _hops(benchmark: str, title: str, intro: str) -> Layout:
    return Layout(
        benchmark,
        title,
        intro,
        (
            Table("Answers", index=("task", "length", "size", "hops"), columns="system"),
            Table("Evidence among the first 16", ("R@16",), ("task", "length", "size", "hops"), "system"),
            Table("Evidence read", ("cited_recall",), ("task", "length", "size", "hops"), "system"),
        ),
        (Plot("category", "hops", "Answers by number of hops", label="hops"),),
    )


def _conversations(benchmark: str, title: str) -> Layout:
    return Layout(
        benchmark,
        title,
        "Questions about long conversations. A turn is one passage; group figures count sessions. "
        "Adversarial questions, which the conversation does not answer, are kept apart.",
        (
            Table("Turns found", _RECALL, index=("size", "system"), each="task", without=_ADVERSARIAL),
            Table(
                "Sessions found",
                tuple(f"group {metric}" for metric in _RECALL),
                index=("size", "system"),
                each="task",
                without=_ADVERSARIAL,
            ),
            Table("Turns among the first 10, by category", ("R@10",), ("task", "category"), "system"),
            Table(
                "Answers",
                ("f1", "exact", "refused"),
                index=("size", "system"),
                each="task",
                without=_ADVERSARIAL,
            ),
            Table("Answer F1 by category", ("f1",), ("task", "category"), "system", without=_ADVERSARIAL),
            Table(
                "Adversarial questions",
                ("score", "refused"),
                index=("size", "system"),
                each="task",
                where=_ADVERSARIAL,
            ),
        ),
        (
            Plot(
                "category",
                "found",
                "Turns among the first 10",
                "R@10",
                label="category",
                without=_ADVERSARIAL,
            ),
            Plot("category", "answers", "Answer F1", "f1", label="category", without=_ADVERSARIAL),
        ),
    )


LAYOUTS: dict[str, Layout] = {
    layout.benchmark: layout
    for layout in (
        Layout(
            "ruler",
            "Needles in a haystack (RULER)",
            "RULER's tasks with the original construction and wording, cut into passages. The score is the "
            "share of the expected values that the answer contains.",
            (
                Table("The 8 needle tasks together", columns="length", over=_NIAH_MEAN),
                Table(
                    "Task by task",
                    index=("task",),
                    columns="length",
                    each="system",
                    averages=(_NIAH_MEAN, Average("mean of all", "task")),
                ),
                Table("Needles' passages among the first 16", ("R@16",), ("task",), "length", each="system"),
                Table("Cut to fit the model's window", ("truncated",), columns="length"),
            ),
            (
                Plot("size", "size", "Score against memory size", panel="task"),
                Plot("depth", "depth", "Score by depth of the needle"),
            ),
        ),
        _hops(
            "hashhop",
            "Hash hops",
            "Chains of random assignments: only the whole chain answers, and no word gives a hint.",
        ),
        _hops(
            "dependency",
            "Dependency tracing",
            "Which module a module needs, over several steps: only the whole chain answers.",
        ),
        Layout(
            "recall",
            "Facts, hops and questions without an answer",
            "Generated facts hidden in real text. The score is exact match; where nothing in the memory "
            "answers, it is the share of refusals.",
            (
                Table("Answers", index=("task", "hops"), columns="system", each="size"),
                Table("Refused", ("refused",), ("task", "hops"), "system", each="size"),
                Table("Evidence found first", ("R@1",), ("task", "hops"), "system", each="size"),
                Table("Evidence among the first 16", ("R@16",), ("task", "hops"), "system", each="size"),
                Table("Evidence read", ("cited_recall",), ("task", "hops"), "system", each="size"),
            ),
            (
                Plot("size", "size", "Score against memory size", label="size", panel="task"),
                Plot(
                    "category",
                    "hops",
                    "Answers by number of hops",
                    label="hops",
                    without={"task": ("unanswerable",)},
                ),
            ),
        ),
        Layout(
            "session",
            "Session viability",
            "Personal facts and questions about them in other words, by how the facts reach the model. The "
            "score is the hit rate: whether an expected keyword is in the answer.",
            (
                Table("Hit rate", columns="size", each="task"),
                Table("Median input tokens per question", ("median_input_tokens",), columns="size"),
                Table("Fact found first", ("R@1",), columns="size", each="task"),
                Table("Cut to fit the model's window", ("truncated",), columns="size"),
            ),
            (
                Plot("tokens", "tokens", "Hit rate against what the model reads", label="size", panel="size"),
                Plot("size", "size", "Hit rate against memory size", label="size", panel="task"),
            ),
        ),
        Layout(
            "natural",
            "Natural questions",
            "People's questions and the Wikipedia passages that answer them.",
            (
                Table("Passages found", _RECALL, each="task"),
                Table("Answers", _ANSWERED, each="task"),
            ),
        ),
        _conversations("locomo", "Conversations (LoCoMo)"),
        _conversations("longmemeval", "Conversations (LongMemEval)"),
        _conversations("sgd", "Facts in dialogues (SGD)"),
        _conversations("conversations", "Conversations"),
        Layout(
            "qa",
            "Question answering files",
            "Questions with their documents from files. The judge's marks go from 0 to 5.",
            (
                Table("Documents found", ("R@1", "R@5", "R@10", "MRR"), each="task"),
                Table("Documents cited", ("cited_precision", "cited_recall", "cited_f1"), each="task"),
                Table("Answers", (*_ANSWERED, "judge"), each="task"),
            ),
        ),
        Layout(
            "code",
            "Code retrieval",
            "Questions about source code, and which of its parts answers them.",
            (
                Table("Parts found", _RECALL, each="task"),
                Table("Found first, by kind of question", ("R@1",), ("task", "kind"), "system"),
                Table("Answers", _ANSWERED, each="task"),
            ),
        ),
        Layout(
            "ingest",
            "Adding and asking, side by side",
            "The same documents and questions in one run; medians. A ratio above 1 is in memspan's favour.",
        ),
        Layout(
            "routing",
            "Routing diagnostics",
            "What each layer finds by itself, how often the same documents win (hubs), and by how much the "
            "evidence is ahead.",
            (Table("Found", ("R@1", "R@5", "R@10", "R@16", "MRR"), each="task"),),
        ),
        Layout(
            "neural",
            "A memory of fixed size (neural memory)",
            "Facts about random names, `The access token for User_a8f2k9 is x7z2m9q4p1.`, then real "
            "text, then a question, in a text that is read once. *Distance* is the number of tokens "
            "between the last fact and the question, in multiples of the attention's window; *capacity* "
            "the number of facts, at 8 windows; *hops* chains in which each fact leads to the next, to "
            "be written out step by step; *code* the definitions in this project's own sources. "
            "*closed* is the same decoder without its memory; *bank* is memspan's memory of documents, "
            "read by its own model, and *full context* that model with the whole text before it: of "
            "chains their last step counts. The others were trained by the recipe of *neural* with one "
            "change: *delta* with a gated delta rule (one layer, no momentum) and a state of the same size, "
            "*cut* with no gradient through what is written, *attention* with the whole text in its "
            "attention and no memory.",
            (
                Table(
                    "Exact answers by distance",
                    index=("task", "distance"),
                    columns="system",
                    without={"task": ("capacity", "hops", "code")},
                ),
                Table(
                    "Exact answers by number of facts",
                    index=("facts",),
                    columns="system",
                    where={"task": ("capacity",)},
                ),
                Table("Exact answers by hops", index=("hops",), columns="system", where={"task": ("hops",)}),
                Table(
                    "Definitions in source code", index=("task",), columns="system", where={"task": ("code",)}
                ),
            ),
            (
                Plot(
                    "size", "distance", "Exact answers by distance in windows", label="distance", panel="task"
                ),
                Plot("size", "capacity", "Exact answers by number of facts", label="facts"),
            ),
        ),
    )
}
"""The sections of docs/benchmarks.md, in their order."""


def layout_of(benchmark: str) -> Layout:
    """The layout of a benchmark; one with every score, by task, for a name that has none."""
    return LAYOUTS.get(benchmark) or Layout(benchmark, benchmark, "", (Table("Scores", (), each="task"),))


def summary(benchmark: str, lines: Iterable[Mapping[str, Any]]) -> dict[str, list[Row]]:
    """A record's "rows" and "timings": sample lines, grouped by all that the benchmark's section shows."""
    kept = list(lines)
    groupings = layout_of(benchmark).groupings()
    return {
        "rows": [row for labels in groupings for row in summarise(kept, labels)],
        "timings": [row for labels in groupings for row in timings(kept, labels)],
    }


# --- figures from rows ---


def cells(
    rows: Sequence[Row],
    keys: Sequence[str],
    *,
    metric: str,
    where: Mapping[str, tuple[Any, ...]] | None = None,
    without: Mapping[str, tuple[Any, ...]] | None = None,
) -> dict[tuple[Any, ...], Row]:
    """One row for each combination of `keys`, from rows that may be grouped more finely.

    A record holds the same samples grouped in several ways. Of these the coarsest is taken that has all the
    keys and all labels that choose; what is finer than the keys is pooled, each sample counting the same.
    """
    where, without = where or {}, without or {}
    rows = [row for row in rows if row.get("metric") == metric and row.get("mean") is not None]
    needed = {name for name in (*keys, *where, *without) if any(name in row for row in rows)}
    # Two groupings by the same labels hold the same rows.
    rows = [
        row
        for row in {json.dumps(row, sort_keys=True): row for row in rows}.values()
        if needed <= row.keys()
        and all(row.get(name) in values for name, values in where.items())
        and all(row.get(name) not in values for name, values in without.items())
    ]
    groups: dict[str, dict[tuple[str, ...], list[Row]]] = {}
    for row in rows:
        labels = tuple(sorted(row.keys() - set(VALUES)))
        text = json.dumps([row.get(name) for name in keys])  # a label may be a list
        groups.setdefault(text, {}).setdefault(labels, []).append(row)
    pooled: dict[tuple[Any, ...], Row] = {}
    for text, ways in groups.items():
        members = ways[min(ways, key=lambda labels: (len(labels), labels))]
        values = tuple(_hashable(value) for value in json.loads(text))
        pooled[values] = {**dict(zip(keys, values, strict=True)), **_pool(members, by_size=True)}
    return pooled


def _hashable(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, float)) else json.dumps(value)


def _pool(rows: Sequence[Row], *, by_size: bool) -> Row:
    """The mean of independent means, and its interval: half-widths add up as standard errors do."""
    if len(rows) == 1:
        return {name: rows[0].get(name) for name in ("metric", "mean", "low", "high", "n")}
    weights = [float(row.get("n") or 1) if by_size else 1.0 for row in rows]
    total = sum(weights)
    mean = sum(weight * row["mean"] for weight, row in zip(weights, rows, strict=True)) / total
    pooled: Row = {"metric": rows[0].get("metric"), "mean": mean, "low": None, "high": None}
    pooled["n"] = sum(row.get("n") or 0 for row in rows)
    if all(row.get("low") is not None and row.get("high") is not None for row in rows):
        for side in ("low", "high"):
            parts = [weight * (row[side] - row["mean"]) for weight, row in zip(weights, rows, strict=True)]
            width = math.sqrt(sum(part * part for part in parts)) / total
            pooled[side] = mean - width if side == "low" else mean + width
    return pooled


# --- tables ---

_PLAIN = {"judge": "{:.2f}", "rounds": "{:.2f}", "median_input_tokens": "{:,.0f}"}  # not shares
_DASH = "–"
SECTION = "section.md"  # beside a record: what the command that made it wrote about it
_NAMES = {
    "score": "score",
    "exact": "exact match",
    "f1": "F1",
    "refused": "refused",
    "cited_precision": "precision",
    "cited_recall": "recall",
    "cited_f1": "F1",
    "judge": "judge (0-5)",
}


def figure(row: Row | None) -> str:
    """A score and its interval in percent, `87.5 (83-91)`; a dash for none."""
    if row is None or row.get("mean") is None:
        return _DASH
    plain = _PLAIN.get(row.get("metric") or "")
    mean, low, high = row["mean"], row.get("low"), row.get("high")
    shown = plain.format(mean) if plain else f"{100 * mean:.1f}"
    if low is None or high is None:
        return shown
    if plain:
        return f"{shown} ({plain.format(low)}-{plain.format(high)})"
    return f"{shown} ({100 * max(low, 0.0):.0f}-{100 * min(high, 1.0):.0f})"


def _name(value: Any, label: str = "") -> str:
    if value is None:
        return _DASH
    if label == "metric":
        return _NAMES.get(value, str(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool) and label in ("length", "size"):
        return plots.size_label(value)
    return str(value).replace("|", "\\|").replace("\n", " ")


def _ordered(values: Iterable[Any], label: str) -> list[Any]:
    unique = list(dict.fromkeys(values))
    if label == "system":
        return sorted(unique, key=plots.system_order)
    if label == "task":  # RULER's own order
        return sorted(
            unique, key=lambda value: (NIAH.index(value) if value in NIAH else len(NIAH), natural(value))
        )
    return sorted(unique, key=natural)


def _lines(header: Sequence[str], body: Iterable[Sequence[str]], names: int = 1) -> str:
    """A table whose first columns are names, to the left, and whose others are figures, to the right."""
    rule = "|---" * names + "|---:" * (len(header) - names) + "|"
    written = ["| " + " | ".join(header) + " |", rule]
    return "\n".join([*written, *("| " + " | ".join(row) + " |" for row in body)])


def markdown_table(
    rows: Sequence[Row],
    *,
    index: Sequence[str],
    columns: str,
    metric: str | Sequence[str] = "score",
    where: Mapping[str, tuple[Any, ...]] | None = None,
    without: Mapping[str, tuple[Any, ...]] | None = None,
    averages: Sequence[Average] = (),
    over: Average | None = None,
) -> str:
    """A Markdown table of scores with their intervals, `87.5 (83-91)`.

    Args:
        rows: Of a record; see `cells` for those that are grouped in more than one way.
        index: Labels that name the table's rows. Those that no row has are left out.
        columns: The label that has a column for each value; "metric" for several metrics side by side.
        metric: The score, or scores, shown.
        where: Only these values of a label.
        without: Not these values of a label.
        averages: Added as rows; their label must be in `index`.
        over: Every figure is this average.

    Returns:
        The table, without a newline at the end; "" if there is nothing to show.
    """
    metrics = [metric] if isinstance(metric, str) else list(metric)
    if columns != "metric" and "system" not in (*index, columns):
        index = ["system", *index]  # scores of different systems are never pooled
    rows = [row for row in rows if row.get("metric") in metrics]
    index = [name for name in index if any(row.get(name) is not None for row in rows)]
    across = [] if columns == "metric" or all(row.get(columns) is None for row in rows) else [columns]
    extra = [over.label] if over else []
    table: dict[tuple[Any, ...], Row] = {}  # (index values, column value)
    for one in metrics:
        keys = [*index, *across, *extra]
        found = cells(rows, keys, metric=one, where=where, without=without)
        if over:
            found = _averaged(found, len(keys) - 1, over.values)
        for values, row in found.items():
            place = values[: len(index)]
            table[(*place, values[len(index)] if across else one)] = row
    if not table:
        return ""
    for average in averages:
        if average.label in index:
            at = index.index(average.label)
            reduced = _averaged(table, at, average.values)
            for rest, row in reduced.items():
                table[(*rest[:at], average, *rest[at:])] = row
    columns_shown = (
        _ordered((key[-1] for key in table), columns)
        if across
        else [one for one in metrics if any(key[-1] == one for key in table)]
    )
    body_keys = _index_order({key[:-1] for key in table}, index)
    header = [*index, *(_name(value, columns if across else "metric") for value in columns_shown)]
    body = [
        [
            *(
                value.name if isinstance(value, Average) else _name(value, label)
                for value, label in zip(key, index, strict=True)
            ),
            *(figure(table.get((*key, column))) for column in columns_shown),
        ]
        for key in body_keys
    ]
    return _lines(header, body, len(index))


def _averaged(
    table: Mapping[tuple[Any, ...], Row], at: int, values: tuple[Any, ...] | None
) -> dict[tuple[Any, ...], Row]:
    """Means over the values at one place of the keys, where all of `values` (or of the table) are there."""
    present = [key[at] for key in table if not isinstance(key[at], Average)]
    wanted = set(values) if values is not None else set(present)
    groups: dict[tuple[Any, ...], dict[Any, Row]] = {}
    for key, row in table.items():
        if not isinstance(key[at], Average) and key[at] in wanted:
            groups.setdefault((*key[:at], *key[at + 1 :]), {})[key[at]] = row
    return {
        rest: _pool(list(members.values()), by_size=False)
        if len(members) > 1
        else next(iter(members.values()))
        for rest, members in groups.items()
        if members.keys() == wanted
    }


def _index_order(keys: Iterable[tuple[Any, ...]], index: Sequence[str]) -> list[tuple[Any, ...]]:
    every = list(keys)
    ranks: list[dict[Any, int]] = []
    for place, label in enumerate(index):
        plain = _ordered((key[place] for key in every if not isinstance(key[place], Average)), label)
        means = sorted(
            {key[place] for key in every if isinstance(key[place], Average)},
            key=lambda average: (average.values is None, average.name),
        )
        ranks.append({value: rank for rank, value in enumerate([*plain, *means])})
    return sorted(every, key=lambda key: [ranks[place][value] for place, value in enumerate(key)])


def _tables(layout: Layout, rows: Sequence[Row]) -> list[str]:
    parts: list[str] = []
    for table in layout.tables:
        metrics = table.metrics or tuple(sorted({row["metric"] for row in rows}, key=natural))
        concerned = [row for row in rows if row.get("metric") in metrics]
        values = (
            _ordered((_hashable(row[table.each]) for row in concerned if table.each in row), table.each)
            if table.each
            else []
        )
        written: list[str] = []
        for value in values or [None]:
            here = (
                [row for row in concerned if table.each in row and _hashable(row[table.each]) == value]
                if table.each and values
                else concerned
            )
            if table.each == "system":
                here = [{**row, "system": None} for row in here]
            text = markdown_table(
                here,
                index=table.index,
                columns=table.columns,
                metric=metrics,
                where=table.where,
                without=table.without,
                averages=table.averages,
                over=table.over,
            )
            if text:
                named = table.each and value is not None and (len(values) > 1 or table.each == "system")
                shown = _name(value, table.each or "")
                written += [f"**{shown if table.each != 'size' else f'size {shown}'}**"] if named else []
                written.append(text)
        if written:
            parts += [f"### {table.title}", *written]
    return parts


# --- pictures ---


def _draw(record: Record, layout: Layout, folder: Path, prefix: str) -> list[tuple[str, str]]:
    """Draw a section's pictures; their titles and file names."""
    rows, drawn = _all_rows(record), []
    for plot in layout.plots:
        path = folder / f"{prefix}{plot.name}.svg"
        labels = ["system", *(name for name in plot.labels if name not in plot.without or name == plot.label)]
        labels = [name for name in labels if any(row.get(name) is not None for row in rows)]
        panel = plot.panel if plot.panel in labels else None
        shown = list(cells(rows, labels, metric=plot.metric, without=plot.without).values())
        if plot.kind == "tokens":
            keys = ["system", *([panel] if panel else [])]
            read = cells(rows, keys, metric="median_input_tokens")
            shown = [
                {**row, "input_tokens": read[place]["mean"]}
                for row in shown
                if (place := tuple(row[key] for key in keys)) in read
            ]
            shown = [row for row in shown if row["input_tokens"] > 0]
            if shown:
                plots.score_by_tokens(
                    shown, path, panel=panel, title=plot.title, metric=_name(plot.metric, "metric")
                )
        elif plot.kind == "size":
            shown = [row for row in shown if _positive(row.get(plot.label))]
            if shown:
                plots.score_by_size(
                    shown,
                    path,
                    size=plot.label,
                    panel=panel,
                    title=plot.title,
                    metric=_name(plot.metric, "metric"),
                )
        elif plot.kind == "depth":
            shown = [row for row in shown if None not in (row.get("depth"), row.get(plot.label))]
            if shown:
                plots.depth_by_length(shown, path, length=plot.label, title=plot.title)
        elif shown := [row for row in shown if row.get(plot.label) is not None]:
            plots.score_by_category(
                shown, path, category=plot.label, title=plot.title, metric=_name(plot.metric, "metric")
            )
        if shown:
            drawn.append((plot.title, path.name))
    diagnostics = record.get("diagnostics") or {}
    if diagnostics.get("layers") or any(map(sum, (diagnostics.get("wins") or {}).values())):
        path = folder / f"{prefix}routing.svg"
        plots.routing_picture(
            diagnostics.get("layers") or {}, diagnostics.get("wins") or {}, path, title="Routing"
        )
        drawn.append(("Routing", path.name))
    return drawn


def _positive(value: Any) -> bool:
    return isinstance(value, (int, float)) and value > 0


def _all_rows(record: Record) -> list[Row]:
    """A record's rows, and the tokens read per question as rows of their own."""
    read = [
        {
            **{name: value for name, value in row.items() if name not in _TIMES},
            "metric": "median_input_tokens",
            "mean": row["median_input_tokens"],
            "low": None,
            "high": None,
        }
        for row in record.get("timings") or []
        if row.get("median_input_tokens")
    ]
    return [*(row for row in record.get("rows") or [] if row.get("mean") is not None), *read]


_TIMES = ("median_seconds", "p90_seconds", "median_input_tokens")


# --- where figures come from ---


def _origin(record: Record) -> str:
    """Command, samples, seed, model, machine, versions and commit, as far as the record tells."""
    command = record.get("command")
    if isinstance(command, (list, tuple)):
        command = shlex.join(str(part) for part in command)
    machine, versions = record.get("machine") or {}, record.get("versions") or {}
    sizes = [
        f"{machine[name]} {unit.removesuffix('s') if machine[name] == 1 else unit}"
        for name, unit in _MACHINE
        if machine.get(name)
    ]
    where = str(machine.get("processor") or "")
    where += f" ({', '.join(sizes)})" if sizes else ""
    commit = str(record.get("commit") or "")[:12]
    facts = [
        f"{samples:,} samples" if (samples := _samples(record)) else "",
        f"seed {record['seed']}" if record.get("seed") is not None else "",
        f"model {record['model']}" if record.get("model") else "",
        where,
        ", ".join(f"{name} {number}" for name, number in versions.items()),
        f"commit {commit}{' with changes' if record.get('dirty') else ''}" if commit else "",
    ]
    told = "; ".join(fact for fact in facts if fact)
    return ": ".join(part for part in (f"`{command}`" if command else "", told) if part)


_MACHINE = (("cores", "cores"), ("threads", "threads"), ("ram_gib", "GiB of memory"))


def _samples(record: Record) -> int:
    """Samples per system: those of the score that most of them have."""
    rows = record.get("rows") or []
    counts = [
        row["n"]
        for metric in {row.get("metric") for row in rows}
        for row in cells(rows, ["system"], metric=str(metric)).values()
    ]
    return max(counts, default=0)


def _speed(record: Record) -> str:
    """What building took, and a question, per system."""
    builds: dict[str, list[Mapping[str, Any]]] = {}
    for build in record.get("builds") or []:
        builds.setdefault(str(build.get("system")), []).append(build)
    asked: dict[str, list[Row]] = {}
    for row in record.get("timings") or []:
        asked.setdefault(str(row.get("system")), []).append(row)
    body = []
    for system in sorted({*builds, *asked}, key=plots.system_order):
        mine = builds.get(system, [])
        timed = [one for one in mine if one.get("tokens") and one.get("seconds")]
        tokens, seconds = sum(one["tokens"] for one in timed), sum(one["seconds"] for one in timed)
        passages = sum(one.get("passages") or 0 for one in mine)
        disk = sum(one.get("bytes") or 0 for one in mine)
        times = asked.get(system, [])
        # The coarsest grouping is a single figure for all questions.
        fewest = min((len(row) for row in times), default=0)
        times = [row for row in times if len(row) == fewest]
        body.append(
            [
                _name(system),
                f"{passages:,}" if passages else _DASH,
                f"{tokens:,}" if tokens else _DASH,
                f"{tokens / seconds:,.0f}" if tokens else _DASH,
                f"{disk / passages:,.0f}" if disk and passages else _DASH,
                _span(times, "median_seconds", 1000),
                _span(times, "p90_seconds", 1000),
                _span(times, "median_input_tokens", 1),
            ]
        )
    if not body:
        return ""
    header = [
        "system",
        "passages",
        "tokens encoded",
        "encoded tokens/s",
        "bytes on disk per passage",
        "question, median ms",
        "question, p90 ms",
        "median input tokens",
    ]
    return _lines(header, body)


def _span(rows: Sequence[Row], name: str, factor: float) -> str:
    values = [factor * row[name] for row in rows if row.get(name) is not None]
    if not values or not max(values):
        return _DASH
    low, high = (f"{value:,.0f}" if value >= 10 else f"{value:.2g}" for value in (min(values), max(values)))
    return low if low == high else f"{low}-{high}"


# --- records of another form ---


def _number(value: Any) -> str:
    if value is None:
        return _DASH
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _name(value)
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


_INGEST = (
    ("documents added per second", "documents_per_second", "add_rate"),
    ("characters added per second", "characters_per_second", "add_rate"),
    ("search, median ms", "latency_median_ms", "latency_median"),
    ("search, 90th percentile ms", "latency_p90_ms", "latency_p90"),
    ("bytes on disk per document", "bytes_per_document", "bytes"),
    ("pieces stored", "pieces", ""),
)
"""What `bench ingest` shows: a name, the measure and its ratio."""


def _side_by_side(record: Record) -> list[str]:
    """`bench ingest`: measures down, systems across, ratios last."""
    systems: Mapping[str, Any] = record.get("systems") or {}
    if not systems:
        return []
    ratios = record.get("ratios") or {}
    names = sorted(systems, key=plots.system_order)
    files = ", ".join(
        f"{file['name']} ({file['documents']:,} documents, {file['characters']:,} characters)"
        for file in record.get("files") or []
    )
    body = [
        [name, *(_number(systems[one].get(measure)) for one in names), _number(ratios.get(ratio))]
        for name, measure, ratio in _INGEST
    ]
    return [*([files] if files else []), _lines(["", *names, "ratio"], body), str(record.get("notes") or "")]


def _diagnostics(record: Record) -> list[str]:
    """`bench routing`: tables with a row per layer, and a word on the rest."""
    diagnostics: Mapping[str, Any] = record.get("diagnostics") or {}
    parts: list[str] = []
    if diagnostics:
        counts = [
            f"{diagnostics[name]:,} {name}" for name in ("documents", "questions") if name in diagnostics
        ]
        parts.append(f"{', '.join(counts)}. {diagnostics.get('alarm') or 'Nothing looks collapsed.'}")
    for name, layers in diagnostics.items():
        if name == "wins" or not isinstance(layers, Mapping):
            continue
        body = [
            [str(layer), *(_number(values.get(column)) for column in _columns(layers))]
            for layer, values in layers.items()
            if values
        ]
        header = [column.replace("_", " ") for column in _columns(layers)]
        parts += [f"### {_TITLES.get(name, _name(name))}", _lines(["layer", *header], body)]
    body = []
    for name, counts in (diagnostics.get("wins") or {}).items():
        ranked, total = sorted(counts, reverse=True), sum(counts)
        if total:
            shares = [sum(ranked[:k]) / total for k in (1, 10)]
            body.append([str(name), f"{sum(count > 0 for count in ranked):,}", *map(_share, shares)])
    if body:
        header = ["layer", "different winners", "won by the most frequent, %", "won by the first 10, %"]
        parts += ["### Who comes first", _lines(header, body)]
    return parts


_TITLES = {
    "layers": "Each layer by itself",
    "hubness": "Hubs: how unevenly documents are among the best ten",
    "margins": "Margins: best right score minus best wrong one",
    "top_scores": "The best score",
}


def _columns(layers: Mapping[str, Mapping[str, Any] | None]) -> list[str]:
    return sorted({column for values in layers.values() for column in values or {}}, key=natural)


def _share(value: float | None) -> str:
    return _DASH if value is None else f"{100 * value:.1f}"


# --- pages ---


def section(record: Record, pictures: Sequence[tuple[str, str]] = ()) -> str:
    """One record in Markdown, from its heading on; `pictures` are titles and links."""
    layout = layout_of(str(record.get("benchmark") or "unnamed"))
    model = f", {_name(record['model'])}" if record.get("model") else ""
    title = f": {record['title']}" if record.get("title") else ""
    parts = [f"## {layout.title}{title}{model}", layout.intro, _origin(record)]
    parts += _side_by_side(record)
    parts += _tables(layout, _all_rows(record))
    parts += _diagnostics(record)
    parts += [f"![{title}]({link})" for title, link in pictures]
    speed = _speed(record)
    parts += ["### Speed", speed] if speed else []
    return "\n\n".join(part for part in parts if part) + "\n"


def write_report(record: Record, folder: Path) -> None:
    """Write a record's tables (table.md) and pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = _draw(record, layout_of(str(record.get("benchmark") or "unnamed")), folder, "")
    write_text(folder / "table.md", section(record, pictures))


def write_benchmarks_page(results: Path, page: Path, images: Path) -> None:
    """Write the page of all records, `results`/*/record.json, and its pictures into `images`.

    The sections stand in the order of `LAYOUTS`, those of one benchmark in that of their folders' names; last
    come the sections that stand ready in `results`/*/section.md, each with where its record comes from.
    """
    records: list[tuple[str, Record]] = []
    origins: dict[str, str] = {}
    for path in results.glob("*/record.json"):
        record = json.loads(path.read_text("utf-8"))
        if (path.parent / SECTION).exists():
            origins[path.parent.name] = f"\n{_origin(record)}\n"
        else:
            records.append((path.parent.name, record))
    order = list(LAYOUTS)

    def place(named: tuple[str, Record]) -> tuple[Any, ...]:
        folder, record = named
        benchmark = str(record.get("benchmark") or "unnamed")
        known = order.index(benchmark) if benchmark in order else len(order)
        return known, benchmark, natural(folder)

    parts = [
        "# Benchmarks\n",
        f"Written by `memspan bench report` from the records in `{results.name}/`; not by hand. Scores are "
        "percentages with their 95% bootstrap intervals over the samples: `87.5 (83-91)`. A dash is a figure "
        "not measured. Where all samples came out the same, the interval is a point, which is not certainty. "
        "What came out weak stands here like what came out well.\n",
    ]
    images.mkdir(parents=True, exist_ok=True)
    for folder, record in sorted(records, key=place):
        layout = layout_of(str(record.get("benchmark") or "unnamed"))
        pictures = [
            (title, Path(os.path.relpath(images / name, page.parent)).as_posix())
            for title, name in _draw(record, layout, images, f"{folder}-")
        ]
        parts.append(section(record, pictures))
    # What other commands measure, such as benchmarks/ablations.py, they also write down themselves.
    parts += [
        path.read_text("utf-8") + origins.get(path.parent.name, "")
        for path in sorted(results.glob(f"*/{SECTION}"))
    ]
    write_text(page, "\n".join(parts))
