"""Several threads share a ledger; several processes share its file."""

import multiprocessing
import threading
from pathlib import Path

from memspan.ledger import Draft, Ledger

WORKERS = 4
EACH = 15


def test_threads(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite3") as ledger:
        problems: list[BaseException] = []

        def work(number: int) -> None:
            try:
                for turn in range(EACH):
                    (document,) = ledger.add("a", [Draft(f"worker {number} turn {turn}")])
                    assert ledger.get([document.id]) == [document]
                    assert document.id in [found for found, _ in ledger.search_text("a", f"turn {turn}", 100)]
                    assert len(list(ledger.documents("a"))) >= turn
            except BaseException as error:
                problems.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not problems
        assert ledger.spaces() == {"a": WORKERS * EACH}
        assert ledger.verify() == []


def add_some(path: Path, number: int) -> None:
    with Ledger.open(path) as ledger:
        for turn in range(EACH):
            ledger.add("a", [Draft(f"process {number} turn {turn}"), Draft(f"shared {turn}")])


def test_processes_may_create_and_write_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=add_some, args=(path, number)) for number in range(WORKERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * WORKERS
    with Ledger.open(path) as ledger:
        assert ledger.spaces() == {"a": WORKERS * EACH + EACH}
        assert ledger.verify() == []


def test_a_reader_sees_what_another_connection_commits(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with Ledger.open(path) as writer, Ledger.open(path) as reader:
        token = reader.change_token()
        pages = reader.documents("a")
        (document,) = writer.add("a", [Draft("new")])
        assert reader.change_token() > token
        assert list(pages) == [document]
        assert reader.search_text("a", "new", 1)[0][0] == document.id
