"""``osce-feeds publish``."""

import os
import sys
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from pathlib import Path

import click
import msgspec

from osce_feeds.cli.exits import DONE
from osce_feeds.cli.exits import SOME_REFUSED
from osce_feeds.cli.progress import progress
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.publish import Folder
from osce_feeds.publish import Published
from osce_feeds.publish import Scope
from osce_feeds.publish import Target
from osce_feeds.publish import plan
from osce_feeds.publish import publish as run
from osce_feeds.settings import load
from osce_feeds.store import Store
from osce_feeds.web.app import create_app
from osce_feeds.web.published import InProcess
from osce_feeds.web.published import fixed_addresses


@click.command()
@click.argument("destination", metavar="DEST")
@click.option("--languages", default="", help="Publish these of LANGUAGES, with commas between them; by default all.")
@click.option("--whole", is_flag=True, help="Article pages and exports in every language, however many that are.")
@click.option("--dry-run", is_flag=True, help="Print files and bytes, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def publish(destination: str, languages: str, *, whole: bool, dry_run: bool, as_json: bool) -> None:
    """Write what the service serves as files to DEST; only what changed.

    DEST is a folder, or a bucket such as s3://bucket/prefix (AWS_* variables).

    deploy/nginx-static.conf serves a folder. Article pages and exports are there in the first
    language, articles also in their own. A run that was ended is completed by the next one.
    """
    settings = replace(load(os.environ), rate=0)
    newsroom, store = Newsroom.open(settings), Store(settings.database)
    now = datetime.now(UTC)
    store.prepare(now)
    wanted = [tag for tag in languages.split(",") if tag] or list(settings.languages)
    if unknown := [tag for tag in wanted if tag not in settings.languages]:
        message = f"{unknown[0]!r} is not among the languages served: {', '.join(settings.languages)}"
        raise click.UsageError(message)
    spoken = tuple(language for language in newsroom.languages if language.tag in wanted)
    fixed = fixed_addresses(tuple(language.tag for language in spoken))
    scope = Scope(settings, newsroom.vocabulary, spoken, newsroom.epoch, fixed, whole)
    render = InProcess(create_app(settings, lambda: now, front=False))
    keep_current(newsroom, store, now)  # what is due today is there before anything is listed
    target = _target(destination)
    jobs = plan(scope, store, now)
    with progress("Publishing") as bar:
        done = run(jobs, render, target, dry_run=dry_run, progress=bar)
    store.close()
    _tell(done, as_json=as_json)
    sys.exit(SOME_REFUSED if done.refused else DONE)


def _target(destination: str) -> Target:
    if "://" not in destination:
        return Folder(Path(destination))
    try:
        from osce_feeds.publish.bucket import Bucket  # noqa: PLC0415 - an extra that folders do not need
    except ModuleNotFoundError as error:
        message = "object stores need obstore: pip install 'osce-feeds[publish]'"
        raise click.UsageError(message) from error
    return Bucket(destination)


def _tell(done: Published, *, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(done), indent=2))
        return
    for name, size in done.files:
        click.echo(f"remove {name}" if size is None else f"write {name} {size}")
    would = "would be " if done.dry_run else ""
    click.echo(
        f"{done.destination}: {done.written} of {done.addresses} addresses {would}written, {done.bytes} bytes;"
        f" {done.removed} files {would}removed"
    )
    for path in done.refused:
        click.echo(f"warning: {path} has no safe name for a file, and was left out", err=True)
