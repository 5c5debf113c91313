"""share/standard_uids.tsv against PS3.6 table A-1 as other programs have it: pydicom's dictionary, row by row, and the names
that DCMTK's header gives to UIDs. A UID that they know and the table lacks would be mapped in images, and found by the audit."""
import csv
import os
import re

from pydicom._uid_dict import UID_dictionary

HEADER = "/usr/include/dcmtk/dcmdata/dcuid.h"


def problems(share):
    with open(os.path.join(share, "standard_uids.tsv"), encoding="utf-8") as file:
        rows = {row["uid"]: (row["name"], row["kind"]) for row in csv.DictReader(file, delimiter="\t")}
    found = [f"UIDs: {uid} is {rows.get(uid)} here and {entry[:2]} in pydicom"
             for uid, entry in UID_dictionary.items() if rows.get(uid) != (entry[0].strip(), entry[1])]
    with open(HEADER, encoding="latin-1") as header:
        named = set(re.findall(r'"(1\.2\.840\.10008\.[0-9.]*[0-9])"', header.read()))
    if len(named) < 400:
        found.append(f"UIDs: {len(named)} read from {HEADER}")
    found += [f"UIDs: {uid} of {HEADER} is missing" for uid in sorted(named - rows.keys())]
    return found + [f"UIDs: {uid} is registered nowhere" for uid in rows.keys() - UID_dictionary.keys() - named]
