"""Writes easter.csv: Easter Sunday in both calendars, by the Gregorian one, from 1900 to 2099.

    python3 -m venv venv && venv/bin/pip install python-dateutil==2.9.0.post0
    venv/bin/python easter.py

`dateutil.easter` follows G. M. Arts and C. Tøndering, who use another algorithm than ours:
https://dateutil.readthedocs.io/en/stable/easter.html
"""

import csv
import pathlib

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

with pathlib.Path(__file__).with_suffix(".csv").open("w", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["year", "western", "orthodox"])
    for year in range(1900, 2100):
        table.writerow([year, easter(year, EASTER_WESTERN), easter(year, EASTER_ORTHODOX)])
