"""Every key of the format says what it means, for the schema that editors read."""

import pytest

from postwise.author.json_schema import meanings
from postwise.tree import model
from postwise.tree.file_table import keys_of
from postwise.tree.model import FileTable, Outcome, Question

TABLES = [
    one for one in vars(model).values() if isinstance(one, type) and issubclass(one, FileTable) and one is not FileTable
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_key_says_what_it_means(table):
    assert set(meanings(table)) == set(keys_of(table))


def test_the_text_is_the_one_below_the_field():
    assert meanings(Question)["ask"] == "The question, in one breath."
    assert meanings(Outcome)["reason"] == "Why (Markdown)."
