"""The embedded model, where it is there: what random weights cannot show."""

import pytest

from memspan.engine import AskRequest
from memspan.memory import NANO, Memory

FACTS = [
    "My dog is a golden retriever named Max.",
    "The code of the blue safe in the cellar is 4711.",
    "Sarah Lindqvist works as a marine biologist in Tromso.",
    "The meeting with the architect was moved to Thursday at nine.",
    "I am allergic to peanuts and shellfish.",
    "The spare key is under the third flower pot.",
]
QUESTIONS = ["What is my dog called?", "What is the code of the blue safe?", "Where is the spare key?"]


@pytest.mark.skipif(not (NANO / "config.json").exists(), reason="the embedded model is not built yet")
@pytest.mark.parametrize("mode", ["text", "latent", "hybrid"])
def test_a_batch_gives_what_each_question_gets_alone(tmp_path, mode):
    with Memory.open(tmp_path / "bank") as memory:
        memory.add(FACTS)
        requests = [
            AskRequest(question, mode=mode, max_new_tokens=length, temperature=heat)
            for question, length, heat in zip(QUESTIONS, (12, 3, 12), (0.0, 0.0, 0.8), strict=True)
        ]
        engine = memory.engine()
        alone = [engine.ask([request])[0] for request in requests]
        for answer, single in zip(engine.ask(requests), alone, strict=True):
            assert answer.text == single.text
            assert [hit.id for hit in answer.sources] == [hit.id for hit in single.sources]
