"""What a document is in each format, and one clear error for what is none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from memspan.errors import InputError
from memspan.ingest import IngestReport, Splitter, read_chat, read_path, read_text
from memspan.ingest.formats import markdown_sections, read_json, read_json_lines
from memspan.ledger import Draft

WORDS = Splitter(lambda text: len(text.split()), 12)

CHAT = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "My dog is called Max.", "timestamp": 1_700_000_000},
    {"role": "assistant", "content": "Nice name!", "timestamp": 1_700_000_005},
    {"role": "user", "content": "He is old.", "timestamp": "2023-11-15"},
    {"role": "user", "content": "Very old."},
    {"role": "assistant", "content": "How old?"},
    {"role": "user", "content": "Nine."},
]


def test_text_keeps_what_it_is_told() -> None:
    drafts = read_text(
        "one two three. " * 10,
        title="t",
        source="s",
        metadata={"k": 1},
        time="now",
        speaker="me",
        splitter=WORDS,
    )
    assert [draft.position for draft in drafts] == list(range(len(drafts)))
    assert len(drafts) > 1
    assert {(d.title, d.source, d.metadata["k"], d.time, d.speaker) for d in drafts} == {
        ("t", "s", 1, "now", "me")
    }
    with pytest.raises(InputError, match="empty"):
        read_text(" ")


def test_markdown_is_cut_at_headings() -> None:
    text = """---
title: "My notes"
tags: [a]
---
Before all headings.

# Guide
## Install ##

Run this:
```sh
# not a heading
```

Use
---
It is used.

- a list
---
"""
    drafts = read_text(text, markdown=True)
    assert [draft.metadata.get("section") for draft in drafts] == [None, "Guide > Install", "Guide > Use"]
    assert {draft.title for draft in drafts} == {"My notes"}
    assert drafts[0].text == "Before all headings."
    assert drafts[1].text.startswith("# Guide\n## Install ##\n\nRun this:")
    assert "# not a heading" in drafts[1].text
    assert drafts[2].text.startswith("Use\n---\nIt is used.")
    assert drafts[2].text.endswith("- a list\n---")
    assert read_text("# First\ntext\n# Second\ntext", markdown=True)[1].title == "First"
    assert read_text("---\ntitle: x\n---\n", markdown=True)[0].text == "---\ntitle: x\n---"


@given(
    st.lists(
        st.sampled_from(["# a\n", "## b\n", "text\n", "\n", "```\n", "~~~\n", "===\n", "---\n", "- x\n"])
    )
)
def test_sections_lose_no_line(lines: list[str]) -> None:
    text = "".join(lines)
    kept = [line for section in markdown_sections(text) for line in section.text.split("\n") if line]
    assert kept == [line for line in text.split("\n") if line]


def test_a_chat_is_pairs_of_turns() -> None:
    drafts = read_chat(CHAT, title="t", source="s")
    assert [draft.text for draft in drafts] == [
        "User: My dog is called Max.\nAssistant: Nice name!",
        "User: He is old.\nUser: Very old.\nAssistant: How old?",
        "User: Nine.",
    ]
    assert [draft.time for draft in drafts] == ["2023-11-14T22:13:20+00:00", "2023-11-15", None]
    assert [draft.speaker for draft in drafts] == ["User, Assistant", "User, Assistant", "User"]
    assert [draft.position for draft in drafts] == [0, 1, 2]
    assert {(draft.title, draft.source) for draft in drafts} == {("t", "s")}


def test_an_answer_without_a_question_stands_alone() -> None:
    chat = [{"role": "assistant", "content": "Hello!"}, *CHAT[1:3]]
    assert [draft.speaker for draft in read_chat(chat)] == ["Assistant", "User, Assistant"]


def test_people_have_names() -> None:
    chat = [{"speaker": name, "content": f"I am {name}."} for name in ("Ann", "Bob", "Ann", "Cleo", "Bob")]
    assert [draft.speaker for draft in read_chat(chat)] == ["Ann, Bob", "Ann, Cleo", "Bob"]


def test_milliseconds_parts_and_silence() -> None:
    chat: list[dict[str, Any]] = [
        {
            "role": "human",
            "content": [{"type": "text", "text": "Look:"}, {"type": "image"}],
            "timestamp": 1.7e12,
        },
        {"role": "ai", "content": None},
        {"role": "ai", "text": "I see."},
        {"role": "tool", "content": "{}"},
    ]
    (draft,) = read_chat(chat)
    assert draft.text == "User: Look:\nAssistant: I see."
    assert draft.time == "2023-11-14T22:13:20+00:00"


def test_a_long_pair_is_cut_between_and_within_messages() -> None:
    chat = [
        {"role": "user", "content": "Tell me a story, please.", "timestamp": "t1"},
        {"role": "assistant", "content": "Once upon a time there was a fox. " * 5, "timestamp": "t2"},
    ]
    drafts = read_chat(chat, splitter=WORDS)
    assert drafts[0].text == "User: Tell me a story, please."
    assert len(drafts) > 2
    assert all(draft.text.startswith("Assistant: ") for draft in drafts[1:])
    assert [draft.time for draft in drafts] == ["t1"] + ["t2"] * (len(drafts) - 1)
    assert [draft.position for draft in drafts] == list(range(len(drafts)))
    assert all(WORDS.fits(draft.text) for draft in drafts)


@pytest.mark.parametrize(
    "message, complaint",
    [
        ({"role": "user"}, "message 2 has no content"),
        ({"content": "x"}, "message 2 has no role"),
        ({"role": 3, "content": "x"}, "message 2 has no role"),
        ({"role": "user", "content": 5}, "message 2 .* string"),
        ({"role": "user", "content": "x", "timestamp": 1e300}, "message 2 has a time"),
        ({"role": "user", "content": "x", "timestamp": True}, "message 2 has a time"),
        ("hello", "message 2 is not an object"),
    ],
)
def test_a_message_that_is_none(message: Any, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read_chat([CHAT[1], message])


def read_lines(*rows: object) -> list[Any]:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    return read_json_lines(text, title="file", source="f", place="f", splitter=WORDS, report=IngestReport())


def test_rows() -> None:
    drafts = read_lines(
        {"text": "one", "title": "T", "extra": 1, "metadata": {"given": 2}, "time": 0, "speaker": "Ann"},
        "",
        '"two\u2028lines"',
        {"text": ""},
        {"messages": CHAT[1:3], "id": 7, "title": "talk"},
        CHAT[3:6],
        {"text": "three", "source": "elsewhere"},
    )
    assert [draft.text for draft in drafts[:2]] == ["one", "two\u2028lines"]
    assert (drafts[0].title, drafts[0].time, drafts[0].speaker) == ("T", "1970-01-01T00:00:00+00:00", "Ann")
    assert drafts[0].metadata == {"extra": 1, "given": 2}
    assert (drafts[2].title, drafts[2].metadata) == ("talk", {"id": 7})
    assert (drafts[3].title, drafts[3].time) == ("file", "2023-11-15")
    assert [draft.source for draft in drafts] == ["f"] * 4 + ["elsewhere"]
    assert [draft.position for draft in drafts] == [0, 1, 2, 3, 4]


def test_lines_that_are_all_messages_are_one_chat() -> None:
    assert [draft.text for draft in read_lines(*CHAT)] == [draft.text for draft in read_chat(CHAT)]


@pytest.mark.parametrize(
    "line, complaint",
    [
        ("{", "f, line 2 is not JSON"),
        ("[" * 100_000, "f, line 2 is not JSON"),
        ('{"a": 1}', "f, line 2: this is not a row"),
        ("5", "f, line 2: this is not a row"),
        ("null", "f, line 2: this is not a row"),
        ('{"text": 5}', "f, line 2: text is not"),
        ('{"text": "x", "title": []}', "f, line 2: title is not"),
        ('{"text": "x", "metadata": 3}', "f, line 2: metadata is not"),
        ('{"text": "x", "score": NaN}', "f, line 2: Metadata must be JSON"),
        ('{"text": "x", "time": {}}', "f, line 2: the row has a time"),
        ('{"messages": [{"role": "user"}]}', "f, line 2: message 1 has no content"),
        ('[{"role": "user"}]', "f, line 2: message 1 has no content"),
    ],
)
def test_a_line_that_is_no_row(line: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read_lines({"text": "good"}, line)


def test_a_json_file_holds_a_chat_or_rows_or_lines(tmp_path: Path) -> None:
    def read(content: str) -> list[str]:
        path = tmp_path / "file.json"
        path.write_text(content)
        return [draft.text for draft in read_path(path)]

    pair = "User: My dog is called Max.\nAssistant: Nice name!"
    assert read(json.dumps(CHAT[1:3])) == [pair]
    assert read(json.dumps({"messages": CHAT[1:3]}, indent=2)) == [pair]
    assert read(json.dumps([CHAT[1:3], {"text": "x"}, "y"])) == [pair, "x", "y"]
    assert read('{"text": "x"}\n{"text": "y"}\n') == ["x", "y"]
    with pytest.raises(InputError, match="neither rows"):
        read('{"name": "package"}')
    with pytest.raises(InputError, match="not JSON"):
        read('{"text": "x"')
    with pytest.raises(InputError, match="message 2 has no content"):
        read(json.dumps([CHAT[1], {"role": "user"}]))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["role", "content", "text", "messages", "timestamp", "title", "metadata", "speaker", "x"]
            ),
            inner | st.sampled_from(["user", "assistant", "system"]),
            max_size=4,
        )
    ),
    max_leaves=20,
)


def outcome(read: Callable[[], list[Draft] | None]) -> tuple[list[Draft], str]:
    """What was read, or the one error."""
    try:
        return read() or [], ""
    except InputError as error:
        return [], str(error)


@given(JSON_VALUES)
@example({"content": None, "text": None, "messages": None})
@example({"text": "a", "messages": {"role": "user"}})
def test_any_json_gives_drafts_or_one_error(value: Any) -> None:
    for read in (read_json, read_json_lines):
        drafts, error = outcome(
            lambda read=read: read(
                json.dumps(value), title="", source="", place="f", splitter=WORDS, report=IngestReport()
            )
        )
        assert all(WORDS.fits(draft.text) for draft in drafts)
        assert not error or (error.startswith("f") and "\n" not in error)


@given(st.text(), st.sampled_from([read_json, read_json_lines]))
def test_any_text_gives_drafts_or_one_error(text: str, read: Any) -> None:
    _, error = outcome(
        lambda: read(text, title="", source="", place="f", splitter=WORDS, report=IngestReport())
    )
    assert not error or error.startswith("f")


@given(JSON_VALUES.filter(lambda value: isinstance(value, list)))
def test_any_list_is_a_chat_or_one_error(messages: list[Any]) -> None:
    drafts, error = outcome(lambda: read_chat(messages, splitter=WORDS))
    assert all(draft.text.strip() and WORDS.fits(draft.text) for draft in drafts)
    assert not error or error.startswith("message")
