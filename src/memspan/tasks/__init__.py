"""Generated tasks with known answers: facts, needles, hops, unanswerable questions, and haystacks."""
