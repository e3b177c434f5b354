"""For containers: ends with 0 when an address answers well within two seconds, else with 1."""

import sys
import urllib.request

if __name__ == "__main__":
    urllib.request.urlopen(sys.argv[1], timeout=2).close()  # noqa: S310 - the image's own address
