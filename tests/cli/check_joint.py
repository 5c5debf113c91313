#!/usr/bin/env python3
# check_joint.py write DATASET LABEL...: tables, and kinds of image that only some of these participants have, seeded.
# check_joint.py alone RELEASE files|sidecars|details|described|columns|all: how many persons are alone by it, counted from nothing but the release.
# check_joint.py check RELEASE REPORT: whether the report tells these numbers, or no more than follows from them.
import collections
import csv
import glob
import json
import os
import random
import re
import shutil
import sys


def write(root, labels):
    chance = random.Random(11)
    with open(f"{root}/participants.tsv", "w") as table:
        table.write("participant_id\tage\tsex\tIQ\n")
        for label in labels:
            table.write(f"sub-{label}\t{chance.randrange(20, 60)}\t{chance.choice('FM')}\t{chance.randrange(85, 130)}\n")
    for i, label in enumerate(labels):
        folder = f"{root}/sub-{label}/func"
        for kind, has in (("task-nback", i % 3 == 0), ("task-rare", i in (4, 9)), ("task-once", i == 7)):
            if not has:
                continue
            for suffix in ("bold.nii.gz", "bold.json", "events.tsv"):
                shutil.copy(f"{folder}/sub-{label}_task-rest_{suffix}", f"{folder}/sub-{label}_{kind}_{suffix}")
            with open(f"{root}/{kind}_bold.json", "w") as file:
                json.dump({"TaskName": kind[5:], "RepetitionTime": 2.0}, file)
        scanner = {"EchoTime": 0.03, "Manufacturer": "Siemens", "SoftwareVersions": "v9" if i == 3 else "v8",
                   "ReceiveCoilName": "head20" if i in (5, 6, 11) else "head32", "ManufacturersModelName": "Prisma"}
        for path in glob.glob(f"{folder}/*_bold.json"):
            with open(path, "w") as file:
                json.dump(scanner, file)


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def told_of(release, wanted):
    told = collections.defaultdict(list)
    for path in [f"{release}/participants.tsv"] + sorted(glob.glob(f"{release}/phenotype/*.tsv")):
        for row in rows_of(path):
            person = row.pop("participant_id")
            told[person] += [(os.path.basename(path), key, value) for key, value in sorted(row.items())
                             if wanted in ("columns", "all") or (wanted in ("details", "described") and key in ("age_group", "age", "sex", "handedness"))]
    for folder in glob.glob(f"{release}/sub-*"):
        label = os.path.basename(folder)
        for path in sorted(glob.glob(f"{folder}/**", recursive=True)):
            if not os.path.isfile(path):
                continue
            name = re.sub(label, "", os.path.relpath(path, release))
            if not path.endswith(".json") and wanted != "sidecars":
                told[label].append(name)
            reads = {"sidecars": (".json",), "described": (".json",), "all": (".json", "_events.tsv")}.get(wanted, ())
            if reads and path.endswith(reads):
                with open(path) as file:
                    told[label].append((name, file.read().replace(label, "")))
    return told


def persons_alone(release, wanted):
    told = {person: tuple(map(str, what)) for person, what in told_of(release, wanted).items()}
    groups = collections.Counter(told.values())
    return {person for person, what in told.items() if groups[what] == 1}


def alone(release, wanted):
    groups = collections.Counter(tuple(map(str, what)) for what in told_of(release, wanted).values())
    return sum(1 for size in groups.values() if size == 1), len(groups)


def fits(counted, told):
    told = str(told)
    if told.startswith("<"):
        return 0 < counted < int(told[1:])
    return counted >= int(told[:-1]) if told.endswith("+") else counted == int(told)


def least_of(told):
    told = str(told)
    return 1 if told.startswith("<") else int(told.rstrip("+"))


def check(release, report):
    with open(f"{report}/readiness.json") as file:
        risk = json.load(file)["risk"]
    persons = len(rows_of(f"{release}/participants.tsv"))
    least = {}
    for wanted in ("files", "details", "described", "columns", "all"):
        told = risk["joint"][wanted]["uniques"]
        number, _ = alone(release, wanted)
        if not fits(number, told):
            sys.exit(f"FAILED: {wanted}: {number} alone, the report tells {told}")
        least[wanted] = least_of(told)
        print(f"{wanted}: {number} alone of {persons}; told: {told}")
    for content in risk["contents"]:
        if content["kind"] == "sidecars" and not fits(alone(release, "sidecars")[0], content["alone"]):
            sys.exit(f"FAILED: sidecars: {alone(release, 'sidecars')[0]} alone, the report tells {content['alone']}")
    without = risk["without_persons"]
    gone = persons_alone(release, "described")
    left = len(persons_alone(release, "all") - gone)
    if bool(gone) != bool(without) or (gone and not (fits(len(gone), without["persons"]) and fits(left, without["all"]))):
        sys.exit(f"FAILED: without {len(gone)} persons {left} are alone, the report tells {without}")
    for less, more in (("files", "details"), ("details", "described"), ("details", "columns"), ("described", "all"), ("columns", "all")):
        if least[less] > least[more]:
            sys.exit(f"FAILED: the report tells more by {less} than by {more}")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2], sys.argv[3:])
    elif sys.argv[1] == "alone":
        print(alone(sys.argv[2], sys.argv[3])[0])
    else:
        check(sys.argv[2], sys.argv[3])
