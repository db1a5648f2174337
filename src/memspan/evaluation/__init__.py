"""Measuring: tasks are put to memspan and to what people use instead, in one run."""
