"""Write the table of rules into CONTRIBUTING.md: ``python -m tools.rules``."""

from tools.reading import ROOT
from tools.rules import table

START, END = "<!-- rules -->\n", "<!-- end of rules -->"

if __name__ == "__main__":
    path = ROOT / "CONTRIBUTING.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(START)
    path.write_text(f"{before}{START}\n{table()}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
