"""nano's rounds: what follows from each decision, with the decisions scripted and all else for real."""

import re
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

import pytest
import torch

from memspan.engine import AskRequest
from memspan.engine.reader import LEAD_TOKENS, Reading
from memspan.engine.scheduler import Forward
from memspan.engine.scope import scope_of
from memspan.errors import MemspanError
from memspan.model.prompts import UNKNOWN_ANSWER

from .conftest import QUESTIONS, TEXTS, Bank, BankMaker

END, LEAD, AND = "end", "lead", "and"
FREE: Any = object()  # the model's own logits


class Scripted:
    """A reading that hears other decisions, lead words and answers than the model's.

    Args:
        decisions: One for each time the model decides; END when they run out.
        leads: The words after each LEAD.
        answer: The spans of the answer; FREE leaves them to the model.
        sure: How far above all others the logit of each decision is; 100 when they run out.
    """

    def __init__(
        self,
        bank: Bank,
        request: AskRequest,
        decisions: Sequence[str] = (),
        leads: Sequence[str] = (),
        answer: Any = FREE,
        sure: Sequence[float] = (),
    ) -> None:
        self.sure = list(sure)
        self.reading = Reading(bank.engine.library, request)
        self.usage = self.reading.usage
        self.prompt: Any = self.reading.prompt
        self.decisions, self.leads, self.answer = list(decisions), list(leads), answer
        self.fresh: list[Forward] = []
        self.written: list[int] = []  # behind the last fresh sequence

    def run(self):
        steps = self.reading.run()
        want = next(steps, None)
        while want is not None:
            if isinstance(want, Future):
                yield want
                want = next(steps, None)
                continue
            if want.fresh:
                self.fresh.append(want)
                self.written = []
            else:
                self.written += want.ids
            logits_V = yield want
            if want.logits:
                logits_V = self.heard(logits_V)
            try:
                want = steps.send(logits_V)
            except StopIteration:
                return

    def heard(self, logits_V: torch.Tensor) -> torch.Tensor:
        if len(self.fresh) == 1:  # nothing is decided before a text is read
            return logits_V
        prompt, sure = self.prompt, 100.0
        ids = {END: prompt.answer_ids[0], LEAD: prompt.lead, AND: prompt.also}
        if not self.written:
            token = ids[self.decisions.pop(0) if self.decisions else END]
            sure = self.sure.pop(0) if self.sure else sure
        elif self.written[0] == prompt.lead:
            script = [*prompt.codec.text(self.leads[0] if self.leads else ""), prompt.mark]
            token = script[min(len(self.written), len(script)) - 1]
            if token == prompt.mark and self.leads:
                self.leads.pop(0)
        elif self.answer is FREE or self.written[0] != ids[END]:
            return logits_V
        else:
            script: list[int] = []
            for span in self.answer:
                script += [*prompt.codec.text(span), prompt.also]
            script[-1] = prompt.end
            token = script[len(self.written) - 1]
        logits_V = logits_V.clone()
        logits_V[token] = logits_V.max() + sure
        return logits_V


def ask(bank: Bank, request: AskRequest, *decisions: str, **script: Any) -> Any:
    scripted = Scripted(bank, request, decisions, **script)
    bank.engine.service.run([scripted])
    assert scripted.reading.answer is not None
    return scripted


def sequence(bank: Bank, question: str, texts: Sequence[str]) -> list[int]:
    """head text.. question ROUTE, written out."""
    prompt: Any = bank.memory_model.prompt
    ids: list[int] = []
    for text in texts:
        ids += [*prompt.codec.text(text), prompt.mark]
    return [*ids, *prompt.codec.text(question), prompt.route]


class Probe:
    """A forward of its own: which documents it ranks best."""

    def __init__(self, bank: Bank, ids: list[int], routes: list[bool], read: list[int], attend: bool) -> None:
        self.bank = bank
        self.usage = Reading(bank.engine.library, AskRequest("?")).usage
        self.selection = bank.engine.library.select(scope_of("default"), attend=attend, read=read)
        self.want = Forward(ids, fresh=True, routes=routes, selection=self.selection)

    def run(self):
        yield self.want

    def ranking(self) -> list[int]:
        self.bank.engine.service.run([self])
        scores = self.bank.engine.library.ranker.latent_scores(self.selection.scores)
        ids = self.selection.view.document_ids[torch.sort(scores, descending=True, stable=True).indices]
        read = self.selection.view.document_ids[self.selection.exclude].tolist()
        return [id for id in ids.tolist() if id not in read]


@pytest.mark.parametrize("attends", [True, False])
def test_the_first_text_is_always_read_and_an_answer_follows_it(bank: BankMaker, attends):
    subject = bank("nano", text_attends=attends)
    request = AskRequest(QUESTIONS[0], retrieval="latent", max_new_tokens=3)
    asked = ask(subject, request, END)
    answer = asked.reading.answer
    question = sequence(subject, QUESTIONS[0], [])
    routes = [True] * (len(question) - 1) + [False]
    first, second = asked.fresh
    assert (first.ids, first.routes, first.logits) == (question, routes, False)
    best = Probe(subject, question, routes, [], attends).ranking()
    assert answer.rounds[0].offered == best[: subject.memory_model.config.top_k]
    assert [round.read for round in answer.rounds] == [[best[0]], []]
    assert second.ids == sequence(subject, QUESTIONS[0], [answer.sources[0].text])
    assert sum(second.routes) == len(question) - 1
    assert asked.written[0] == asked.prompt.answer_ids[0]
    assert answer.rounds[0].margin is None
    assert answer.rounds[1].margin < 0
    assert [round.lead for round in answer.rounds] == [None, None]


@pytest.mark.parametrize("attends", [True, False])
def test_words_to_look_for_route_beside_the_question(bank: BankMaker, attends):
    subject = bank("nano", text_attends=attends)
    request = AskRequest(QUESTIONS[1], retrieval="latent", max_new_tokens=2)
    text = ask(subject, request).reading.answer.sources[0].text
    lead = " ".join(text.split()[1:3])
    asked = ask(subject, request, LEAD, END, leads=[lead])
    answer, prompt = asked.reading.answer, asked.prompt
    assert [round.lead for round in answer.rounds] == [None, lead, None]
    assert len(asked.fresh) == 4
    words = prompt.codec.text(lead)
    question = len(prompt.codec.text(QUESTIONS[1]))
    before = sequence(subject, QUESTIONS[1], [text])
    anew = asked.fresh[2]
    assert anew.ids == [*before, prompt.lead, *words, prompt.mark]
    told = len(before) - question - 1
    assert anew.routes == [
        *([False] * told),
        *([True] * question),
        *([False] * 2),
        *([True] * len(words)),
        False,
    ]
    assert anew.logits is False
    first = answer.rounds[0].read
    best = Probe(subject, anew.ids, anew.routes, first, attends).ranking()
    assert answer.rounds[1].read == best[:1]
    assert answer.rounds[1].offered == best[:3]
    # Nothing of the words stays in the sequence that answers.
    assert asked.fresh[3].ids == sequence(subject, QUESTIONS[1], [hit.text for hit in answer.sources])


@pytest.mark.parametrize("decision", [LEAD, AND])
@pytest.mark.parametrize("attends", [True, False])
def test_without_words_the_forward_that_decided_ranks(bank: BankMaker, decision, attends):
    subject = bank("nano", text_attends=attends)
    request = AskRequest(QUESTIONS[1], retrieval="latent", max_new_tokens=20)
    asked = ask(subject, request, decision, END, leads=[""], answer=["one"])
    answer = asked.reading.answer
    # The question, after one text, after two; then the parts of an answer that has several, text by text.
    assert len(asked.fresh) == (3 if decision == LEAD else 5)
    decided = asked.fresh[1]
    best = Probe(subject, decided.ids, decided.routes, answer.rounds[0].read, attends).ranking()
    assert answer.rounds[1].read == best[:1]
    assert answer.rounds[1].lead == ("" if decision == LEAD else None)
    assert answer.rounds[1].margin > 0
    assert asked.fresh[2].ids == sequence(subject, QUESTIONS[1], [hit.text for hit in answer.sources])


def test_words_to_look_for_replace_what_was_met_in_the_word_index(bank: BankMaker):
    subject = bank("nano")
    request = AskRequest("Who owns the mill?", retrieval="lexical", max_new_tokens=2, explain=True)
    [first] = ask(subject, request).reading.answer.sources
    assert first.text == "Ben owns the old mill."
    asked = ask(subject, request, LEAD, LEAD, AND, END, leads=["Ben", ""])
    rounds = asked.reading.answer.rounds
    assert [round.words for round in rounds] == [
        "Who owns the mill?",
        "Who Ben",
        "Who owns the mill?",
        "Who owns the mill?",
        "Who owns the mill?",
    ][: len(rounds)]
    assert asked.reading.answer.sources[1].text == "The phone number of Ben is 555 0199."
    ids = [hit.id for hit in asked.reading.answer.sources]
    assert len(set(ids)) == len(ids)


def test_the_refusal_bias_lets_go_on_who_found_a_part(bank: BankMaker):
    subject = bank("nano", refusal_bias=1e3)
    request = AskRequest("Who owns the mill?", retrieval="lexical", max_new_tokens=2)
    for decision, num_read in ((LEAD, 1), (AND, 2)):
        rounds = ask(subject, request, decision, END, leads=[""]).reading.answer.rounds
        assert sum(bool(round.read) for round in rounds) == num_read


@pytest.mark.parametrize("bias, named", [(0.0, False), (200.0, True)])
def test_naming_nothing_can_be_held_back(bank: BankMaker, bias: float, named: bool):
    subject = bank("nano", lead_bias=bias)
    request = AskRequest("Who owns the mill?", retrieval="lexical", max_new_tokens=2)
    rounds = ask(subject, request, LEAD, END, leads=[""]).reading.answer.rounds
    assert bool(rounds[1].lead) == named


@pytest.mark.parametrize("written", ["Zebra", "umbrella Zebra", "the the the", "mi"])
def test_only_words_of_the_texts_lead_on(bank: BankMaker, written):
    subject = bank("nano", texts=TEXTS[:2] + TEXTS[7:8])
    request = AskRequest("Who owns the mill?", retrieval="lexical", max_new_tokens=2)
    scripted = Scripted(subject, request, [LEAD, END])
    codec = scripted.prompt.codec
    wish = codec.text(written)
    heard = scripted.heard

    def wishes(logits_V):
        if not scripted.written or scripted.written[0] != scripted.prompt.lead:
            return heard(logits_V)
        place = len(scripted.written) - 1
        token = wish[place] if place < len(wish) else scripted.prompt.mark
        return logits_V + 50 * torch.nn.functional.one_hot(torch.tensor(token), len(logits_V))

    scripted.heard = wishes  # type: ignore[method-assign]
    subject.engine.service.run([scripted])
    lead = scripted.reading.answer.rounds[1].lead
    assert lead != written
    assert re.search(rf"(?<!\w){re.escape(lead)}(?!\w)", "Ben owns the old mill.")
    assert len(codec.text(lead)) <= LEAD_TOKENS


def test_a_lead_is_cut_at_its_last_whole_word(bank: BankMaker):
    name = "Ferdinand Maximilian Balthasar Archibald Leopold Wolfgang"
    subject = bank("nano", texts=[f"It is {name}.", "Something else."])
    request = AskRequest("Who is it?", retrieval="lexical", max_new_tokens=2)
    codec = subject.memory_model.prompt.codec
    assert len(codec.text(name)) > LEAD_TOKENS + 1
    asked = ask(subject, request, LEAD, END, leads=[name])
    lead = asked.reading.answer.rounds[1].lead
    assert lead
    assert f"{name} ".startswith(f"{lead} ")
    assert len(codec.text(lead)) <= LEAD_TOKENS


def answers_as_if_it_had_decided_so(subject: Bank, request: AskRequest, *decisions: str, **script) -> None:
    """An answer that had to come is the one that follows the texts read, token for token."""
    forced = ask(subject, request, *decisions, **script)
    texts = [hit.text for hit in forced.reading.answer.sources]
    assert forced.fresh[-1].ids == sequence(subject, request.question, texts)
    asked = ask(subject, request, *decisions[: len(texts) - 1], END, **script)
    assert forced.reading.answer.text == asked.reading.answer.text
    assert forced.reading.answer.logprob == pytest.approx(asked.reading.answer.logprob, abs=1e-4)


@pytest.mark.parametrize("attends", [True, False])
@pytest.mark.parametrize("left", ["limit", "document", "evidence", "room"])
def test_nothing_left_to_read(bank: BankMaker, attends, left):
    texts = TEXTS[:1] if left == "document" else TEXTS
    question = next(q for q in QUESTIONS if falls(bank, q, attends)) if left == "evidence" else QUESTIONS[0]
    request = AskRequest(
        question, retrieval="latent", max_new_tokens=6, rounds=1 if left == "limit" else None
    )
    options = {"text_attends": attends}
    if left == "evidence":
        options["refusal_score"] = falls(bank, question, attends)
    for gives_up in (False, True):
        subject = bank("nano", texts=texts, gives_up=gives_up, **options)
        if left == "room":
            one = ask(subject, request).reading.answer.sources[0].text
            room = len(sequence(subject, question, [one])) + 1 + 6 + subject.memory_model.query_start
            subject.memory_model.model.config.max_position_embeddings = room
        for decision, words in ((AND, []), (LEAD, [""]), (LEAD, [texts[0].split()[1]])):
            if decision == LEAD and words != [""] and left != "limit":
                first = ask(subject, request).reading.answer.sources[0].text
                words = [first.split()[1]]
            if decision == LEAD and gives_up:
                asked = ask(subject, request, decision, leads=words)
                assert asked.reading.answer.text == UNKNOWN_ANSWER
            else:
                answers_as_if_it_had_decided_so(subject, request, decision, leads=words)
                asked = ask(subject, request, decision, leads=words)
            answer = asked.reading.answer
            assert len(answer.sources) == 1
            assert [round.read for round in answer.rounds] == [[answer.sources[0].id], []]
            assert answer.truncated == (left == "room")
            last = answer.rounds[-1]
            assert last.margin > 0
            assert last.lead == (None if decision == AND or left == "limit" else words[0])


@pytest.mark.parametrize("attends", [True, False])
@pytest.mark.parametrize("closest", [0, 1, 2])
def test_an_answer_that_must_be_given_is_from_the_texts_that_came_closest(bank: BankMaker, attends, closest):
    subject = bank("nano", text_attends=attends)
    request = AskRequest(QUESTIONS[0], retrieval="latent", max_new_tokens=3, rounds=3)
    sure = [300.0] * 3
    sure[closest] = 1.0
    asked = ask(subject, request, LEAD, LEAD, LEAD, leads=["", ""], sure=sure)
    answer = asked.reading.answer
    assert [len(round.read) for round in answer.rounds] == [1, 1, 1, 0]
    kept = [hit.text for hit in answer.sources][: closest + 1]
    assert asked.fresh[-1].ids == sequence(subject, QUESTIONS[0], kept)
    assert asked.written[0] == asked.prompt.answer_ids[0]


def falls(bank: BankMaker, question: str, attends: bool) -> float | None:
    """A bar between the first evidence and those of whatever second search, if there is one."""
    subject = bank("nano", text_attends=attends)
    request = AskRequest(question, retrieval="latent", max_new_tokens=1)
    first = ask(subject, request).reading.answer
    word = first.sources[0].text.split()[1]
    seconds = [
        ask(subject, request, decision, leads=leads).reading.answer.rounds[1].evidence
        for decision, leads in ((AND, []), (LEAD, [word]))
    ]
    before = first.rounds[0].evidence
    return (before + max(seconds)) / 2 if before > max(seconds) + 1e-3 else None


def test_another_text_is_read_if_it_just_fits(bank: BankMaker):
    subject = bank("nano")
    request = AskRequest(QUESTIONS[0], retrieval="latent", max_new_tokens=6)
    texts = [hit.text for hit in ask(subject, request, AND, END).reading.answer.sources]
    assert len(texts) == 2
    room = len(sequence(subject, QUESTIONS[0], texts)) + 1 + 6 + subject.memory_model.query_start
    for window, read in ((room, 2), (room - 1, 1)):
        subject.memory_model.model.config.max_position_embeddings = window
        answer = ask(subject, request, AND, END).reading.answer
        assert len(answer.sources) == read
        assert answer.truncated == (read == 1)


def test_the_limit_counts_documents(bank: BankMaker):
    subject = bank("nano", max_rounds=4)
    request = AskRequest(QUESTIONS[0], retrieval="latent", max_new_tokens=2)
    answer = ask(subject, request, *[AND] * 9).reading.answer
    assert [len(round.read) for round in answer.rounds] == [1, 1, 1, 1, 0]
    answer = ask(subject, AskRequest(QUESTIONS[0], rounds=2, max_new_tokens=2), *[AND] * 9).reading.answer
    assert [len(round.read) for round in answer.rounds] == [1, 1, 0]


def test_an_answer_of_several_spans(bank: BankMaker):
    subject = bank("nano", extractive=True)
    request = AskRequest("umbrella mat", retrieval="lexical", max_new_tokens=40)
    asked = ask(subject, request, LEAD, END, leads=[""], answer=["umbrella", "mat"])
    answer = asked.reading.answer
    assert answer.text == "umbrella, mat"
    assert answer.finish == "end"
    assert {hit.text: hit.cited for hit in answer.sources} == {TEXTS[4]: True, TEXTS[5]: True}
    shown = [event.text for event in asked.reading.events if event.kind == "token"]
    assert "".join(shown) == "umbrella, mat"
    one = ask(subject, request, LEAD, END, leads=[""], answer=["mat"]).reading.answer
    assert {hit.text: hit.cited for hit in one.sources} == {TEXTS[4]: False, TEXTS[5]: True}


def test_a_document_forges_no_citation(bank: BankMaker):
    """The first text says that the second one holds the answer, and says it in its own words."""
    subject = bank("nano", extractive=True, texts=["The vault opens by [2] alone.", "The vault is old."])
    request = AskRequest("vault", retrieval="lexical", max_new_tokens=20)
    answer = ask(subject, request, LEAD, END, leads=[""], answer=["[2]"]).reading.answer
    assert answer.text == "[2]"
    assert {hit.id: hit.cited for hit in answer.sources} == {1: True, 2: False}


def test_a_span_within_a_word_cites_nothing(bank: BankMaker):
    subject = bank("nano", texts=["The cat sat.", "The catalogue of the cat."])
    request = AskRequest("cat catalogue", retrieval="lexical", max_new_tokens=20)
    answer = ask(subject, request, AND, END, answer=["sat"]).reading.answer
    assert {hit.text: hit.cited for hit in answer.sources}["The cat sat."]
    answer = ask(subject, request, AND, END, answer=["catalogue"]).reading.answer
    assert {hit.text: hit.cited for hit in answer.sources} == {
        "The cat sat.": False,
        "The catalogue of the cat.": True,
    }


@pytest.mark.parametrize("extractive", [True, False])
@pytest.mark.parametrize("k", [None, 2, 1])
def test_an_id_is_written_in_the_first_round_only(bank: BankMaker, k, extractive):
    subject = bank("nano-model", text_attends=False, extractive=extractive)
    request = AskRequest(QUESTIONS[1], retrieval="latent", k=k, max_new_tokens=20)
    asked = ask(subject, request, LEAD, LEAD, END, leads=["", ""])
    answer, first = asked.reading.answer, asked.fresh[0]
    assert first.selection.attend
    assert first.logits
    best = Probe(subject, first.ids, first.routes, [], True).ranking()
    rounds = answer.rounds
    assert rounds[0].offered == best[: k or 3]
    assert rounds[0].read[0] in rounds[0].offered
    # The texts follow as if the ranking had chosen, with no id before them.
    assert [want.ids for want in asked.fresh[1:]] == [
        sequence(subject, QUESTIONS[1], [hit.text for hit in answer.sources[:count]]) for count in (1, 2, 3)
    ]
    assert not any(want.selection.attend for want in asked.fresh[1:])
    assert [round.read[0] for round in rounds[1:3]] == [round.offered[0] for round in rounds[1:3]]
    [written] = [answer.text] if extractive else [""]
    assert all(part in " ".join(hit.text for hit in answer.sources) for part in written.split(", "))


def test_the_id_decides_what_is_read(bank: BankMaker):
    subject = bank("nano-model")
    request = AskRequest(QUESTIONS[1], retrieval="latent", max_new_tokens=2)
    offered = ask(subject, request).reading.answer.rounds[0].offered
    for wanted in offered:
        script = subject.memory_model.prompt.reference(wanted)

        class Named(Scripted):
            def heard(self, logits_V, script=script):
                if len(self.fresh) > 1:
                    return super().heard(logits_V)
                return torch.nn.functional.one_hot(
                    torch.tensor(script[len(self.written)]), len(logits_V)
                ).float()

        named = Named(subject, request)
        subject.engine.service.run([named])
        assert named.reading.answer.rounds[0].read == [wanted]


def test_text_mode_without_attention_reads_no_states(bank: BankMaker):
    subject = bank("nano-lexical", text_attends=False, max_rounds=3)
    requests = [
        AskRequest(QUESTIONS[1], mode=mode, retrieval="latent", max_new_tokens=3)
        for mode in ("text", "latent", "hybrid")
    ]
    text, latent, hybrid = subject.engine.ask(requests)
    assert text.usage.fetch.tokens == 0
    assert text.usage.route.tokens > 0
    assert latent.usage.fetch.tokens > 0
    assert hybrid.usage.fetch.tokens > 0
    # It ranks as a search does that reads nothing, and only the layers that rank route.
    searching = bank("nano-lexical", search_reads=False)
    [hits] = searching.engine.search([QUESTIONS[1]], k=3, retrieval="latent")
    assert text.rounds[0].offered == [hit.id for hit in hits]
    assert text.sources[0].layers.keys() == {3}
    assert text.sources[0].score == pytest.approx(hits[0].score, abs=1e-5)
    [scores] = subject.engine.scores([QUESTIONS[1]])
    assert float(scores.ranking.max()) == pytest.approx(hits[0].score, abs=1e-5)
    assert hybrid.sources[0].id == text.sources[0].id
    attending = bank("nano-lexical", max_rounds=3)
    assert attending.engine.ask(requests[:1])[0].usage.fetch.tokens > 0


def test_the_last_text_is_read_without_another_search(bank: BankMaker):
    """Where no further document may be read and nothing attends, nobody asks for scores."""
    subject = bank("nano", text_attends=False)
    asked = ask(subject, AskRequest(QUESTIONS[0], rounds=1, max_new_tokens=2), AND)
    assert [want.selection is None for want in asked.fresh] == [False, True]
    assert asked.usage.route.tokens == len(asked.prompt.codec.text(QUESTIONS[0]))


@pytest.mark.parametrize("temperature", [0.0, 1.5])
def test_an_answer_from_latents_is_words_of_what_was_attended_to(bank: BankMaker, temperature):
    subject = bank("nano", extractive=True, top_k=6)
    for seed, question in enumerate(QUESTIONS):
        request = AskRequest(question, mode="latent", max_new_tokens=60, temperature=temperature, seed=seed)
        asked = ask(subject, request)
        answer, prompt = asked.reading.answer, asked.prompt
        assert [want.ids for want in asked.fresh] == [[*prompt.codec.text(question), prompt.route]]
        assert answer.usage.read.tokens == len(prompt.codec.text(question)) + 1
        assert len(answer.sources) >= 6
        assert answer.rounds[0].offered == [hit.id for hit in answer.sources]
        best = [hit.text for hit in answer.sources[:4]]
        spans = prompt.spans(asked.reading._written)
        assert spans
        assert all(any(span in text for text in best) for span in spans)


def test_a_hybrid_answer_is_words_of_the_one_text(bank: BankMaker):
    for gives_up in (False, True):
        subject = bank("nano", extractive=True, text_attends=False, gives_up=gives_up)
        for question in QUESTIONS:
            request = AskRequest(question, mode="hybrid", retrieval="latent", max_new_tokens=60)
            asked = ask(subject, request, LEAD, leads=["never heard"])
            answer = asked.reading.answer
            text = answer.sources[0].text
            assert asked.fresh[1].ids == sequence(subject, question, [text])
            assert asked.fresh[1].selection.attend
            assert [round.read for round in answer.rounds] == [[answer.sources[0].id], []]
            assert len(answer.sources) > 1  # what was attended to
            spans = asked.prompt.spans(asked.reading._written)
            assert spans
            assert all(span in text for span in spans)


def test_nano_needs_its_control_tokens(bank: BankMaker):
    from transformers import PreTrainedTokenizerFast

    from memspan.model import MemoryConfig, prompt_for

    tokenizer = bank("nano").memory_model.tokenizer
    backend = type(tokenizer.backend_tokenizer).from_str(
        tokenizer.backend_tokenizer.to_str().replace("<|lead|>", "<|reserved_0|>")
    )
    old = PreTrainedTokenizerFast(tokenizer_object=backend, pad_token="<|pad|>", eos_token="<|im_end|>")
    with pytest.raises(MemspanError, match="lead"):
        prompt_for(MemoryConfig(prompt="nano"), old)


def test_parts_are_read_from_each_text_alone(bank: BankMaker):
    """After AND, every text read is read again by itself, in order. What a text does not hold is left out,
    and what two of them hold is said once."""
    subject = bank("nano")
    request = AskRequest(QUESTIONS[0], retrieval="latent", max_new_tokens=30)
    asked = ask(subject, request, AND, AND, END, answer=["one"])
    texts = [hit.text for hit in asked.reading.answer.sources]
    assert len(texts) == 3
    alone = [sequence(subject, QUESTIONS[0], [text]) for text in texts]
    assert [want.ids for want in asked.fresh[-3:]] == alone
    assert all(want.selection is None for want in asked.fresh[-3:])
    assert asked.reading.answer.text == "one"
    # The second text is on the way only: the model would read on from it.
    without = ask(subject, request, AND, AND, END, END, LEAD, END, answer=["one", "two"])
    assert [want.ids for want in without.fresh[-3:]] == alone
    assert without.reading.answer.text == "one, two"
    # No text holds a part: the answer is read from all of them, as ever.
    none = ask(subject, request, AND, AND, END, LEAD, LEAD, LEAD, answer=["one"])
    assert none.fresh[-1].ids == sequence(subject, QUESTIONS[0], texts)
    assert none.reading.answer.text == "one"
