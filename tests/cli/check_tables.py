#!/usr/bin/env python3
# check_tables.py write DATASET LABEL...: tables of persons with many details for these participants, seeded.
# check_tables.py check RELEASE REPORT K: counts the groups of a release again, from nothing but its files.
import collections
import csv
import glob
import json
import os
import random
import sys


def write(root, labels):
    chance = random.Random(4)
    rows, scores = [], []
    for label in labels:
        age, sex = chance.randrange(18, 80), chance.choice("FM")
        hand, group = chance.choice(["right"] * 8 + ["left"]), chance.choice(["patient", "control"])
        rows.append([f"sub-{label}", str(age), sex, hand, group])
        scores.append([f"sub-{label}", sex, str(age)])
        with open(f"{root}/sub-{label}/sub-{label}_sessions.tsv", "w") as file:
            file.write(f"session_id\tage\nses-1\t{age}\nses-2\t{age + chance.randrange(3)}\n")
    os.makedirs(f"{root}/phenotype", exist_ok=True)
    for path, header, table in ((f"{root}/participants.tsv", ["participant_id", "age", "sex", "handedness", "group"], rows),
                                (f"{root}/phenotype/scale.tsv", ["participant_id", "sex", "age"], scores)):
        with open(path, "w") as file:
            file.writelines("\t".join(row) + "\n" for row in [header] + table)
    with open(f"{root}/participants.json", "w") as file:
        json.dump({"age": {"Description": "age, 18 to 79", "Units": "year"}, "handedness": {"Description": "hand"},
                   "group": {"Description": "arm", "Levels": {"patient": "P", "control": "C"}}}, file)


    for path in ("sessions.json", "phenotype/scale.json"):  # of all sessions, of one table
        with open(f"{root}/{path}", "w") as file:
            json.dump({"age": {"Description": "eighteen to 81 years at the visit"}, "sex": {"LongName": "sex of the 18 to 81 years old"}}, file)


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def fail(what):
    sys.exit("FAILED: " + what)


def check(release, report, k):
    told = collections.defaultdict(list)
    participants = rows_of(f"{release}/participants.tsv")
    for path in [f"{release}/participants.tsv"] + sorted(glob.glob(f"{release}/phenotype/*.tsv")):
        for row in rows_of(path):
            person = row.pop("participant_id")
            told[person] += [(os.path.basename(path), key, value) for key, value in sorted(row.items())]
    for path in glob.glob(f"{release}/sub-*/sub-*_sessions.tsv"):
        person = os.path.basename(os.path.dirname(path))
        for row in rows_of(path):
            told[person] += [("sessions", key, value) for key, value in sorted(row.items())]
    ages = [value for profile in told.values() for _, key, value in profile if "age" in key and "group" not in key]
    if any(not (age.isdigit() or age == "n/a") for age in ages):
        fail("an age is no number")
    details = {person: tuple(sorted(profile)) for person, profile in told.items()}
    silent = [p for p, profile in details.items()
              if all(value == "n/a" for table, key, value in profile if key != "session_id")]
    groups = collections.Counter(profile for person, profile in details.items() if person not in silent)
    with open(f"{report}/readiness.json") as file:
        risk = json.load(file)["risk"]
    if risk["reached"] and groups and min(groups.values()) < k:
        fail(f"a group of {min(groups.values())} persons where {k} are the least")
    if not risk["proven"]:
        fail("the report does not say that the least loss was found")
    fewest = max(k, 5)  # counts of fewer persons are told as "fewer", whatever k
    below = sum(size for size in groups.values() if size < k)
    alone = sum(size for size in groups.values() if size == 1)
    for what, counted in (("below_k", below), ("uniques", alone), ("smallest_group", min(groups.values(), default=0))):
        told = risk["after"][what]
        masked = [f"<{fewest}"] if 0 < counted < fewest else [str(counted), f"{fewest}+"] if counted else ["0"]
        if str(told) not in masked:
            fail(f"the report tells {told} for {what}, counted here: {counted}")
    if not risk["reached"] and (below == 0 or silent):
        fail("the report says that the aim was missed, which cannot be seen, or persons were suppressed all the same")
    if silent and len(silent) > 0.05 * len(participants) and groups:
        fail("more persons were suppressed than allowed")
    with open(f"{release}/participants.json") as file:
        described = json.load(file)
    columns = set(participants[0])
    texts = [f"{release}/{path}" for path in ("participants.json", "sessions.json", "phenotype/scale.json")]
    for path in filter(os.path.exists, texts):
        with open(path) as file:
            if "age" not in columns and any(lost in file.read() for lost in ("18 to", "eighteen to")):
                fail(f"{path} tells ages that the tables lost")
    if not set(described) <= columns:
        fail(f"participants.json describes columns that are gone: {set(described) - columns}")
    if "age_group" in columns:
        bands = {row["age_group"] for row in participants} - {"n/a"}
        if "age" in columns or bands != set(described["age_group"]["Levels"]):
            fail("age_group is not described by its levels, or age stands beside it")
    print(f"{len(groups)} groups of {len(participants) - len(silent)} persons: {sorted(columns)}")


if sys.argv[1] == "write":
    write(sys.argv[2], sys.argv[3:])
else:
    check(sys.argv[2], sys.argv[3], int(sys.argv[4]))
