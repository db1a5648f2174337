"""Keys that a device has are scored there, and nothing else changes: what is chosen, and every score that is
shown, are those of the CPU, bit for bit.

A CPU stands for the device, where torch scores; with TRITON_INTERPRET=1 the kernel does, in Triton's
interpreter. Where a GPU is at hand, `pytest -m gpu` takes it.
"""

import importlib.util
import os
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from memspan.bank import DeviceRows, device_keys, view
from memspan.bank.rows import KeyRows, quantised_rows, tiling
from memspan.engine import AskRequest, gpu_scan, routing, scan
from memspan.engine.routing import QueryVectors, best_documents, route_documents, score_documents
from memspan.engine.scan import KeyPlaces, key_places
from memspan.ledger import Draft, Filter

from .conftest import TEXTS
from .test_coarse import CodedKeys, cases
from .test_routing import documents_of

pytestmark = pytest.mark.skipif(not scan.available(), reason="there is no scan of codes to compare with")

INTERPRETED = os.environ.get("TRITON_INTERPRET") == "1"
HAS_TRITON = importlib.util.find_spec("triton") is not None
CPU, CUDA = torch.device("cpu"), torch.device("cuda")
gpu = [pytest.mark.gpu, pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")]
devices = pytest.mark.parametrize("device", ["cpu", pytest.param("cuda", marks=gpu)])
# What the interpreter does in minutes.
INTERPRETABLE = "TestScores or step_scores"
FORMS = [(8, 8), (4, 4), (8, 16)]  # bits of the codes in memory, and of what the device has


@pytest.fixture(autouse=True)
def path_of_the_kernel(monkeypatch):
    if INTERPRETED:
        monkeypatch.setattr(gpu_scan, "available", lambda device: True)


@pytest.fixture
def scored_by_codes(monkeypatch):
    """Memories of any size go by codes, and all that is looked at again is computed in the same way."""
    monkeypatch.setattr(routing, "CODED_CHUNKS", 0)
    monkeypatch.setattr(routing, "RESCORED_SHARE", 1.0)
    monkeypatch.setattr(view, "COPIED_SHARE", 0.0)


class PlacedKeys(CodedKeys):
    """The same keys, and a device that has them, in one run of documents or in two."""

    def __init__(self, keys_CW, documents, split, form, device="cpu"):
        super().__init__(keys_CW, documents, split, form[0])
        self.scored_bits = form[1]
        self.device = torch.device(device)

    def on_device(self):
        found = []
        for keys_CW, first, end in self.blocks():
            whole = self.scored_bits == 16
            keys_CW = keys_CW.to(self.device)
            rows = KeyRows(keys_CW) if whole else quantised_rows(keys_CW, self.scored_bits)
            offsets_M = self.documents.chunk_offsets_M[first : end + 1]
            found.append(DeviceRows(rows, tiling(offsets_M - offsets_M[0], self.device, 16)))
        return found


def both_ways(documents, layer, split, form):
    """A layer's scores by the CPU and by the device, and the exact ones."""
    question, keys_CW, _, query_reduce, chunk_reduce = layer
    if query_reduce != "maxsim":
        question = question._replace(token_weights_T=None)
    reduces = {"query_reduce": query_reduce, "chunk_reduce": chunk_reduce}
    placed = PlacedKeys(keys_CW, documents, split, form)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routing, "CODED_CHUNKS", 0)
        [by_codes] = route_documents([question], CodedKeys(keys_CW, documents, split), documents, **reduces)
        [scores] = route_documents([question], placed, documents, **reduces)
    [exact_N] = score_documents([question], placed.blocks(), documents, **reduces)
    return by_codes, scores, exact_N


class TestScores:
    @settings(max_examples=4 if INTERPRETED else 150, deadline=None)
    @given(cases(), st.sampled_from(FORMS))
    def test_none_is_off_by_more_than_its_bound(self, case, form):
        documents, layers, split, _, _ = case
        for layer in layers:
            _, scores, exact_N = both_ways(documents, layer, split, form)
            assert scores.error > 0
            assert float((scores.values_N.double() - exact_N.double()).abs().max()) <= scores.error

    @settings(max_examples=4 if INTERPRETED else 150, deadline=None)
    @given(cases(), st.sampled_from(FORMS))
    def test_the_best_are_those_of_the_cpu(self, case, form):
        documents, layers, split, k, exclude = case
        both = [both_ways(documents, layer, split, form) for layer in layers]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(routing, "RESCORED_SHARE", 1.0)
            for weights in ((1.0,), (9.5, 11.75)):
                sums = [
                    best_documents([(w, one[way]) for w, one in zip(weights, both, strict=False)], k, exclude)
                    for way in (0, 1)
                ]
                assert torch.equal(sums[0][0], sums[1][0])
                assert torch.equal(sums[0][1], sums[1][1])

    @devices
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("query_reduce", ["max", "mean", "last", "maxsim"])
    @pytest.mark.parametrize("chunk_reduce", ["max", "mean"])
    def test_questions_share_a_scan(
        self, form, query_reduce, chunk_reduce, device, monkeypatch, scored_by_codes
    ):
        random = torch.Generator().manual_seed(3)
        counts = torch.randint(1, 30, (30,), generator=random).tolist()
        documents = documents_of(counts)
        keys_CW = torch.nn.functional.normalize(torch.randn(sum(counts), 96, generator=random), dim=1)
        keys = PlacedKeys(keys_CW.bfloat16(), documents, 12, form, device)
        questions = [
            QueryVectors(
                torch.randn(tokens, 96, generator=random),
                token_weights_T=torch.rand(tokens, generator=random).softmax(0)
                if query_reduce == "maxsim"
                else None,
            )
            for tokens in (1, 9, 33, 4)
        ]
        asked = []
        monkeypatch.setattr(
            routing,
            "scan_documents",
            lambda vectors, *rest, **options: (
                asked.append(len(vectors)),
                gpu_scan.scan_documents(vectors, *rest, **options),
            )[1],
        )
        options = {"query_reduce": query_reduce, "chunk_reduce": chunk_reduce}
        together = route_documents(questions, keys, documents, reach=0.01, **options)
        assert asked == [4, 4]  # two runs of documents
        for question, scores in zip(questions, together, strict=True):
            assert scores.reached is None
            [alone] = route_documents([question], keys, documents, **options)
            [by_codes] = route_documents(
                [question], CodedKeys(keys.keys_CW, documents, 12), documents, **options
            )
            wanted = best_documents([(1.0, by_codes)], 10)
            for one in (scores, alone):
                for found, other in zip(best_documents([(1.0, one)], 10), wanted, strict=True):
                    assert torch.equal(found, other)


def made_texts(number, seed=5):
    words = sorted(set(" ".join(TEXTS).replace(".", "").split()))
    random = torch.Generator().manual_seed(seed)
    return [
        " ".join(words[n] for n in torch.randint(len(words), (12,), generator=random).tolist()) + f" {place}"
        for place in range(number)
    ]


QUESTIONS = ["Who owns the old mill?", "the code of the safe", "a blue house in the south 17", "Max"]


def everything(made, **scope):
    """Hits, answers with what each layer chose, and the scores of all documents."""
    modes = ["text", "latent", "hybrid", "text"]
    requests = [
        AskRequest(question, mode=mode, max_new_tokens=3, explain=True, **scope)
        for question, mode in zip(QUESTIONS, modes, strict=True)
    ]
    hits = [
        made.engine.search(QUESTIONS, k=7, retrieval=retrieval, **scope) for retrieval in ("latent", "fused")
    ]
    answers = made.engine.ask(requests)
    return (
        [(hit.id, hit.score, hit.layers) for hit in chain(*chain(*hits))],
        [(answer.text, [source.id for source in answer.sources]) for answer in answers],
        [
            (one.offered, one.read, one.evidence, one.ranking, one.layers)
            for answer in answers
            for one in answer.rounds
        ],
    )


def same(here, there, **scope):
    assert everything(here, **scope) == everything(there, **scope)


class TestBank:
    @devices
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("format", ["nano", "nano-lexical", "msa", "chat", "chat-qk"])
    def test_searches_and_answers_are_those_of_the_cpu(self, format, form, device, bank, scored_by_codes):
        if device == "cuda" and format == "chat-qk":
            pytest.skip("head by head the GPU's own sums are the exact ones")
        code_bits, scored_bits = form
        usual = {"code_bits": code_bits}
        placed = {**usual, "scored_on": device, "scored_bits": 16 if format == "chat-qk" else scored_bits}
        here, there = (bank(format, [], keys=keys) for keys in (usual, placed))
        texts = made_texts(60)
        ids = []
        for made in (here, there):
            drafts = [Draft(text, metadata={"n": n}) for n, text in enumerate(texts[:50])]
            ids = [document.id for document in made.ledger.add("default", drafts)]
            made.add(*texts[50:], space="other")
        same(here, there)
        for made in (here, there):
            made.add(*made_texts(9, seed=6))
            made.ledger.update(ids[7], "Ben owns another mill by the river.")
            made.encoder.encode_pending()
            made.ledger.delete(ids[20:23])
        same(here, there)
        same(here, there, space=("default", "other"))
        same(here, there, where=Filter.of("n>=10"))
        same(here, there, where=Filter.of("n<4"))
        # The unit of age is the spread of rough scores.
        aged = [everything(made, half_life=3600.0)[0] for made in (here, there)]
        assert [id for id, *_ in aged[0]] == [id for id, *_ in aged[1]]
        assert [score for _, score, _ in aged[0]] == pytest.approx(
            [score for _, score, _ in aged[1]], abs=1e-2
        )
        assert all(there.encodings.view("default").on_device(layer) for layer in there.memory_model.layers)
        assert not here.encodings.view("default").on_device(here.memory_model.layers[0])

    def test_a_step_scores_all_its_questions_at_once_and_reach_narrows_nothing(self, bank, monkeypatch):
        made = bank("nano-lexical", made_texts(40), {"reach": 0.05}, {"code_bits": 8, "scored_on": "cpu"})
        asked = []
        usual = routing.scan_documents
        monkeypatch.setattr(
            routing,
            "scan_documents",
            lambda vectors, *rest, **options: (asked.append(len(vectors)), usual(vectors, *rest, **options))[
                1
            ],
        )
        questions = [f"the code of the safe {number}" for number in range(4)]  # as long as one another
        together = made.engine.search(questions, k=5, retrieval="latent")
        assert set(asked) == {4}
        monkeypatch.undo()
        usual_way = bank("nano-lexical", made_texts(40), keys={"code_bits": 8})
        for hits, others in zip(
            together, usual_way.engine.search(questions, k=5, retrieval="latent"), strict=True
        ):
            assert [hit.id for hit in hits] == [hit.id for hit in others]

    @pytest.mark.parametrize("scanned", [True, False])
    def test_what_does_not_fit_is_scored_where_it_is(self, scanned, bank, monkeypatch, scored_by_codes):
        """By the compiled scan, or exactly where there is none."""
        here = bank("nano", made_texts(40), keys={"code_bits": 8})
        hits, answers, _ = everything(here)
        monkeypatch.setattr(device_keys, "free_bytes", lambda device: 1000)
        monkeypatch.setattr(routing, "available", lambda: scanned)
        there = bank("nano", made_texts(40), keys={"code_bits": 8, "scored_on": "cpu"})
        hits_there, answers_there, _ = everything(there)
        assert not there.encodings.view("default").on_device(there.memory_model.layers[0])
        assert [hit[0] for hit in hits_there] == [hit[0] for hit in hits]
        assert [hit[1] for hit in hits_there] == pytest.approx([hit[1] for hit in hits], abs=1e-5)
        assert answers_there == answers


def test_where_keys_are_held_and_scored():
    assert key_places(CPU, 8, "mean") == KeyPlaces(CPU, 8, None, 8)
    assert key_places(CPU, 16, "mean") == KeyPlaces(CPU, None, None, 16)
    assert key_places(CUDA, 8, "mean") == KeyPlaces(CPU, 8, CUDA, 8)
    assert key_places(CUDA, 4, "mean") == KeyPlaces(CPU, 4, CUDA, 4)
    assert key_places(CUDA, 16, "mean") == KeyPlaces(CPU, 8, CUDA, 16)
    assert key_places(CUDA, 4, "max") == KeyPlaces(CPU, 4, CUDA, 16)  # codes cannot be scored head by head
    assert key_places(torch.device("mps"), 8, "mean") == KeyPlaces(torch.device("mps"), None, None, 8)


@pytest.mark.slow
@pytest.mark.skipif(INTERPRETED or not HAS_TRITON, reason="Triton is not installed")
def test_the_kernel_in_the_interpreter_does_the_same():
    chosen = [__file__, "-k", INTERPRETABLE, "-m", "not gpu"]
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *chosen],
        env={**os.environ, "TRITON_INTERPRET": "1", "CUDA_VISIBLE_DEVICES": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout[-3000:] + process.stderr[-2000:]
    assert " passed" in process.stdout
    assert "skipped" not in process.stdout
