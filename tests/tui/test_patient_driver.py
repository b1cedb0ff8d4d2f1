"""How the terminal is given back: at once at the end, and to somebody else only when nothing of ours reads it any more."""

from __future__ import annotations

import os
import signal
import time
from threading import Event
from types import SimpleNamespace

import pytest

pytest.importorskip("termios")

from textual import constants

from postwise.tui.patient_driver import PatientDriver
from postwise.tui.typed_keys import LARGEST, Typed


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


@pytest.mark.parametrize(("raw", "keys"), [(b"caf\xe9 x", "caf\ufffd x"), (b"\xff", "\ufffd"), (b"\xc3\xa9", "é")])
def test_what_is_no_character_is_drawn_as_one_that_is_not_known(raw, keys) -> None:
    assert [message.character for message in Typed().messages(raw)] == list(keys)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x1b[1114112u",
        b"\x1b[99999999999999u",
        b"\x1b[97;5;1114112u",
        b"\x1b[97:98;1:1u",
        b"\x1b[999999999999R",
    ],
)
def test_whatever_is_typed_ends_nothing_and_what_comes_after_it_is_heard(raw) -> None:
    typed = Typed()
    list(typed.messages(raw))
    time.sleep(2 * constants.ESCAPE_DELAY)  # so long a sequence is waited for that has not come to an end
    list(typed.messages(b""))
    assert [message.character for message in typed.messages(b"n")] == ["n"]


def test_a_letter_that_comes_in_two_pieces_is_one() -> None:
    typed = Typed()
    assert not list(typed.messages(b"\xc3"))
    assert [message.character for message in typed.messages(b"\xa9")] == ["é"]


def test_a_fault_of_ours_in_the_reader_is_one_of_the_app(monkeypatch) -> None:
    told = []
    driver = object.__new__(PatientDriver)
    driver._app = SimpleNamespace(call_later=lambda *given: told.append(given), _handle_exception="the app's")
    fault = OSError("gone")
    monkeypatch.setattr(PatientDriver, "run_input_thread", lambda _: (_ for _ in ()).throw(fault))
    driver._run_input_thread()
    assert told == [("the app's", fault)]


@pytest.mark.parametrize(("said", "drawn"), [("120", 120), ("9" * 20, LARGEST.width)])
def test_a_terminal_is_drawn_no_larger_than_any_is(monkeypatch, said, drawn) -> None:
    monkeypatch.setenv("COLUMNS", said)
    monkeypatch.setenv("LINES", said)
    driver = object.__new__(PatientDriver)
    assert driver._get_terminal_size() == (drawn, min(drawn, LARGEST.height))


def test_a_size_that_a_terminal_sends_is_no_larger_either(monkeypatch) -> None:
    handed_on = []
    monkeypatch.setattr(PatientDriver.__base__, "process_message", lambda _, message: handed_on.append(message))
    (resize,) = Typed().messages(b"\x1b[48;99999;99999;0;0t")
    object.__new__(PatientDriver).process_message(resize)
    assert [message.size for message in handed_on] == [LARGEST]


def test_what_is_pasted_holds_nothing_that_a_terminal_acts_on() -> None:
    (pasted,) = Typed().messages("\x1b[200~A\u009b31mB\u202eC\u200bé\nD\rE\r\nF\x1b[201~".encode())
    assert pasted.text == "A\ufffd31mB\ufffdC\u200bé\nD\nE\nF"
