"""How the terminal is given back: at once at the end, and to somebody else only when nothing of ours reads it any more."""

from __future__ import annotations

import os
import signal
from threading import Event
from types import SimpleNamespace

import pytest

pytest.importorskip("termios")

from postwise.tui.patient_driver import PatientDriver


class Reader:
    waited_for = False

    def join(self) -> None:
        self.waited_for = True


@pytest.mark.parametrize(("code", "waits"), [(None, True), (0, False), (130, False)])
def test_only_while_the_screens_go_on_is_their_reader_waited_for(monkeypatch, code, waits) -> None:
    ours, theirs = os.openpty()
    heeded, handed_on = [], []
    monkeypatch.setattr(signal, "signal", lambda *given: heeded.append(given))
    driver = object.__new__(PatientDriver)
    driver._app, driver.exit_event, driver._key_thread = SimpleNamespace(return_code=code), Event(), Reader()
    driver.fileno, driver._mouse, driver.write = theirs, False, lambda _: None
    monkeypatch.setattr(PatientDriver.__base__, "process_message", lambda _, message: handed_on.append(message))
    driver.disable_input()
    assert driver._key_thread.waited_for is waits
    assert driver.exit_event.is_set() is not waits, "the reader ends by itself"
    assert heeded == [(signal.SIGWINCH, signal.SIG_DFL)], "nothing is told to screens that are gone"
    driver.process_message("a key")
    assert handed_on == (["a key"] if waits else [])
    os.close(ours)
    os.close(theirs)
