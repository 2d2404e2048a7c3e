"""The edge: pages, JSON API, papers, jobs and commands over the rooms."""

import os

# Before numpy is loaded: the planner multiplies long, narrow matrices, for which a second thread costs more than it
# does, and a server or worker has other work for the other cores. Set the variable to have it otherwise.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
