"""Training: batches, losses and the recipe that made the embedded model. Knows the engine's formats; serves
nobody at run time."""
