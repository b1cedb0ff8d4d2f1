"""What every table of a file is: no key but its own, nothing converted, nothing changed; and what many of them hold."""

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from postwise.once import once

Text = Annotated[str, Field(pattern=r"\S")]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]


class FileTable(BaseModel):
    """A table of the file: no key but the ones named here, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True, ignored_types=(once,))


class Dissent(FileTable):
    """A disagreement with a question or a promise that the group wanted kept."""

    text: Text
    """What was said, without names."""
    date: dt.date | None = None
    """When it was said."""
