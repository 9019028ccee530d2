from osce_feeds.cli import main

main()
