from osce_feeds.web import create_app

app = create_app()
