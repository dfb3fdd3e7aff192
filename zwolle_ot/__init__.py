"""The project: settings, addresses, worker, API wiring and the demo world."""
