"""`python -m memspan.training` is `memspan train`: what `accelerate launch -m` can start."""

import sys

from memspan.cli import main

sys.exit(main(["train", *sys.argv[1:]]))
