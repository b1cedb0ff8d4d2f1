"""Threads beside the screens: what is worked out there is for whoever looks at them, and is never waited for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor


class Unawaited(ThreadPoolExecutor):
    """Threads that the end of the screens does not wait for: some of what they do, nothing can stop half-way."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 - as asyncio has it
        """Take no more work, and go."""
        super().shutdown(wait=False, cancel_futures=cancel_futures)
