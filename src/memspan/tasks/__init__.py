"""Generated tasks with known answers: facts, needles, hops, unanswerable questions, and real text to hide them in."""
