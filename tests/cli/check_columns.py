#!/usr/bin/env python3
# check_columns.py write DATASET FOLDER LABEL...: seeded tables with columns of every type; policies in FOLDER.
# check_columns.py shuffle DATASET: the rows of participants.tsv in another order.
# check_columns.py check OUTPUT POLICY: k, l, t, average risk and categories of a release, from nothing but its files.
# check_columns.py same OUTPUT OTHER: the same rows, labels and order aside.
import collections
import csv
import json
import math
import random
import sys

DETAILS = ["age", "age_group", "sex", "handedness", "education", "residence_region"]
PLAIN = {"preset": "registered", "k": 3, "when_k_unreachable": "coarsest", "suppression_limit": 0.05, "columns": {
    "education": {"type": "quasi_identifier", "hierarchy": "education.csv"},
    "diagnosis": {"type": "sensitive"}, "weight_kg": {"type": "other", "bottom": 50, "top": 120},
    "mmse": {"type": "score", "cut_offs": [18, 24], "labels": ["severe", "mild", "none"]}}}
CHANGES = {"plain": {}, "shuffled": {}, "diverse": {"l_diversity": {"model": "distinct", "l": 2}},
           "close": {"t_closeness": {"t": 0.4, "distance": "equal"}}, "average": {"average_risk": 0.1, "when_k_unreachable": "drop"},
           "cells": {"table_method": "suppress_cells", "suppression_limit": 0.3}, "partition": {"table_method": "partition"}}


def fail(what):
    sys.exit("FAILED: " + what)


def write(root, folder, labels):
    chance = random.Random(7)
    header = ["participant_id", "age", "sex", "education", "diagnosis", "mmse", "total_score", "weight_kg", "postcode", "contact_x", "nr"]
    levels = {"primary": "low", "secondary": "low", "vocational": "low", "bachelor": "high", "master": "high", "doctorate": "high"}
    with open(f"{root}/participants.tsv", "w") as file:
        file.write("\t".join(header) + "\n")
        for i, label in enumerate(labels):
            file.write("\t".join([f"sub-{label}", str(chance.randrange(20, 95)), chance.choice("FM"), chance.choice(list(levels)),
                                  chance.choice(["MS", "AD", "PD"]), str(chance.randrange(10, 31)), f"{chance.uniform(3, 9):.5f}",
                                  str(chance.randrange(38, 170)), f"{chance.choice([10, 35, 97])}{chance.randrange(11, 99)}AB",
                                  f"person{i}@example.org", str(700100 + 37 * i)]) + "\n")
    with open(f"{root}/participants.json", "w") as file:
        json.dump({"education": {"Description": "school", "LongName": "schooling of those aged 20 to 94", "Levels": {"doctorate": "D", "primary": "P"}},
                   "age": {"Description": "20 to 94 years"}, "weight_kg": {"Description": "38 to 170 kg", "LongName": "body weight", "Units": "kg"},
                   "mmse": {"Description": "test", "Units": "points"}, "total_score": {"Description": "sum, three to nine"}}, file)
    with open(f"{folder}/education.csv", "w") as file:
        file.writelines(f"{value};{level};*\n" for value, level in levels.items())
    for name, change in CHANGES.items():
        with open(f"{folder}/{name}.json", "w") as file:
            json.dump({**PLAIN, **change}, file)


def check_texts(output):
    """What columns lost is told by no text; what tells nothing of it stays."""
    with open(f"{output}/dataset/participants.json") as file:
        text = file.read()
    for lost in ("20 to 94", "38 to 170", "three to nine"):
        if lost in text:
            fail(f"participants.json tells {lost}, which the columns lost")
    if '"kg"' not in text or "body weight" not in text:
        fail("participants.json lost what tells nothing of the values")


def shuffle(root):
    with open(f"{root}/participants.tsv") as file:
        header, *rows = file.readlines()
    random.Random(1).shuffle(rows)
    with open(f"{root}/participants.tsv", "w") as file:
        file.writelines([header] + rows)


def rows_of(output):
    with open(f"{output}/dataset/participants.tsv", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def details_of(row):
    return tuple(row[name] for name in DETAILS if name in row)


def check_groups(rows, policy, risk):
    k, limit = policy["k"], policy["suppression_limit"]
    cells = policy.get("table_method") == "suppress_cells"
    silent = [row for row in rows if details_of(row) and all(cell == "n/a" for cell in details_of(row))]
    told = rows if cells else [row for row in rows if row not in silent]
    groups = collections.defaultdict(list)
    for row in told:
        groups[details_of(row)].append(row)
    if min(map(len, groups.values())) < k:
        fail(f"a group of {min(map(len, groups.values()))} where {k} was reached, they say")
    if cells:
        gone = sum(cell == "n/a" for row in rows for cell in details_of(row))
        width = len([i for i in risk["identifiers"]])
        if gone > limit * width * len(rows):
            fail(f"{gone} cells suppressed")
    elif details_of(rows[0]) and len(silent) > limit * len(rows):
        fail(f"{len(silent)} of {len(rows)} persons suppressed")
    return groups


def check_models(groups, rows, policy):
    persons = sum(map(len, groups.values()))
    if policy.get("average_risk") and len(groups) / persons > policy["average_risk"] + 1e-12:
        fail("the average risk is higher than asked")
    whole = collections.Counter(row["diagnosis"] for row in rows)
    for group in groups.values():
        own = collections.Counter(row["diagnosis"] for row in group)
        if policy.get("l_diversity") and len(own) < policy["l_diversity"]["l"]:
            fail("a group with one diagnosis")
        distance = 0.5 * sum(abs(own[value] / len(group) - whole[value] / len(rows)) for value in whole)
        if policy.get("t_closeness") and distance > policy["t_closeness"]["t"] + 1e-12:
            fail(f"a group at distance {distance}")


def check_columns(output, rows, policy):
    k = policy["k"]
    columns = set(rows[0])
    for gone in ("postcode", "contact_x", "nr", "age"):
        if gone in columns:
            fail(f"{gone} is released")
    if {row["mmse"] for row in rows} - {"severe", "mild", "none", "severe or mild", "mild or none"}:
        fail("mmse is no category")
    for score in {"mmse", "total_score"} & columns:
        if min(collections.Counter(row[score] for row in rows).values()) < k:
            fail(f"{score}: a category of fewer than k persons")
    weights = [float(row["weight_kg"]) for row in rows]
    if min(weights) != 50 or max(weights) != 120:
        fail("weights beyond their limits, or none at them")
    with open(f"{output}/dataset/participants.json") as file:
        described = json.load(file)
    if set(described) - columns:
        fail(f"described but gone: {set(described) - columns}")
    for name in set(described) & columns:
        levels = set(described[name].get("Levels", {}))
        if levels and not levels <= {row[name] for row in rows}:
            fail(f"{name}: the sidecar tells levels that nobody has: {levels - {row[name] for row in rows}}")
    if "Units" in described.get("mmse", {}):
        fail("categories with units")


def check(output, policy_file):
    with open(policy_file) as file:
        policy = json.load(file)
    with open(f"{output}/report/readiness.json") as file:
        risk = json.load(file)["risk"]
    rows = rows_of(output)
    if policy["k"] < 50:
        check_columns(output, rows, policy)
        check_texts(output)
    if not risk["reached"]:
        fail("what was asked can be had here")
    groups = check_groups(rows, policy, risk)
    check_models(groups, rows, policy)
    average = len(groups) / sum(map(len, groups.values()))
    if not math.isclose(risk["after"]["average"], average, abs_tol=1e-9):
        fail(f"the report tells an average risk of {risk['after']['average']}, counted here: {average}")
    print(f"{len(groups)} groups, columns {sorted(rows[0])}")


def same(output, other):
    bare = [sorted(tuple((key, value) for key, value in sorted(row.items()) if key != "participant_id") for row in rows_of(one))
            for one in (output, other)]
    if bare[0] != bare[1]:
        fail("the releases differ")


{"write": lambda: write(sys.argv[2], sys.argv[3], sys.argv[4:]), "shuffle": lambda: shuffle(sys.argv[2]),
 "check": lambda: check(sys.argv[2], sys.argv[3]), "same": lambda: same(sys.argv[2], sys.argv[3])}[sys.argv[1]]()
