"""Do long work beside the requests: rows say what is asked, a worker takes them one by one.

The rows are the queue on both engines, so a killed worker loses nothing: a job without a heartbeat is taken again.
"""

from webapp.jobs.asking import JobKind, ask, job, periodic
from webapp.jobs.progress import Cancelled, Progress

__all__ = ["Cancelled", "JobKind", "Progress", "ask", "job", "periodic"]
