"""What else a change of members or organisations calls for: higher apps say it, the clerk is told.

Nothing here is stored and nothing stops the change; whoever answers derives it from the rows.
"""

from collections.abc import Callable, Collection, Iterator

from django.contrib import messages

# Answers sentences about the people and organisations (keys) that have just changed.
Answer = Callable[[Collection[int], Collection[int]], Iterator[str]]
_answers: list[Answer] = []


def answers_changes(answer: Answer) -> Answer:
    """Register a function (people, organisations) → sentences."""
    _answers.append(answer)
    return answer


def tell_clerk(
    request, *, people: Collection[int] = (), organisations: Collection[int] = ()
) -> None:
    """Show the clerk, beside what he has just done, what has to follow."""
    for answer in _answers:
        for sentence in answer(people, organisations):
            messages.warning(request, sentence)
