"""What is written around documents, questions and answers, as token ids.

Knows the three prompt formats and how text becomes ids safely; nothing of tensors, positions or scheduling.
One rule holds throughout: stored text and questions are data. They are tokenised by a copy of the tokenizer
that has no special tokens, so that whatever they contain ("<|im_end|>", "</s>", a whole fake dialogue) stays
plain text; only this file writes control tokens.

    msa    the released model's format; ids are written by the model, texts come back in the same sequence
    nano   the embedded model's format; texts before the question, one document per round
    chat   any instruct model, through its own chat template; plain text for models that have none
"""

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import TemplateError
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerBase

from memspan.errors import ModelError
from memspan.model.config import MemoryConfig

UNKNOWN_ANSWER = "I don't know"


@dataclass(frozen=True)
class Read:
    """A document whose text was read."""

    document_id: int
    text: str


@dataclass(frozen=True)
class Query:
    """A prompt to run, and which of its tokens route."""

    ids: list[int]
    routes: list[bool]


class TextCodec:
    """Token ids of text and of markup, kept apart.

    `tokenizer(..., split_special_tokens=True)` is not used: it switches the shared tokenizer over for every
    thread, and lets tokens through that are added but not marked special ("<tool_call>", "</think>"). A copy
    without added tokens does neither.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self.tokenizer = tokenizer
        added = tokenizer.added_tokens_decoder
        controls = {number for number, token in added.items() if not token.content.isspace()}
        # An unknown-word token is what some vocabularies give for plain text; it controls nothing.
        self.control_ids = frozenset((controls | set(tokenizer.all_special_ids)) - {tokenizer.unk_token_id})
        self._plain: Tokenizer | None = None
        backend = getattr(tokenizer, "backend_tokenizer", None)
        if isinstance(backend, Tokenizer):
            parts = json.loads(backend.to_str())
            # Runs of spaces are added tokens in some vocabularies; they are text.
            parts["added_tokens"] = [token for token in parts["added_tokens"] if token["content"].isspace()]
            self._plain = Tokenizer.from_str(json.dumps(parts))
            self._plain.no_truncation()
            self._plain.no_padding()

    def text(self, text: str) -> list[int]:
        """Ids of data. No special or control token is among them, whatever `text` contains."""
        if self._plain is not None:
            ids = self._plain.encode(text, add_special_tokens=False).ids
        else:
            ids = self.tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
        # Only vocabularies with whole control words among their ordinary pieces can still yield one.
        return [number for number in ids if number not in self.control_ids]

    @cached_property
    def starts_with_space(self) -> bool:
        """Whether every piece that is encoded begins as if a space stood before it, as nano's do."""
        return self.decode(self.text("a")).startswith(" ")

    @cached_property
    def splits_at_spaces(self) -> bool:
        """Whether no token begins before a space and goes on behind it: the tokens from a space on are the
        same whatever stands before."""
        splitter = None if self._plain is None else self._plain.pre_tokenizer
        return splitter is not None and len(splitter.pre_tokenize_str("a b, c")) >= 3

    def pieces(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """For each text the ids of its tokens, and the characters [first, end) that each token stands for.

        A character of several tokens counts for each of them.

        Raises:
            ModelError: The tokenizer is not one of the `tokenizers` library, which alone knows such places.
        """
        if self._plain is None:
            raise ModelError(
                "Extractive answers need a fast tokenizer (tokenizer.json); set extractive=False."
            )
        encoded = self._plain.encode_batch(list(texts), add_special_tokens=False)
        return [(one.ids, one.offsets) for one in encoded]

    def markup(self, text: str) -> list[int]:
        """Ids of markup that memspan or a chat template wrote; special tokens count."""
        ids: list[int] = self.tokenizer.encode(text, add_special_tokens=False)
        return ids

    def token(self, content: str) -> int:
        """The id of one special token.

        Raises:
            ModelError: The tokenizer does not have it.
        """
        number = self.tokenizer.get_vocab().get(content)
        if number is None:
            raise ModelError(
                f"The tokenizer has no {content!r}, which this prompt format needs; "
                "use prompt='chat' for this model."
            )
        return int(number)

    def decode(self, ids: Sequence[int]) -> str:
        """Text of generated ids, special tokens left out."""
        text = self.tokenizer.decode(list(ids), skip_special_tokens=True)
        assert isinstance(text, str)
        return text


class Prompt:
    """One format. Everything is token ids; `text` and `citations` read what the model wrote.

    Attributes:
        template_ids: The template head, kept with the memory in every layer.
        stop_ids: Tokens that end an answer.
        pad_id: A token for padding; its choice changes nothing.
        more_ids: First tokens of what asks for another document, at the model's decision.
        answer_ids: What stands for the other decision, to answer; compare its first token. Empty where there
            is no decision.
        separator: Stands between the spans of an answer that has several; None for formats without.
    """

    template_ids: tuple[int, ...] = ()
    stop_ids: frozenset[int] = frozenset()
    pad_id: int = 0
    more_ids: frozenset[int] = frozenset()
    answer_ids: tuple[int, ...] = ()
    separator: int | None = None

    def __init__(self, config: MemoryConfig, tokenizer: PreTrainedTokenizerBase) -> None:
        self.config = config
        self.codec = TextCodec(tokenizer)
        pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
        self.pad_id = pad if isinstance(pad, int) else 0

    def document(self, document_id: int, text: str) -> list[int]:
        """A document as it is encoded, marks included; cut to `max_document_tokens`."""
        raise NotImplementedError

    def query(self, question: str, read: Sequence[Sequence[Read]] = ()) -> Query:
        """The whole sequence of a round, up to the model's next decision.

        Args:
            question: Any text.
            read: The documents fetched in each round so far, oldest first.
        """
        raise NotImplementedError

    def reference(self, *document_ids: int) -> list[int]:
        """What the model writes to read these documents, end mark included."""
        raise NotImplementedError

    def answer(self, question: str) -> list[int]:
        """What is appended to a query to make the model answer."""
        raise NotImplementedError

    def text(self, ids: Sequence[int]) -> str:
        """The answer in generated ids."""
        return self.codec.decode(ids).strip()

    def is_closed(self, ids: Sequence[int]) -> bool:
        """Whether an answer has come to an end that is no token, and `text` cuts off what follows."""
        return False

    def spans(self, ids: Sequence[int]) -> list[str]:
        """What generated ids quote from the texts read, span by span; empty where answers are free."""
        return []

    def citations(self, text: str, read: Sequence[str] = ()) -> list[int]:
        """Document ids cited as [id] or [id, id], each once, in order of appearance.

        Args:
            text: An answer.
            read: Documents that it was written from. A word with brackets behind it that stands in one of
                them is quoted from there and cites nothing.
        """
        shown = [quoted(document) for document in read]
        found = [
            int(number)
            for match in re.finditer(r"(\S*?)((?:\[[\d\s,]+\])+)", text)
            if not (match[1] and any(match[0] in document for document in shown))
            for number in re.findall(r"\d+", match[2])
        ]
        return list(dict.fromkeys(found))


def quoted(text: str) -> str:
    """A document as it is put into a prompt in which [id] names documents: its own [12] become (12).

    Otherwise a document could cite another one, or go on as if it were another one. `a[12]` stays.
    """
    return re.sub(
        r"(?<![\w)\]])(?:\[[\d\s,]+\])+", lambda ids: ids[0].replace("[", "(").replace("]", ")"), text
    )


class MsaPrompt(Prompt):
    """The released model's format: the wrapped question routes, and later the texts fetched last."""

    BEFORE = "\nPlease answer the question based on the above historical document information\n\n"
    AFTER = "\nPlease return all documents related to the question\n"
    END_OF_RETRIEVE = "<End-of-Retrieve>"

    def __init__(self, config: MemoryConfig, tokenizer: PreTrainedTokenizerBase) -> None:
        super().__init__(config, tokenizer)
        self.start, self.end, self.mark = map(
            self.codec.token, ("<|im_start|>", "<|im_end|>", "<|object_ref_end|>")
        )
        self.template_ids = (self.start, *self.codec.text("user\n"))
        self.stop_ids = frozenset({self.end})
        self.more_ids = frozenset(self.codec.text(f"[{digit}]")[0] for digit in range(10))
        # In the released vocabulary this is ordinary text, hence tokenised as such.
        self.answer_ids = tuple(self.codec.text(self.END_OF_RETRIEVE))

    def document(self, document_id: int, text: str) -> list[int]:
        room = self.config.max_document_tokens - 2
        ids = self.codec.text(f"[{document_id}]. {text}[{document_id}]")
        if len(ids) > room:
            closing = self.codec.text(f"[{document_id}]")
            ids = self.codec.text(f"[{document_id}]. {text}")[: room - len(closing)] + closing
        return [self.start, *ids, self.end]

    def query(self, question: str, read: Sequence[Sequence[Read]] = ()) -> Query:
        wrapped = self.BEFORE + question + self.AFTER
        ids = self.codec.text(wrapped)
        # In later rounds the released code lets the question route up to its last word, without the newline.
        routing = len(self.codec.text(wrapped[:-1])) if read else len(ids)
        routes = [position < routing for position in range(len(ids))]
        tail = [self.end, *self.codec.text("\n"), self.start]
        ids, routes = ids + tail, routes + [False] * len(tail)
        for number, documents in enumerate(read):
            written = self.reference(*(document.document_id for document in documents))
            texts = self.codec.text("".join(f"[{d.document_id}]. {quoted(d.text)}\n" for d in documents))
            ids += [*written, *texts, self.mark]
            routes += [*([False] * len(written)), *([number == len(read) - 1] * len(texts)), False]
        return Query(ids, routes)

    def reference(self, *document_ids: int) -> list[int]:
        return [*self.codec.text("".join(f"[{number}]" for number in document_ids)), self.mark]

    def answer(self, question: str) -> list[int]:
        asked = self.codec.text(f"The user's question is: {question}\n")
        return [*self.answer_ids, self.start, *asked, self.mark]

    def text(self, ids: Sequence[int]) -> str:
        return super().text(ids).rpartition("The answer to the question is:")[2].strip()


class NanoPrompt(Prompt):
    """The embedded model's format: texts read so far, then the question; then it decides.

    Attributes:
        route: Ends a question; what the model says there is its decision.
        lead: The decision that the texts do not answer yet; the words to look for follow, if any.
        also: The decision that they answer a part; also what stands between the spans of an answer.
        mark: Ends texts, ids and words to look for.
    """

    def __init__(self, config: MemoryConfig, tokenizer: PreTrainedTokenizerBase) -> None:
        super().__init__(config, tokenizer)
        names = ("<|im_start|>", "<|im_end|>", "<|object_ref_end|>", "<|end_of_retrieve|>", "<|route|>")
        self.start, self.end, self.mark, end_of_retrieve, self.route = map(self.codec.token, names)
        self.lead, self.also = map(self.codec.token, ("<|lead|>", "<|and|>"))
        self.template_ids = (self.start,)
        self.stop_ids = frozenset({self.end})
        self.answer_ids = (end_of_retrieve,)
        self.more_ids = frozenset({self.lead, self.also})
        self.separator = self.also
        # nano's own tokenizer begins every piece with a space; others need it written before the id.
        self._space = "" if self.codec.starts_with_space else " "

    def document(self, document_id: int, text: str) -> list[int]:
        closing = [*self.codec.text(f"{self._space}[{document_id}]"), self.end]
        room = self.config.max_document_tokens - 1 - len(closing)
        return [self.start, *self.codec.text(text)[:room], *closing]

    def query(
        self, question: str, read: Sequence[Sequence[Read]] = (), lead: Sequence[int] | None = None
    ) -> Query:
        """As everywhere; with `lead`, the ids of words to look for, these are in it and route as well."""
        ids: list[int] = []
        for documents in read:
            for document in documents:
                ids += [*self.codec.text(document.text), self.mark]
        asked = self.codec.text(question)
        routes = [*([False] * len(ids)), *([True] * len(asked)), False]
        ids += [*asked, self.route]
        if lead is not None:
            ids += [self.lead, *lead, self.mark]
            routes += [False, *([True] * len(lead)), False]
        return Query(ids, routes)

    def reference(self, *document_ids: int) -> list[int]:
        """One document per round in this format: `reference(id)`."""
        (document_id,) = document_ids
        return [*self.codec.text(f"[{document_id}]"), self.mark]

    def answer(self, question: str) -> list[int]:
        return list(self.answer_ids)

    def text(self, ids: Sequence[int]) -> str:
        return ", ".join(self.spans(ids))

    def spans(self, ids: Sequence[int]) -> list[str]:
        parts = [self.codec.decode(part).strip() for part in split(ids, self.also)]
        return [part for part in parts if part]


class ChatPrompt(Prompt):
    """For any model not trained with a memory: the question routes by itself, documents are read as text."""

    SYSTEM = (
        "Answer the question from the numbered documents. Keep the answer short and cite the documents it "
        "comes from by their numbers, like [12]. If the documents do not contain the answer, say: "
        f"{UNKNOWN_ANSWER}."
    )

    def __init__(self, config: MemoryConfig, tokenizer: PreTrainedTokenizerBase) -> None:
        super().__init__(config, tokenizer)
        bare = tokenizer.encode("a", add_special_tokens=False)
        full = tokenizer.encode("a")
        # What the tokenizer puts in front of a text by itself: a begin-of-text token, or nothing.
        self._begin: list[int] = full[: full.index(bare[0])]
        self._has_template = tokenizer.chat_template is not None
        stops = {tokenizer.eos_token_id}
        if self._has_template:
            stops |= self._end_of_turn()
        else:
            # A plain language model goes on with the next question; its answer is one line.
            stops |= {ids[0] for line in ("\n", "\n\n") if len(ids := self.codec.text(line)) == 1}
        self.stop_ids = frozenset(stop for stop in stops if isinstance(stop, int))

    def document(self, document_id: int, text: str) -> list[int]:
        return [*self._begin, *self.codec.text(text)][: self.config.max_document_tokens]

    def query(self, question: str, read: Sequence[Sequence[Read]] = ()) -> Query:
        """The question alone, to route by. What was read so far stands before it and does not route."""
        before = [*self._begin]
        for documents in read:
            for document in documents:
                before += self.codec.text(document.text + "\n")
        asked = self.codec.text(question)
        return Query([*before, *asked], [*([False] * len(before)), *([True] * len(asked))])

    def read(self, question: str, documents: Sequence[Read]) -> list[int]:
        """The whole prompt of an answer: documents, question, and the start of the model's turn."""
        numbered = "".join(f"[{d.document_id}] {quoted(d.text)}\n\n" for d in documents)
        if not self._has_template:
            asked = f"{self.SYSTEM}\n\n{numbered}Question: {question}\nAnswer:"
            return [*self._begin, *self.codec.text(asked)]
        user = f"Documents:\n\n{numbered}Question: {question}" if documents else question
        try:
            return self._render([("system", self.SYSTEM), ("user", user)])
        except TemplateError:  # some templates refuse a system message
            return self._render([("user", f"{self.SYSTEM}\n\n{user}")])

    def text(self, ids: Sequence[int]) -> str:
        text = self._said(ids)
        return text if self._has_template else text.partition("\n")[0].strip()

    def is_closed(self, ids: Sequence[int]) -> bool:
        return not self._has_template and "\n" in self._said(ids)

    def _said(self, ids: Sequence[int]) -> str:
        return super().text(ids).rpartition("</think>")[2].strip()

    def _render(self, messages: Sequence[tuple[str, str]]) -> list[int]:
        """The chat template around the messages: its own parts with special tokens, the contents without."""
        sentinels = [f"\ue000{secrets.token_hex(8)}\ue001" for _ in messages]
        rest = self._template([role for role, _ in messages], sentinels, answer=True)
        ids: list[int] = []
        for (_, content), sentinel in zip(messages, sentinels, strict=True):
            before, found, rest = rest.partition(sentinel)
            if not found or sentinel in rest:
                raise ModelError(
                    "The tokenizer's chat template does not put each message in once, in order; "
                    "set tokenizer.chat_template to one that does, or to None for a plain prompt."
                )
            ids += [*self.codec.markup(before), *self.codec.text(content)]
        return [*ids, *self.codec.markup(rest)]

    def _template(self, roles: Sequence[str], contents: Sequence[str], answer: bool) -> str:
        messages = [{"role": role, "content": content} for role, content in zip(roles, contents, strict=True)]
        # Templates of models that can think first are asked not to; the others do not look at the name.
        rendered: Any = self.codec.tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=answer, enable_thinking=False
        )
        return str(rendered)

    def _end_of_turn(self) -> set[int]:
        """The control token that the template writes after an assistant's message, if there is one."""
        content = f"\ue000{secrets.token_hex(8)}\ue001"
        rendered = self._template(["user", "assistant"], ["a", content], answer=False)
        ids = self.codec.markup(rendered.partition(content)[2].lstrip())
        return set(ids[:1]) & self.codec.control_ids


def prompt_for(config: MemoryConfig, tokenizer: PreTrainedTokenizerBase) -> Prompt:
    """The prompt format that the configuration names.

    Raises:
        ModelError: The tokenizer lacks a control token that the format needs.
    """
    formats = {"msa": MsaPrompt, "nano": NanoPrompt, "chat": ChatPrompt}
    return formats[config.prompt](config, tokenizer)


def split(ids: Sequence[int], separator: int | None) -> list[list[int]]:
    """The parts of `ids` between separators; one more than there are of these."""
    parts: list[list[int]] = [[]]
    for number in ids:
        if number == separator:
            parts.append([])
        else:
            parts[-1].append(number)
    return parts
