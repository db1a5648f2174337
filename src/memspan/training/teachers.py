"""Signals that a model gives: what an embedding model finds alike, what a judge says, what attention reads.

Knows how texts are put to each teacher and how its opinion becomes logits over documents. Sends texts
nowhere but to an address that the user named. Does not know losses; a router is taught the softmax of the
logits over the candidates, which says more than one right document does, and forgives more.

    teacher    likeness of embeddings, MiniLM's or an endpoint's, over a temperature
    judge      log of the probability of "yes" to: does this document answer the question?
    attention  log of the attention that a question pays to each document when it reads all of them in full
"""

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any
from urllib.parse import urlsplit

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from memspan.errors import InputError, ModelError
from memspan.model import MemoryModel
from memspan.model.attention import AttentionResult
from memspan.model.prompts import TextCodec
from memspan.training.signals import Corpus, Example

Embed = Callable[[Sequence[str]], Tensor]
"""Texts -> unit vectors [N, D], float32."""
Judge = Callable[[str, Sequence[str]], list[float]]
"""(question, documents' texts) -> for each document the logit of how well it answers."""
Candidates = Callable[[Example], Sequence[int]]
"""Documents that a teacher is asked about, for one question."""

LIKENESS_TEMPERATURE = 0.05
BEST, OTHERS = 16, 16  # of a teacher's candidates: the most alike, and any
EMBED_BATCH = 64
RETRIES = 4
ASKED = (
    "Document:\n{document}\n\nQuestion: {question}\n\n"
    "Does the document contain what the question asks for? Answer yes or no.\nAnswer:"
)


# ---- likeness


def minilm(texts: Sequence[str]) -> Tensor:
    """all-MiniLM-L6-v2's vectors.

    Raises:
        InputError: It is not installed.
    """
    from memspan.evaluation.minilm import embed

    return torch.from_numpy(embed(texts))


def taught_by_likeness(
    examples: Sequence[Example],
    corpus: Corpus,
    embed: Embed,
    rng: Random,
    *,
    temperature: float = LIKENESS_TEMPERATURE,
) -> Iterator[Example]:
    """The examples' questions, with a teacher's likeness in place of their right documents.

    A question's own origin is no candidate, but what is left of it without the question is.
    """
    texts = corpus.texts()
    trained = corpus.trained
    wanted = sorted({*trained, *(index for example in examples for index in example.positives)})
    place = {index: row for row, index in enumerate(wanted)}
    documents_ND = embed([texts[index][1] for index in wanted])
    questions_BD = embed([example.question for example in examples])
    trained_rows = torch.tensor([place[index] for index in trained])
    for example, question_D in zip(examples, questions_BD, strict=True):
        likeness_N = documents_ND @ question_D
        allowed = set(trained) - set(example.neutral)
        alike = likeness_N[trained_rows].topk(min(BEST + len(example.neutral), len(trained))).indices
        chosen = {trained[row] for row in alike.tolist()} & allowed
        chosen.update(example.positives, rng.sample(sorted(allowed), min(OTHERS, len(allowed))))
        candidates = tuple(sorted(chosen))
        logits = tuple(float(likeness_N[place[index]]) / temperature for index in candidates)
        yield Example(example.question, neutral=example.neutral, candidates=candidates, logits=logits)


# ---- judgement


def taught_by_judge(
    examples: Sequence[Example], corpus: Corpus, judge: Judge, candidates: Candidates
) -> Iterator[Example]:
    """The examples' questions, with a judge's verdict on each candidate."""
    texts = corpus.texts()
    for example in examples:
        chosen = _chosen(example, candidates)
        logits = judge(example.question, [texts[index][1] for index in chosen])
        yield Example(example.question, neutral=example.neutral, candidates=chosen, logits=tuple(logits))


def backbone_judge(memory_model: MemoryModel, *, batch: int = 8) -> Judge:
    """The model itself: log p(yes) / (p(yes) + p(no)) as its next word.

    Raises:
        ModelError: The model has no tokenizer, or "yes" and "no" begin alike in it.
    """
    prompt = memory_model.prompt
    if prompt is None:
        raise ModelError("The model has no tokenizer; put its tokenizer files beside the weights.")
    codec = prompt.codec
    words = {answer: _beginnings(codec, answer) for answer in ("yes", "no")}
    if not all(words.values()) or set(words["yes"]) & set(words["no"]):
        raise ModelError('In this model\'s vocabulary "yes" and "no" begin alike; judge with an endpoint.')

    @torch.inference_mode()
    def judge(question: str, documents: Sequence[str]) -> list[float]:
        rows = [codec.text(ASKED.format(document=text, question=question)) for text in documents]
        verdicts: list[float] = []
        for first in range(0, len(rows), batch):
            part = rows[first : first + batch]
            longest = max(map(len, part))
            ids_BT = torch.tensor([[*row, *[0] * (longest - len(row))] for row in part])
            mask_BT = torch.tensor([[True] * len(row) + [False] * (longest - len(row)) for row in part])
            logits_BV = memory_model(ids_BT, attention_mask_BT=mask_BT, logits="last").float()
            yes_B, no_B = (logits_BV[:, words[answer]].logsumexp(1) for answer in ("yes", "no"))
            verdicts += F.logsigmoid(yes_B - no_B).tolist()
        return verdicts

    return judge


def _beginnings(codec: TextCodec, answer: str) -> list[int]:
    """The tokens with which an answer can begin; a space alone is none."""
    forms = (answer, answer.title(), f" {answer}", f" {answer.title()}")
    return sorted({first for form in forms if codec.decode([first := codec.text(form)[0]]).strip()})


# ---- attention


class _Watch:
    """A call that notes how much the last tokens attend to every token, summed over heads and some layers."""

    def __init__(self, layers: Sequence[int], first: int) -> None:
        self.layers = layers
        self.first = first  # the first token that is watched
        self.inputs: dict[int, Tensor] = {}
        self.paid_S: Tensor | None = None

    def attend(
        self,
        module: nn.Module,
        base: Callable[..., AttentionResult],
        query_BHTD: Tensor,
        key_BGTD: Tensor,
        value_BGTD: Tensor,
        attention_mask: Tensor | None,
        **kwargs: Any,
    ) -> AttentionResult:
        number = int(module.layer_idx)  # type: ignore[arg-type]
        self.inputs.pop(number, None)
        if number in self.layers:
            watched_HTD = query_BHTD[0, :, self.first :].float()
            groups = query_BHTD.shape[1] // key_BGTD.shape[1]
            keys_HSD = key_BGTD[0].float().repeat_interleave(groups, 0)
            scale: float = kwargs.get("scaling") or query_BHTD.shape[-1] ** -0.5
            logits_HTS = watched_HTD @ keys_HSD.transpose(1, 2) * scale
            places = torch.arange(keys_HSD.shape[1], device=logits_HTS.device)
            later_TS = places > places[self.first :, None]
            paid_S = logits_HTS.masked_fill(later_TS, -torch.inf).softmax(2).mean((0, 1))
            self.paid_S = paid_S if self.paid_S is None else self.paid_S + paid_S
        return base(module, query_BHTD, key_BGTD, value_BGTD, attention_mask, **kwargs)


def attention_judge(memory_model: MemoryModel) -> Judge:
    """The routed layers' attention when a question follows the full text of all its candidates.

    Each document's logit is the log of what it is paid; the candidates are read twice, in both orders, since
    what stands nearer is paid more. Candidates that the model's window does not hold get the lowest logit.

    Raises:
        ModelError: The model has no tokenizer.
    """
    if memory_model.prompt is None:
        raise ModelError("The model has no tokenizer; put its tokenizer files beside the weights.")
    codec = memory_model.prompt.codec
    window: int = memory_model.model.config.get_text_config().max_position_embeddings

    def paid(question: list[int], documents: list[list[int]], order: Sequence[int]) -> dict[int, float]:
        ids: list[int] = []
        spans: dict[int, tuple[int, int]] = {}
        for number in order:
            if len(ids) + len(documents[number]) + len(question) <= window:
                spans[number] = (len(ids), len(ids) + len(documents[number]))
                ids += documents[number]
        watch = _Watch(memory_model.layers, len(ids))
        memory_model.model.base_model(
            input_ids=torch.tensor([[*ids, *question]], device=memory_model.model.device),
            use_cache=False,
            memspan=watch,
        )
        assert watch.paid_S is not None
        return {number: float(watch.paid_S[first:end].sum()) for number, (first, end) in spans.items()}

    @torch.inference_mode()
    def judge(question: str, documents: Sequence[str]) -> list[float]:
        asked = codec.text(question)[: window // 4]
        told = [codec.text(f"{text}\n")[: window // 4] for text in documents]
        both = [paid(asked, told, order) for order in (range(len(told)), range(len(told))[::-1])]
        sums = [sum(one.get(number, 0.0) for one in both) for number in range(len(told))]
        least = min((value for value in sums if value > 0), default=1.0)
        return [math.log(max(value, least)) for value in sums]

    return judge


def _chosen(example: Example, candidates: Candidates) -> tuple[int, ...]:
    blocked = set(example.neutral)
    others = [index for index in candidates(example) if index not in blocked]
    return tuple(dict.fromkeys((*example.positives, *others)))


# ---- endpoints


class Endpoint:
    """An OpenAI-compatible API that embeds texts or judges documents.

    Args:
        base_url: Usually ends in /v1.
        model: As the endpoint names it.
        api_key: Sent as a bearer token; kept out of messages.
        timeout: Seconds to wait for a reply.
        pause: Seconds before a question is put again to a busy server; doubled each time.

    Raises:
        InputError: `base_url` is no http(s) address, or httpx is not installed.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        api_key: str | None = None,
        timeout: float = 60,
        pause: float = 1.0,
    ) -> None:
        try:
            import httpx
        except ImportError:
            raise InputError("httpx is not installed; run `pip install 'memspan[bench]'`.") from None
        address = urlsplit(base_url)
        if address.scheme not in ("http", "https") or not address.hostname or address.username is not None:
            raise InputError(f"{base_url!r} is no address of an endpoint; write http://localhost:8000/v1.")
        self.url, self.model, self.pause = base_url.rstrip("/"), model, pause
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(headers=headers, timeout=timeout)

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors of texts, by /embeddings."""
        parts = []
        for first in range(0, len(texts), EMBED_BATCH):
            part = list(texts[first : first + EMBED_BATCH])
            reply = self._post("embeddings", {"model": self.model, "input": part})
            try:
                rows = sorted(reply["data"], key=lambda row: row["index"])
                vectors = torch.tensor([row["embedding"] for row in rows], dtype=torch.float32)
            except (LookupError, TypeError, ValueError):
                raise InputError(f"{self.url}/embeddings gives no vectors; correct the address.") from None
            if vectors.ndim != 2 or len(vectors) != len(part):
                raise InputError(f"{self.url}/embeddings gives no vector per text; correct the model.")
            parts.append(F.normalize(vectors, dim=1))
        return torch.cat(parts)

    def judge(self, question: str, documents: Sequence[str]) -> list[float]:
        """log p(yes), by /chat/completions: of the first word's probabilities, or of the word itself where
        the endpoint tells none."""
        verdicts = []
        for text in documents:
            reply = self._post(
                "chat/completions",
                {
                    "model": self.model,
                    "temperature": 0,
                    "max_tokens": 1,
                    "logprobs": True,
                    "top_logprobs": 20,
                    "messages": [{"role": "user", "content": ASKED.format(document=text, question=question)}],
                },
            )
            verdicts.append(self._verdict(reply))
        return verdicts

    def _verdict(self, reply: Any) -> float:
        sums = {"yes": 1e-4, "no": 1e-4}
        try:
            choice = reply["choices"][0]
            told = (choice.get("logprobs") or {}).get("content") or []
            heard = (
                [(entry["token"], math.exp(entry["logprob"])) for entry in told[0]["top_logprobs"]]
                if told
                else [(choice["message"]["content"], 1.0)]
            )
            for token, share in heard:
                word = token.strip().strip(".,!").casefold()
                if word in sums:
                    sums[word] += share
        except (LookupError, TypeError, ValueError, AttributeError):
            raise InputError(
                f"{self.url} is no endpoint for chat completions; correct the address."
            ) from None
        return math.log(sums["yes"] / (sums["yes"] + sums["no"]))

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        import httpx

        trouble = ""
        for attempt in range(RETRIES + 1):
            if attempt:
                time.sleep(self.pause * 2 ** (attempt - 1))
            try:
                reply = self._client.post(f"{self.url}/{path}", json=body)
            except httpx.ConnectError:
                raise InputError(
                    f"Nothing answers at {self.url}; start the endpoint or correct the address."
                ) from None
            except httpx.HTTPError as error:
                trouble = type(error).__name__
                continue
            if reply.status_code == 429 or reply.status_code >= 500:
                trouble = f"it replied {reply.status_code}"
                continue
            if reply.status_code >= 300:
                raise InputError(
                    f"{self.url}/{path} refuses the request ({reply.status_code}); correct the address, the "
                    "model or the key."
                )
            try:
                return json.loads(reply.text)
            except ValueError:
                raise InputError(f"{self.url}/{path} does not reply in JSON; correct the address.") from None
        raise InputError(f"{self.url}/{path} failed {RETRIES + 1} times: {trouble}; try again later.")
