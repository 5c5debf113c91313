#!/usr/bin/env python3
"""optimum_holds.py PROGRAM: made-up tables of persons through generalise_one, under several policies; from nothing
but the files it wrote and the source: k, l and t are counted again, and the rows that may be each person's; the released table is that of a node of the
lattice; no node that satisfies what was asked loses less, and without suppression none below it satisfies it; other
orders of rows and other labels of the persons give the same table. The levels and the loss are written here anew."""
import collections
import csv
import itertools
import json
import math
import os
import random
import subprocess
import sys
import tempfile

LIMIT = 1e-9
EDUCATION = {"primary": "low", "secondary": "low", "bachelor": "high", "doctorate": "high"}
WEIGHT = {"age": 2, "sex": 1, "handedness": 0.5, "group": 2, "education": 1, "mmse": 0.5}
COLUMNS = {"education": {"type": "quasi_identifier", "hierarchy": "".join(f"{v};{up};*\n" for v, up in EDUCATION.items())},
           "disease": {"type": "sensitive"}}
BASE = {"preset": "open", "k": 3, "when_k_unreachable": "drop", "scores": "categories", "columns": COLUMNS}
POLICIES = {"none suppressed": {"suppression_limit": 0}, "few suppressed": {"suppression_limit": 0.06}, "k 7": {"k": 7, "suppression_limit": 0.1},
            "distinct l": {"suppression_limit": 0.06, "l_diversity": {"model": "distinct", "l": 2}},
            "entropy l": {"suppression_limit": 0.06, "l_diversity": {"model": "entropy", "l": 1.6}},
            "equal t": {"suppression_limit": 0.06, "t_closeness": {"t": 0.35, "distance": "equal"}},
            "average": {"suppression_limit": 0.06, "average_risk": 0.15},
            "wildcard": {"suppression_limit": 0.06, "missing_values": "wildcard"},
            "counted scores": {"suppression_limit": 0.06, "scores": "counted",
                               "columns": {**COLUMNS, "mmse": {"type": "score", "cut_offs": [20, 26], "labels": ["a", "b", "c"]}}}}
OTHER_METHODS = {"cells": {"table_method": "suppress_cells", "suppression_limit": 0.4},
                 "cells, l": {"table_method": "suppress_cells", "suppression_limit": 0.6, "l_diversity": {"model": "distinct", "l": 2}},
                 "cells, wildcard": {"table_method": "suppress_cells", "suppression_limit": 0.4, "missing_values": "wildcard"},
                 "partition": {"table_method": "partition"},
                 "partition, l": {"table_method": "partition", "l_diversity": {"model": "distinct", "l": 2}},
                 "partition, t": {"table_method": "partition", "t_closeness": {"t": 0.35, "distance": "equal"}},
                 "partition, average": {"table_method": "partition", "average_risk": 0.15}}


def make_people(seed):
    chance = random.Random(seed)
    people = []
    for _ in range(chance.choice([40, 80, 120])):
        person = {"age": str(chance.randrange(20, 90)), "sex": chance.choice("FM"), "handedness": chance.choice(["right"] * 9 + ["left"]),
                  "group": chance.choice(["patient"] * 6 + ["control"] * 6 + ["sibling"]), "education": chance.choice(list(EDUCATION)),
                  "disease": chance.choice(["MS", "AD", "PD"]), "mmse": str(chance.randrange(12, 31))}
        if seed % 2:  # two visits: both ages are one detail, "34|36"
            person["age"] += "|" + str(min(89, int(person["age"]) + chance.randrange(3)))
        for name in ("age", "sex", "group"):
            if chance.random() < 0.04:
                person[name] = "n/a"
        people.append(person)
    return people


def write_source(folder, people, labels, order):
    os.makedirs(f"{folder}/phenotype")
    here, there = ["age", "sex", "handedness", "group", "education"], ["sex", "disease", "mmse"]
    for path, names in (("participants.tsv", here), ("phenotype/clinic.tsv", there)):
        with open(f"{folder}/{path}", "w") as file:
            file.write("\t".join(["participant_id"] + names) + "\n")
            for i in order:
                file.write("\t".join(["sub-" + labels[i]] + [people[i][name].split("|")[0] for name in names]) + "\n")
    if any("|" in person["age"] for person in people):
        for label, person in zip(labels, people):
            os.makedirs(f"{folder}/sub-{label}")
            ages = person["age"].split("|")
            with open(f"{folder}/sub-{label}/sub-{label}_sessions.tsv", "w") as file:
                file.write(f"session_id\tage\nses-1\t{ages[0]}\nses-2\t{ages[-1]}\n")
    with open(f"{folder}/participants.json", "w") as file:
        json.dump({"group": {"Description": "arm of those aged 20 to 97 years", "Levels": {"patient": "P", "control": "C", "sibling": "S", "gone": "nobody"}},
                   "education": {"Description": "school", "Levels": {value: value for value in EDUCATION}},
                   "age": {"Description": "from 20 to 97 years", "Units": "year"}}, file)


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def band(age, width):
    if age == "n/a":
        return age
    low = int(age.split("|")[0]) // width * width
    return f"{89 // width * width}+" if low + width > 89 else f"{low}-{low + width - 1}"


# The levels of each detail: functions of a value, from exact to gone.
def levels_of(people, policy):
    groups = collections.Counter(person["group"] for person in people)
    k = policy["k"]
    levels = {"age": [lambda v: v] + [lambda v, w=w: band(v, w) for w in (5, 10, 20)], "sex": [lambda v: v], "handedness": [lambda v: v],
              "group": [lambda v: v, lambda v: "other" if v != "n/a" and groups[v] < k else v],
              "education": [lambda v: v, lambda v: EDUCATION[v]]}
    if policy["scores"] == "counted":
        levels["mmse"] = [lambda v: v]
    for steps in levels.values():
        steps.append(lambda v: "*")
    return levels


def categories(people, policy):
    """The categories of a score by cut-offs, neighbours of fewer than k persons joined: only a check that none is needed."""
    said = policy["columns"].get("mmse", {})
    if not said.get("cut_offs"):
        return people
    named = [{**person, "mmse": said["labels"][sum(float(person["mmse"]) >= cut for cut in said["cut_offs"])]} for person in people]
    if min(collections.Counter(person["mmse"] for person in named).values()) < policy["k"]:
        return None
    return named


def matches(rows, row):
    return sum(all(a == b or "n/a" in (a, b) for a, b in zip(row, other)) for other in rows)


def satisfies(sensitive, whole, policy):
    counts = collections.Counter(sensitive)
    diversity, closeness = policy.get("l_diversity"), policy.get("t_closeness")
    if diversity and diversity["model"] == "distinct" and len(counts) < diversity["l"]:
        return False
    if diversity and diversity["model"] == "entropy":
        entropy = -sum(c / len(sensitive) * math.log(c / len(sensitive)) for c in counts.values())
        if math.exp(entropy) < diversity["l"] - LIMIT:
            return False
    distance = 0.5 * sum(abs(counts[v] / len(sensitive) - c / sum(whole.values())) for v, c in whole.items())
    return not closeness or distance <= closeness["t"] + LIMIT


def failing(rows, sensitive, policy, kept_losses, limit):
    """The rows to suppress: those of groups that fail, then the smallest groups until the average risk holds (of
    equal ones those that lose most while they are kept), then the group of least loss that makes the suppressed a
    group as any other; each of those that lose the same. Empty where that passes the limit."""
    whole = collections.Counter(sensitive)
    groups = collections.defaultdict(list)
    for i, row in enumerate(rows):
        groups[row].append(i)
    wild = policy.get("missing_values") == "wildcard"
    fails = {row for row, own in groups.items()
             if (matches(rows, row) if wild else len(own)) < policy["k"] or not satisfies([sensitive[i] for i in own], whole, policy)}
    kept = sorted((len(own), -kept_losses[own[0]], row) for row, own in groups.items() if row not in fails)
    while policy.get("average_risk") and kept and len(kept) + bool(fails) > policy["average_risk"] * len(rows) + LIMIT:
        fails.add(kept.pop(0)[2])
    gone = [i for row in fails for i in groups[row]]

    def is_group(some):
        return len(some) >= policy["k"] and satisfies([sensitive[i] for i in some], whole, policy)
    if not gone or is_group(gone):
        return [gone] if len(gone) <= limit else []
    others = sorted((size * (1 - kept_losses[groups[row][0]]), row) for size, _, row in kept if len(gone) + size <= limit)
    single = [(loss, gone + groups[row]) for loss, row in others if is_group(gone + groups[row])]
    if single:
        return [rows for loss, rows in single if loss <= single[0][0] + LIMIT]
    for _, row in others:
        if len(gone) + len(groups[row]) <= limit:
            gone = gone + groups[row]
            if is_group(gone):
                return [gone]
    return []


def losses_of(people, levels, node):
    """What each person loses while nothing is suppressed."""
    losses = [0.0] * len(people)
    for name, level in zip(levels, node):
        domain = sorted({person[name] for person in people})
        under = collections.Counter(levels[name][level](value) for value in domain)
        for i, person in enumerate(people):
            losses[i] += WEIGHT[name] * (under[levels[name][level](person[name])] - 1) / max(1, len(domain) - 1)
    return [loss / sum(WEIGHT[name] for name in levels) for loss in losses]


def released(output, levels):
    """The rows of the release by person, as details in the order of the levels; a column that is gone is '*'."""
    here = {row["participant_id"]: row for row in rows_of(f"{output}/participants.tsv")}
    there = {row["participant_id"]: row for row in rows_of(f"{output}/phenotype/clinic.tsv")}
    rows = []
    for label, row in here.items():
        if "sex" in row and row["sex"] != there[label].get("sex", row["sex"]):
            fail("one person, two sexes")
        told = {**there[label], **row, "age": row.get("age", row.get("age_group"))}
        sessions = f"{output}/{label}/{label}_sessions.tsv"
        visits = rows_of(sessions) if os.path.exists(sessions) else []
        if any(("age" in visit) != ("age" in row) for visit in visits):
            fail("an age in sessions stays beside bands, or goes where it is exact")
        if visits and "age" in row:
            if visits[0]["age"] != row["age"] or (visits[1]["age"] == "n/a") != (row["age"] == "n/a"):
                fail("one person, two ages")
            told["age"] = row["age"] if row["age"] == "n/a" else row["age"] + "|" + visits[1]["age"]
        rows.append((tuple(told.get(name) or "*" for name in levels), there[label]["disease"]))
    return rows


def fail(what):
    sys.exit("FAILED: " + what)


def check_optimum(name, people, policy, output, figures):
    people = categories(people, policy)
    if people is None:
        return 0
    levels, limit = levels_of(people, policy), math.floor(policy["suppression_limit"] * len(people) + LIMIT)
    sensitive = [person["disease"] for person in people]
    best, holding, tables = math.inf, [], {}
    for node in itertools.product(*(range(len(steps)) for steps in levels.values())):
        rows = [tuple(levels[n][level](person[n]) for n, level in zip(levels, node)) for person in people]
        losses = losses_of(people, levels, node)
        for alike, suppressed in enumerate(failing(rows, sensitive, policy, losses, limit)):
            gone = set(suppressed)
            loss = sum(1.0 if i in gone else own for i, own in enumerate(losses)) / len(people)
            if not alike:
                holding.append(node)
            best = min(best, loss)
            tables[node, alike] = (loss, collections.Counter(
                ((tuple("*" if value == "*" else "n/a" for value in row) if i in gone else row), sensitive[i]) for i, row in enumerate(rows)))
    if not holding:
        fail(f"{name}: nothing holds, not even nothing at all")
    told = collections.Counter(released(output, levels))
    found = [node for (node, _), (loss, table) in tables.items() if table == told and loss <= best + LIMIT]
    if policy.get("average_risk") and not found:  # of groups that lose the same another may go: by the figures alone
        found = [node for (node, _), (loss, _) in tables.items() if abs(loss - figures["loss"]) < LIMIT and loss <= best + LIMIT]
    if not found or not figures["reached"] or not figures["proven"]:
        fail(f"{name}: what was released is no node of least loss {best}, told {figures}")
    if abs(figures["loss"] - best) > LIMIT:
        fail(f"{name}: a loss of {figures['loss']} is told, counted here {best}")
    if policy["suppression_limit"] == 0:
        below = [node for node in holding if node != found[0] and all(a <= b for a, b in zip(node, found[0]))]
        if below:
            fail(f"{name}: {below[0]} is less general than {found[0]} and satisfies it too")
    return len(holding)


def check_models(name, policy, output, figures):
    """k, l, t and the average of what was written, whatever the method; rows of n/a alone are a group."""
    names = ["age", "sex", "handedness", "group", "education"] + (["mmse"] if policy["scores"] == "counted" else [])
    rows = released(output, names)
    cells = policy.get("table_method") == "suppress_cells"
    whole = collections.Counter(disease for _, disease in rows)
    told = [(row, disease) for row, disease in rows if cells or set(row) - {"n/a", "*"} or "n/a" not in row]
    groups = collections.defaultdict(list)
    for row, disease in rows:
        groups[row].append(disease)
    wild = policy.get("missing_values") == "wildcard"
    smallest = min((matches([r for r, _ in rows], row) if wild else len(own)) for row, own in groups.items())
    if smallest < policy["k"]:
        fail(f"{name}: a group of {smallest}")
    if not all(satisfies(own, whole, policy) for own in groups.values()):
        fail(f"{name}: a group fails the sensitive rule")
    if policy.get("average_risk") and len(groups) > policy["average_risk"] * len(rows) + LIMIT:
        fail(f"{name}: {len(groups)} groups of {len(rows)} persons")
    # Rows of n/a alone are those of the suppressed, and of a group that misses every detail that is left.
    silent, suppressed = len(rows) - len(told), figures["suppressed"]
    if suppressed > policy.get("suppression_limit", 0.05) * len(rows) + LIMIT:
        fail(f"{name}: {suppressed} suppressed")
    if not cells and not wild and silent != suppressed and silent - suppressed < policy["k"]:
        fail(f"{name}: {silent} rows of n/a alone, {suppressed} suppressed")


def check_persons(name, policy, output, people):
    """How many released rows may be those of each person, to somebody who knows all the details that the source has
    of that person, the levels, and that a row is changed only with all that look like it: at least k."""
    names = ["age", "sex", "handedness", "group", "education"] + (["mmse"] if policy["scores"] == "counted" else [])
    rows = [row for row, _ in released(output, names)]  # in the order of the labels, as `people`
    known = [[person[n] for n in names] for person in people]
    kept = [collections.defaultdict(set) for _ in names]  # what stands for a value where it is not suppressed
    for row, values in zip(rows, known):
        for column, told, value in zip(kept, row, values):
            if told != "n/a" or value == "n/a":
                column[value].add(told)
    wild, counts = policy.get("missing_values") == "wildcard", collections.Counter(rows)
    for row, values in zip(rows, known):
        if policy.get("table_method") == "partition":  # one value stands for several ranges
            may_be = counts[row]
        else:
            own = [column.get(value, ()) for column, value in zip(kept, values)]
            whole = [other for other in counts if all(a in b for a, b in zip(other, own))]
            if wild:  # what was recorded is not known
                whole = [other for other in counts if all(a in ("n/a", *b) or v == "n/a" for a, b, v in zip(other, own, values))]
            elif not whole:
                whole = [other for other in counts if all(a in ("n/a", *b) for a, b in zip(other, own))]
            may_be = sum(counts[other] for other in whole)
        if may_be < policy["k"]:
            fail(f"{name}: {may_be} rows may be one person's")


def check_sidecar(name, output):
    """No level in a sidecar that nobody has any more, no column that is gone, and no number of a column that changed."""
    with open(f"{output}/participants.json") as file:
        described = json.load(file)
    rows = rows_of(f"{output}/participants.tsv")
    if set(described) - set(rows[0]):
        fail(f"{name}: described but gone: {set(described) - set(rows[0])}")
    for column, words in described.items():
        if " 97 " in json.dumps(words) and ("age" not in rows[0] or any(row["age"] == "n/a" for row in rows)):
            fail(f"{name}: {column}: tells of ages up to 97")
        values = {row[column] for row in rows}
        told = set(words.get("Levels", {})) - values
        never_had = told == {"gone"} and {"patient", "control", "sibling"} <= values  # the column lost nothing
        if told and not never_had:
            fail(f"{name}: {column}: levels that nobody has: {told}")


def run(program, work, policy, people, labels, order):
    folder = tempfile.mkdtemp(dir=work)
    write_source(f"{folder}/in", people, labels, order)
    os.mkdir(f"{folder}/out")
    with open(f"{folder}/policy.json", "w") as file:
        json.dump(policy, file)
    subprocess.run([program, f"{folder}/in", f"{folder}/policy.json", f"{folder}/out"], check=True)
    with open(f"{folder}/out/figures.json") as file:
        return f"{folder}/out", json.load(file)


def table_of(output):
    return collections.Counter(tuple(sorted((k, v) for k, v in row.items() if k != "participant_id"))
                               for row in rows_of(f"{output}/participants.tsv"))


def main():
    program, nodes, reached = sys.argv[1], 0, collections.Counter()
    with tempfile.TemporaryDirectory() as work:
        for seed in range(4):
            people = make_people(seed)
            count = len(people)
            labels = [f"p{i:03}" for i in range(count)]
            for name, change in {**POLICIES, **OTHER_METHODS}.items():
                policy = {**BASE, **change}
                title = f"seed {seed}, {name}"
                output, figures = run(program, work, policy, people, labels, range(count))
                if name in POLICIES:
                    nodes += check_optimum(title, people, policy, output, figures)
                reached[name] += figures["reached"]
                if figures["reached"]:
                    check_models(title, policy, output, figures)
                    check_persons(title, policy, output, people)
                check_sidecar(title, output)
                chance = random.Random(seed)
                other = run(program, work, policy, people, chance.sample(labels, count), chance.sample(range(count), count))
                if table_of(other[0]) != table_of(output):
                    fail(f"{title}: another order of rows or other labels, another table")
                if any(not math.isclose(value, other[1][key], rel_tol=1e-12) for key, value in figures.items()):
                    fail(f"{title}: another order of rows or other labels, other figures: {figures}, {other[1]}")
    print(f"{nodes} nodes satisfied what was asked; reached by policy of 4: {dict(reached)}")
    if not nodes or min(reached.values()) == 0:
        fail("some policy was never reached: nothing was tested there")


main()
