"""Measure the application against bare libraries and peers, side by side in one run."""

import webapp  # noqa: F401 - before numpy, so that linear algebra takes as many threads as in the application
