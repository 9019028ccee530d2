"""Publishing to an object store, one in memory."""

import os

import obstore
import pytest
from obstore.store import MemoryStore
from tests.publish.conftest import Site

from osce_feeds.errors import PublishFailed
from osce_feeds.publish.bucket import Bucket
from osce_feeds.publish.places import STATE

SERVER = os.environ.get("OSCE_FEEDS_TEST_S3", "")
"""A bucket of a server for tests, such as moto's, whose AWS_* variables are set."""


def held(store: MemoryStore) -> set[str]:
    return {found["path"] for some in obstore.list(store) for found in some} - {STATE}


def some(site: Site) -> list[str]:
    return ["/robots.txt", "/en/feed.atom", "/en/", f"/en/articles/{site.corrected}/", "/en/archive/manifest.json"]


def test_bucket_has_objects_with_the_media_types_of_the_service(site: Site) -> None:
    store = MemoryStore()
    jobs = [job for job in site.jobs() if job.path in some(site)]
    site.publish(Bucket("memory:///", store), jobs)

    pages = {"robots.txt", "en/feed.atom", "en/index.html", f"en/articles/{site.corrected}/index.html"}
    assert held(store) == pages
    found = obstore.get(store, "en/feed.atom")
    assert found.attributes["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert found.attributes["Cache-Control"].startswith("public, max-age=300")
    assert bytes(found.bytes()) == (site.folder / "en/feed.atom").read_bytes()


def test_second_run_puts_nothing_and_what_is_no_more_goes(site: Site) -> None:
    store = MemoryStore()
    jobs = [job for job in site.jobs() if job.path in some(site)]
    site.publish(Bucket("memory:///", store), jobs)
    again = site.publish(Bucket("memory:///", store), jobs)
    fewer = site.publish(Bucket("memory:///", store), jobs[:1])

    assert (again.written, again.removed) == (0, 0)
    assert (fewer.written, fewer.removed) == (0, 3)
    assert held(store) == {"robots.txt"}


def test_bucket_of_somebody_else_is_refused(site: Site) -> None:
    store = MemoryStore()
    obstore.put(store, "photograph.jpg", b"years of work")

    with pytest.raises(PublishFailed, match="another prefix"):
        site.publish(Bucket("memory:///", store), site.jobs()[:1])


def test_address_that_means_nothing_is_refused_in_a_line() -> None:
    with pytest.raises(PublishFailed, match="nowhere://"):
        Bucket("nowhere://bucket")


@pytest.mark.skipif(not SERVER, reason="needs a server that speaks S3: OSCE_FEEDS_TEST_S3=s3://bucket/prefix")
def test_server_that_speaks_s3_takes_a_site(site: Site) -> None:
    jobs = [job for job in site.jobs() if job.path in some(site)]
    bucket = Bucket(SERVER)
    report = site.publish(bucket, jobs)

    assert report.written == 4
    assert bucket.read("en/feed.atom") == (site.folder / "en/feed.atom").read_bytes()
    assert site.publish(Bucket(SERVER), jobs).written == 0
    assert site.publish(Bucket(SERVER), [job for job in jobs if job.path == "/robots.txt"]).removed == 3
    assert sorted(Bucket(SERVER).names()) == ["robots.txt"]
