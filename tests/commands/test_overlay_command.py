"""postwise overlay, and what other commands say of words that are laid over trees."""

from __future__ import annotations

import re

import pytest

HEAD = 'format = 1\n[overlay]\ntitle = "{title}"\ntrees = ["*"]\nreviewed = 2026-11-01\nreview-by = 2027-05-01\n'


@pytest.mark.parametrize(
    "fault", ['headline = "{nobody}"', 'verdict = "stop"', 'see = [{ phone = "x" }]', "headline = 3"]
)
def test_words_with_a_fault_are_not_laid_on_and_that_is_said(fault, tmp_path, postwise):
    (tmp_path / "ours").mkdir()
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    words = tmp_path / "ours" / "words.toml"
    words.write_text(HEAD.format(title="Ours") + f'[outcome.go-on]\nreason = "Because."\n{fault}\n', encoding="utf-8")
    said = postwise("run", "pause-for-thought", "--answer", "implications=no", "--answer", "reception=yes")
    assert "words.toml has errors, so its words are not laid on." in said.err
    assert "Because." not in said.out
    assert said.code == 0


def test_an_overlay_is_walked_by_nobody(tmp_path, postwise):
    (tmp_path / "words.toml").write_text(HEAD.format(title="W"), encoding="utf-8")
    said = postwise("run", "words.toml")
    assert said.code == 2
    assert "holds words to lay over trees" in said.err


def test_the_command_prints_one_to_fill_in_and_then_says_what_it_lacks(tmp_path, postwise):
    (tmp_path / "ours").mkdir()
    (tmp_path / "postwise.toml").write_text('[library]\ntrees = ["ours"]\n', encoding="utf-8")
    printed = postwise("overlay", "pause-for-thought", "--place", "fr")
    assert printed.code == 0
    text = printed.out.replace('# headline = "Go ahead."', 'headline = "Allez-y."')
    (tmp_path / "ours" / "fr.toml").write_text(text, encoding="utf-8")
    said = postwise("overlay", "pause-for-thought", "--place", "fr")
    assert re.match(r"ours.fr\.toml says 1 of the \d+ texts of pause-for-thought in other words\.", said.out)
    assert "outcome.talk-you.headline: Talk to somebody first, then decide." in said.out
    assert (said.code, "outcome.go-on.headline" in said.out) == (0, False)
    changed = re.sub(r'("pause-for-thought/outcome.go-on.headline" = "sha256:)\w+', r"\g<1>0", text)
    (tmp_path / "ours" / "fr.toml").write_text(changed, encoding="utf-8")
    stale = postwise("overlay", "pause-for-thought", "--place", "fr")
    assert "The tree says something else now than these were made from:\n  outcome.go-on.headline\n" in stale.out
    assert stale.code == 1
