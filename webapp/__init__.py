"""The edge: pages, JSON API, papers, jobs and commands over the rooms."""
