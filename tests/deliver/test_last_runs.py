"""Which of the remembered ingests are the last ones of their documents."""

from tests.conftest import NOW

from osce_feeds.deliver.last_runs import last_runs
from osce_feeds.model.raw import Problem
from osce_feeds.store.survey import Run


def run(document: str, *lines: int | None, form: str = "text-listing", source: str = "harbour") -> Run:
    problems = tuple(Problem("x.y", f"in line {line}", document, line) for line in lines)
    return Run(NOW, source, form, document, problems)


def test_last_run_of_each_document_counts() -> None:
    runs = [run("b", 3), run("a", 1), run("a", 1, 2), run("b", 1), run("a", source="other"), run("a", form="rss")]

    assert last_runs(runs) == [runs[0], runs[1], runs[4], runs[5]]


def test_parts_of_a_document_are_one_run() -> None:
    """As they are stored, the last part first, below them an earlier run of the same document."""
    form = "json-lines"
    parts = [run("a", 2500, 2501, form=form), run("a", form=form), run("a", 7, 900, form=form)]
    earlier = [run("a", 2400, form=form), run("a", 5, form=form)]

    assert last_runs([*parts, *earlier]) == [run("a", 7, 900, 2500, 2501, form=form)]


def test_problems_without_a_line_do_not_end_a_run() -> None:
    form = "json-lines"
    assert last_runs([run("a", 20, form=form), run("a", None, form=form)]) == [run("a", None, 20, form=form)]
