"""share/dicom_content_concepts.tsv against PS3.16 as other programs have it: the code tables of DCMTK (scheme DCM, edition 2022b)
and of pydicom. A row must be a code of its scheme and mean what they say; a concept of DCM that by its words tells who somebody
is, a number of somebody or something, or sex, age, size or weight must be a row or stand below with the reason."""
import csv
import os
import re

from pydicom.sr._concepts_dict import concepts

HEADER = "/usr/include/dcmtk/dcmsr/codes/dcm.h"
TELLS = re.compile(r"\b(identifier|serial|id|accession|physical location|login|person|name|sex|gender|age|birth|weight|pregnancy|"
                   r"menopaus\w*|menstrual|mother|race|ethnic\w*|height|physician|performer)\b", re.IGNORECASE)
# What tells of methods, drugs, devices, parts of a scan or of animals; and values, which go with the concept they answer.
HARMLESS = re.compile(
    r"^(Destination Role|Source Role|Node|Component|Mating Feature( Set)?|Degree of Freedom|Acquisition Device|Lead|Procedure Action Item) ID$|"
    r"^(Anatomic|Lesion|Tracking( Unique)?|Subject Time Point|Protocol Time Point|Referenced Region of Interest) Identifier$|"
    r"Imaging Agent|SUV |BSA = |BMI = |VO2|^if \(|adjusted by Height|AAPM|housing|Housing|product name|Animal|^Mixed sex|(Other|Ambiguous|Undetermined|Unknown) [Ss]ex|"
    r"^Model (Minimum|Maximum|Patient)|^Table Height|Field Height|^Height$|Algorithm Name|Brand Name|Device (Observer |Subject )?(Model )?Name$|"
    r"Equivalent Meaning|Language of Name|Pulse Sequence Name|Projection Eponymous|Dose Estimate Name|ID Plate|^Login$|Flash doesn't|"
    r"Weight exceeds|Previous (LBW|RH)|Age corrected|[Cc]arcinoma in pregnancy|Current pregnancy|Post menopausal|Physician (Note|Review|decision)|For Physician|Thorax")


def dcm_codes():
    entry = re.compile(r'DSRBasicCodedEntry\("([^"]+)", "DCM", "([^"]+)"\)')
    return dict(entry.findall(open(HEADER, encoding="utf-8").read()))


def problems(share):
    with open(os.path.join(share, "dicom_content_concepts.tsv"), encoding="utf-8") as file:
        rows = {(row["scheme"], row["code"]): row["meaning"] for row in csv.DictReader(file, delimiter="\t")}
    found, dcm = [], dcm_codes()
    for (scheme, code), meaning in rows.items():
        if scheme == "DCM" and dcm.get(code, "").lower() != meaning.lower():
            found.append(f"concepts: {code} of DCM is called {dcm.get(code)} elsewhere")
    for scheme in ("LN", "SCT"):
        known = {code: meaning for codes in concepts[scheme].values() for code, (meaning, _) in codes.items()}
        for code in known.keys() & {code for row_scheme, code in rows if row_scheme == scheme}:
            said, ours = known[code].lower().replace("bsa", "body surface area"), rows[(scheme, code)].lower()
            if ours not in said:
                found.append(f"concepts: {code} of {scheme} is called {known[code]} elsewhere")
    for code, meaning in dcm.items():
        if TELLS.search(meaning) and ("DCM", code) not in rows and not HARMLESS.search(meaning):
            found.append(f"concepts: {code} ({meaning}) may tell of somebody and is not listed")
    return found
