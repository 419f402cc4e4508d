"""Write the record as a script anew from the tables of evidence."""

from sim.evidence.acts import SCRIPT, script

if __name__ == "__main__":
    SCRIPT.parent.mkdir(exist_ok=True)
    SCRIPT.write_text(script(), encoding="utf-8")
