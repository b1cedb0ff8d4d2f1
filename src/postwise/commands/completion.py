"""postwise completion: a script that teaches a shell our commands, options, and what stands for what behind them."""

from __future__ import annotations

import argparse
from typing import Any

import shtab

from postwise.errors import Exit, PostwiseError
from postwise.streams import put

PREAMBLE = {
    "bash": """_postwise_values() {
  postwise completion --values "$1=$2" "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null
}
_postwise_trees_or_files() { _postwise_values trees "$1"; compgen -f -- "$1"; }
_postwise_answers() { _postwise_values answers "$1"; }
_postwise_cases() { _postwise_values cases "$1"; }
_postwise_records() { _postwise_values records "$1"; }
_postwise_templates() { _postwise_values templates "$1"; }""",
    "zsh": """_postwise_values() {
  local kind=$1; shift
  local -a found
  found=(${(f)"$(postwise completion --values "$kind=${(Q)words[CURRENT]}" "${(@Q)words[1,CURRENT-1]}" 2>/dev/null)"})
  compadd "$@" -S '' -- ${(M)found:#*=}
  compadd "$@" -- ${found:#*=}
}
_postwise_trees_or_files() { _postwise_values trees "$@"; _files -g '*.toml' }
_postwise_answers() { _postwise_values answers "$@" }
_postwise_cases() { _postwise_values cases "$@" }
_postwise_records() { _postwise_values records "$@" }
_postwise_templates() { _postwise_values templates "$@" }""",
    "fish": """function _postwise_values
  set -l words (commandline -opc)
  set -l typed (commandline -ct)
  command postwise completion --values "$argv[1]=$typed" $words[2..-1] 2>/dev/null
end""",
    "powershell": r"""function _postwise_quoted {
  param([string]$Word)
  if ($Word -match '^[\w./\\=:-]+$') { $Word }
  else { "'" + ($Word -replace '([''\u2018\u2019\u201a\u201b])', '$1$1') + "'" }
}
function _postwise_values {
  param([string]$Kind, [string]$Typed)
  $before = @($tokens)
  & postwise completion --values "$Kind=$Typed" @before 2>$null | ForEach-Object { _postwise_quoted $_ }
}
function _postwise_files {
  param([string]$Typed)
  _shtab_powershell_compgen_files $Typed | ForEach-Object { _postwise_quoted $_ }
}
function _postwise_trees_or_files { param($Typed) _postwise_values trees $Typed; _postwise_files $Typed }
function _postwise_answers { param($Typed) _postwise_values answers $Typed }
function _postwise_cases { param($Typed) _postwise_values cases $Typed }
function _postwise_records { param($Typed) _postwise_values records $Typed }
function _postwise_templates { param($Typed) _postwise_values templates $Typed }""",
}
"""What completes the arguments whose values only postwise knows, by shell.

A name is data: bash's `compgen -W` would carry out what stands in it. Because of *files* in its name, bash quotes
what is completed as it does the name of a file; PowerShell puts in what it is given, so names are quoted for it.
"""

BEHIND = {
    "bash": r"""
_postwise() {
  local -a typed=("${COMP_WORDS[@]}")
  local -a COMP_WORDS=("${typed[0]}")
  local place last=$COMP_CWORD cut='' COMP_CWORD=0
  for ((place = 1; place <= last; place++)); do
    if [[ ${typed[place]} == = || ${typed[place - 1]} == = ]] && [[ ${COMP_WORDS[COMP_CWORD]} != -* ]]; then
      COMP_WORDS[COMP_CWORD]+=${typed[place]}
      cut=1
    else
      COMP_CWORD=$((COMP_CWORD + 1))
      COMP_WORDS[COMP_CWORD]=${typed[place]}
      cut=''
    fi
  done
  _shtab_postwise
  [[ -n $cut ]] && COMPREPLY=("${COMPREPLY[@]#*=}")
  if [[ ${typed[last]} != [\"\']* && ${COMPREPLY[*]} == *[!A-Za-z0-9_./\ ]* ]]; then _postwise_quote; fi
  [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *[=/] ]] && compopt -o nospace 2>/dev/null
  return 0
}
# Names with signs that act: bash's own quoting of the names of files leaves some of them as they are.
_postwise_quote() {
  local place name
  compopt +o filenames 2>/dev/null
  for place in "${!COMPREPLY[@]}"; do
    name=${COMPREPLY[place]}
    if [[ $name == *[!A-Za-z0-9_./=,:?@%+-]* ]]; then printf -v "COMPREPLY[place]" %q "$name"; fi
    if [[ -d $name ]]; then COMPREPLY[place]+=/; fi
  done
}

complete -o bashdefault -F _postwise postwise""",
}
"""What stands behind the script: bash takes ``QUESTION=ANSWER`` for three words, and leaves a ``$`` in names."""


def run(options: argparse.Namespace) -> int:
    """Print the script; or, for one that asks, what an argument can be."""
    if options.values:
        from postwise.commands.completed_values import completed  # a script is printed without what reads trees

        for word in completed(options.values[0], options.values[1:], _taking_values(options.whole_parser())):
            put(word)
        return Exit.DONE
    if options.shell is None:
        raise PostwiseError('Name the shell that the script is for, as in "postwise completion bash".')
    preamble: Any = PREAMBLE  # shtab takes a text for every shell, or a table of them, but says so of one only
    put(shtab.complete(options.whole_parser(), options.shell, preamble=preamble) + BEHIND.get(options.shell, ""))
    return Exit.DONE


def _taking_values(parser: argparse.ArgumentParser) -> dict[str, frozenset[str]]:
    """Return by command the options that take a value."""
    return {
        name: frozenset(
            option
            for action in command._actions  # noqa: SLF001 - argparse offers no other way to its words
            if action.nargs != 0
            for option in action.option_strings
        )
        for commands in parser._actions  # noqa: SLF001
        if isinstance(commands, argparse._SubParsersAction)  # noqa: SLF001
        for name, command in commands.choices.items()
    }
