"""What programs export becomes conversations, cleaned, and every step of the cleaning is counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from memspan.errors import InputError
from memspan.ingest import IngestReport, read_chat, read_path
from memspan.ledger import Draft


def read(path: Path, content: Any) -> tuple[list[Draft], IngestReport]:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    report = IngestReport()
    return list(read_path(path, report=report)), report


def said(role: str, *parts: Any, kind: str = "text", time: float = 1.7e9, **other: Any) -> dict[str, Any]:
    content = {"content_type": kind, "parts": list(parts)}
    return {"author": {"role": role}, "create_time": time, "content": content, **other}


def chatgpt(*messages: dict[str, Any] | None, current: str | None = None) -> dict[str, Any]:
    """A conversation whose messages follow one another; `current` cuts the path that counts."""
    mapping = {
        str(number): {
            "id": str(number),
            "message": message,
            "parent": str(number - 1) if number else None,
            "children": [str(number + 1)],
        }
        for number, message in enumerate(messages)
    }
    return {
        "title": "Dogs",
        "conversation_id": "c1",
        "mapping": mapping,
        "current_node": current or str(len(messages) - 1),
    }


def test_chatgpt(tmp_path: Path) -> None:
    conversation = chatgpt(
        None,
        said("system", "Be brief."),
        said("user", "Name: Ann", kind="user_editable_context"),
        said(
            "user", {"content_type": "image_asset_pointer"}, "My dog is called Max.", kind="multimodal_text"
        ),
        said("assistant", kind="thoughts"),
        said("assistant", "search(dogs)", recipient="web", kind="code"),
        said("tool", "result"),
        said("assistant", "Nice \ue200cite\ue202turn0search0\ue201name!", time=1.7e9 + 5),
        said("assistant", "Very nice.", time=1.7e9 + 10),
        said("user", "hidden", metadata={"is_visually_hidden_from_conversation": True}),
    )
    # The user edited their message: the old one and its answer are no part of the path.
    conversation["mapping"]["old"] = {"message": said("user", "My dog is Mux."), "parent": "2"}
    conversation["mapping"]["old answer"] = {"message": said("assistant", "Hm."), "parent": "old"}
    drafts, report = read(tmp_path / "conversations.json", [conversation])
    (draft,) = drafts
    assert draft.text == "User: My dog is called Max.\nAssistant: Nice name!\nVery nice."
    assert (draft.title, draft.time) == ("Dogs", "2023-11-14T22:13:20+00:00")
    assert draft.metadata == {"conversation": "c1"}
    assert report.kinds == {"chatgpt": 1}
    assert +report.cleaned == {"system": 4, "injected": 1, "thinking": 1, "merged": 1, "replaced": 2}


@pytest.mark.parametrize("current", ["none such", None, 5])
def test_chatgpt_without_a_path_or_with_one_in_a_circle(tmp_path: Path, current: Any) -> None:
    conversation = chatgpt(said("user", "one"), said("assistant", "two", time=1.7e9 + 1))
    conversation["current_node"] = current
    conversation["mapping"]["0"]["parent"] = "1"
    drafts, _ = read(tmp_path / "c.json", [conversation])
    assert [draft.text for draft in drafts] == ["User: one\nAssistant: two"]


def test_claude(tmp_path: Path) -> None:
    conversation = {
        "uuid": "u1",
        "name": "A trip",
        "chat_messages": [
            {
                "sender": "human",
                "text": "Where to?",
                "content": [{"type": "text", "text": "Where to?"}],
                "created_at": "2024-05-01T10:00:00.000000Z",
                "attachments": [{"file_name": "plan.txt", "extracted_content": "Oslo first."}],
            },
            {
                "sender": "assistant",
                "text": "",
                "content": [
                    {"type": "thinking", "thinking": "Hm", "text": "Hm"},
                    {"type": "tool_use", "name": "search", "text": "no"},
                    {"type": "text", "text": "To Oslo."},
                ],
                "created_at": "2024-05-01T10:00:09.000000Z",
            },
        ],
    }
    drafts, report = read(tmp_path / "conversations.json", [conversation, {**conversation, "uuid": "u2"}])
    assert [(draft.text, draft.title, draft.position) for draft in drafts[:2]] == [
        ("User: Where to?\nAssistant: To Oslo.", "A trip", 0),
        ("Oslo first.", "plan.txt", 1),
    ]
    assert drafts[0].time == "2024-05-01T10:00:00.000000Z"
    assert drafts[1].metadata == {"conversation": "u1", "attached_to": "A trip"}
    assert report.kinds == {"claude": 1}
    assert +report.cleaned == {"thinking": 2, "duplicates": 1}
    with pytest.raises(InputError, match=r"users\.json lists accounts"):
        read(tmp_path / "users.json", [{"uuid": "u", "full_name": "Ann", "email_address": "a@b"}])


def test_slack(tmp_path: Path) -> None:
    users = [
        {"id": "U1", "team_id": "T", "name": "ann", "profile": {"display_name": "", "real_name": "Ann Berg"}},
        {"id": "U2", "team_id": "T", "name": "bob", "profile": {"display_name": "Bob"}},
    ]
    (tmp_path / "users.json").write_text(json.dumps(users))
    (tmp_path / "channels.json").write_text(json.dumps([{"id": "C1", "name": "general", "members": ["U1"]}]))
    day = [
        {
            "type": "message",
            "user": "U2",
            "text": "<@U1> see <https://x.org|this> &amp; that",
            "ts": "1700000010.1",
        },
        {"type": "message", "user": "U1", "text": "Lunch?", "ts": "1700000000.0"},
        {"type": "message", "subtype": "channel_join", "user": "U3", "text": "joined", "ts": "1700000001.0"},
        {
            "type": "message",
            "user": "U1",
            "text": "A thread",
            "ts": "1700000100.0",
            "thread_ts": "1700000100.0",
        },
        {"type": "message", "user": "U2", "text": "In it", "ts": "1700000300.0", "thread_ts": "1700000100.0"},
        {"type": "message", "user": "U2", "text": "Beside it", "ts": "1700000200.0"},
    ]
    (tmp_path / "general").mkdir()
    (tmp_path / "general" / "2023-11-14.json").write_text(json.dumps(day))
    report = IngestReport()
    drafts = list(read_path(tmp_path, report=report))
    assert [draft.text for draft in drafts] == [
        "Ann Berg: Lunch?\nBob: @Ann Berg see this & that\nBob: Beside it",
        "Ann Berg: A thread\nBob: In it",
    ]
    assert report.cleaned == {"notices": 1}
    assert report.kinds == {"slack": 1}
    assert sorted(report.skipped.values()) == [
        "lists channels, not conversations",
        "lists people, not conversations",
    ]


@pytest.mark.parametrize(
    "lines, time",
    [
        (
            "[31.12.23, 23:59:58] Ann: Happy\nnew year!\n[31.12.23, 23:59:59] Bob: You too",
            "2023-12-31T23:59:58",
        ),
        (
            "12/31/23, 11:59\u202fPM - Ann: Happy\nnew year!\n12/31/23, 11:59 PM - Bob: You too",
            "2023-12-31T23:59:00",
        ),
        (
            "31/12/2023, 23:59 - Ann: Happy\nnew year!\n31/12/2023, 23:59 - Bob: You too",
            "2023-12-31T23:59:00",
        ),
        (
            "2023-12-31, 23:59 - Ann: Happy\nnew year!\n2023-12-31, 23:59 - Bob: You too",
            "2023-12-31T23:59:00",
        ),
    ],
)
def test_whatsapp_in_the_ways_phones_write_it(tmp_path: Path, lines: str, time: str) -> None:
    drafts, report = read(tmp_path / "WhatsApp Chat with Ann.txt", lines + "\n")
    assert [draft.text for draft in drafts] == ["Ann: Happy\nnew year!\nBob: You too"]
    assert (drafts[0].time, drafts[0].title) == (time, "WhatsApp Chat with Ann")
    assert report.kinds == {"whatsapp": 1}


def test_whatsapp_notices_are_counted(tmp_path: Path) -> None:
    lines = (
        "[01.02.24, 10:00:00] Flat: \u200eMessages and calls are end-to-end encrypted. Only people read.\n"
        "[01.02.24, 10:00:01] Ann: <Media omitted>\n"
        "\u200e[01.02.24, 10:00:02] Ann: \u200eimage omitted\n"
        "[01.02.24, 10:00:03] Bob added Cleo\n"
        "[01.02.24, 10:00:04] Ann: The rent is due: 900. \u200e<This message was edited>\n"
        "[02.02.24, 21:00:00] Ann: Paid?\n"
    )
    drafts, report = read(tmp_path / "_chat.txt", lines)
    assert [draft.text for draft in drafts] == [
        "Ann: The rent is due: 900.",
        "Ann: Paid?",
    ]  # a day lies between
    assert report.cleaned == {"notices": 4}
    drafts, report = read(tmp_path / "log.txt", "2024-01-01, 12:00 started\n2024-01-01, 12:01 ended\n")
    assert report.kinds == {"text": 1}


def test_locomo_and_longmemeval_give_what_was_said_and_no_questions(tmp_path: Path) -> None:
    talk = {
        "speaker_a": "Ann",
        "speaker_b": "Bob",
        "session_2": [{"speaker": "Bob", "dia_id": "D2:1", "text": "Later."}],
        "session_2_date_time": "9:00 am on 2 June, 2023",
        "session_1": [
            {"speaker": "Ann", "dia_id": "D1:1", "text": "Hi!"},
            {"speaker": "Bob", "dia_id": "D1:2", "text": "Look:", "blip_caption": "a dog"},
        ],
        "session_1_date_time": "1:56 pm on 8 May, 2023",
    }
    sample = {"sample_id": "conv-1", "conversation": talk, "qa": [{"question": "What?", "answer": "SECRET"}]}
    drafts, report = read(tmp_path / "locomo.json", [sample])
    assert [(draft.text, draft.time) for draft in drafts] == [
        ("Ann: Hi!\nBob: Look: [shares a picture: a dog]", "2023-05-08T13:56:00"),
        ("Bob: Later.", "2023-06-02T09:00:00"),
    ]
    assert drafts[1].metadata == {"conversation": "conv-1", "session": 2}
    assert report.kinds == {"locomo": 1}

    session = [{"role": "user", "content": "I moved to Rome."}, {"role": "assistant", "content": "Good!"}]
    question = {
        "question_id": "q1",
        "question": "Where?",
        "answer": "SECRET",
        "haystack_sessions": [session, [{"role": "user", "content": "Bye.", "has_answer": True}]],
        "haystack_session_ids": ["s1", "s2"],
        "haystack_dates": ["2023/05/20 (Sat) 02:21", "2023/05/21 (Sun) 10:00"],
    }
    drafts, report = read(tmp_path / "longmemeval.json", [question, {**question, "question_id": "q2"}])
    assert [(draft.text, draft.time) for draft in drafts] == [
        ("User: I moved to Rome.\nAssistant: Good!", "2023-05-20T02:21:00"),
        ("User: Bye.", "2023-05-21T10:00:00"),
    ]
    assert report.kinds == {"longmemeval": 1}


def clean(*messages: tuple[str, str] | tuple[str, str, str]) -> tuple[list[str], dict[str, int]]:
    report = IngestReport()
    rows = [dict(zip(("role", "content", "time"), message, strict=False)) for message in messages]
    return [draft.text for draft in read_chat(rows, report=report)], dict(+report.cleaned)


def test_what_nobody_said_is_taken_out() -> None:
    assert clean(
        ("system", "You know: Ann likes tea."),
        ("user", "<memories>\nAnn likes tea.\n</memories>\nWhat do I like?"),
        ("assistant", "<think>\nTea, it seems.\n</think>\n\nTea."),
        ("user", "Sure?"),
        ("assistant", "They ask again.</think>Sure."),
    ) == (
        ["User: What do I like?\nAssistant: Tea.", "User: Sure?\nAssistant: Sure."],
        {"system": 1, "injected": 1, "thinking": 2},
    )
    # What is about such blocks, or opens one and never closes it, stays.
    about = "Write `<think>` and `</think>` around it."
    assert clean(("user", about), ("assistant", "<thinking> it is a tag")) == (
        [f"User: {about}\nAssistant: <thinking> it is a tag"],
        {},
    )


def test_parts_are_merged_within_fifteen_minutes() -> None:
    def times(gap: str) -> tuple[list[str], dict[str, int]]:
        return clean(
            ("user", "Tell me.", "2024-01-01T10:00:00"),
            ("assistant", "First,", "2024-01-01T10:00:05"),
            ("assistant", "second.", gap),
        )

    assert times("2024-01-01T10:15:00") == (["User: Tell me.\nAssistant: First,\nsecond."], {"merged": 1})
    assert times("2024-01-01T10:16:00") == (["User: Tell me.\nAssistant: First,\nAssistant: second."], {})


def test_what_was_sent_again_counts_once() -> None:
    question = "What is my dog called?"
    assert clean(("user", "Hello"), ("user", " hello "), ("assistant", "Hi.")) == (
        ["User: Hello\nAssistant: Hi."],
        {"resent": 1},
    )
    assert clean(("user", question), ("assistant", "Mux."), ("user", question), ("assistant", "Max.")) == (
        [f"User: {question}\nAssistant: Mux.\nAssistant: Max."],
        {"resent": 1},
    )
    assert clean(("user", "yes"), ("assistant", "Go on?"), ("user", "yes"), ("assistant", "Done.")) == (
        ["User: yes\nAssistant: Go on?", "User: yes\nAssistant: Done."],
        {},
    )


def test_exchanges_that_differ_in_nothing_that_matters_count_once(tmp_path: Path) -> None:
    one = [{"role": "user", "content": "My dog is Max."}, {"role": "assistant", "content": "Nice!"}]
    two = [{"role": "user", "content": "my dog is  MAX"}, {"role": "assistant", "content": "nice"}]
    (tmp_path / "a.json").write_text(json.dumps(one))
    drafts, report = read(tmp_path / "b.json", [two, [*two, *one[:1]]])
    assert [draft.text for draft in drafts] == [
        "User: my dog is  MAX\nAssistant: nice",
        "User: My dog is Max.",
    ]
    report = IngestReport()
    assert len(list(read_path(tmp_path, report=report))) == 2
    assert report.cleaned["duplicates"] == 2
