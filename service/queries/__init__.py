"""What service shows: lists, queues, one ticket, figures and the data of its papers."""
