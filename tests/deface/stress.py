#!/usr/bin/env python3
"""Defaces distorted copies of the real heads and writes the stress table.

usage: stress.py DEFACE_ONE [--heads A,B] [--cases WORD,WORD] [--table FILE] [--work DIR] [--jobs N]
Rows are distortions, columns heads, cells verdict / brain voxels lost / share of face skin left in %. Exit code 77: no
data; 1: a brain voxel lost or a face left where the verdict is done.
"""
import argparse
import concurrent.futures
import os
import sys
import tempfile

import nibabel as nib
import numpy as np

import case_file
import distortions
import measures
import skin

HEADS = {"A": "S01_adult_T1w", "B": "S11_child-3y_oblique_T1w", "C": "S05_supine_thick_T1w", "D": "S09_T1w", "E": "S09_T2w",
         "F": "S17_cropped_T1w", "G": "S17_cropped_PDw", "H": "S04_2mm_T1w"}
GRID_MM = 2
PARTS = skin.read_parts()
MOST_EARS = next(part.limit for part in PARTS if part.name == "ear")
MOST_LEFT = 0.05  # on a grid of 2 mm; what a real head may keep on its own grid stands in share/face_parts.tsv


def real(folder, letter):
    """Voxels, brain and affine of a head as it was scanned, its axes to the right, the front and up."""
    name = HEADS[letter]
    image = nib.as_closest_canonical(nib.load(os.path.join(folder, "heads", name + ".nii.gz")))
    mask = nib.as_closest_canonical(nib.load(os.path.join(folder, "masks", name + "_brain.nii.gz")))
    return np.nan_to_num(image.get_fdata(dtype=np.float32)), np.asarray(mask.dataobj) > 0, image.affine


def load(folder, letter, program, work):
    path = os.path.join(folder, "heads", HEADS[letter] + ".nii.gz")
    run = measures.deface(program, path, os.path.join(work, f"{letter}.nii"))
    head = distortions.Head(*real(folder, letter), run.pose)
    head.letter = letter
    return head


def judge(program, head, case, work):
    source, target = (os.path.join(work, f"{head.letter}-{case.name.replace('/', ' ')}-{end}.nii") for end in ("in", "out"))
    case_file.save(case, source)
    before_it = ["--suffix", case.suffix]
    if case.anchor is not None:
        before_it += [os.path.join(work, f"anchor-{end}.nii") for end in ("in", "out")]
        case_file.save(case.anchor, before_it[2])
    run = measures.run(program, *before_it, source, target)
    row = {"letter": head.letter, "case": case.name, "kind": case.kind, "verdict": run.verdict or "error",
           "reason": run.reason or run.error, "figures": run.figures, "lost": 0, "stays": 0.0, "slack": np.inf, "left": {},
           "error_mm": np.nan}
    if run.error or (run.verdict == "failed" and not os.path.exists(target)):  # nothing leaves
        return row
    before, after = nib.load(source), nib.load(target)
    changed, a, b = case_file.compare(before, after)
    row["changed"] = int(changed.sum())
    row["lost"] = measures.brain_lost(changed, case.brain)
    row["slack"] = measures.brain_slack_mm(changed, case.brain, nib.affines.voxel_sizes(case.affine))
    if case.must_go is not None:
        row["stays"] = float((~changed[case.must_go & (a > level_of(a))]).mean())
    if head.pose is None:
        return row
    truth = before.affine @ np.linalg.inv(case.affine) @ case.moved @ head.pose
    is_own = case.header != "none" and case.anchor is None
    row["error_mm"] = measures.pose_error_mm(run.pose, truth if is_own else None)
    sees_skin = case.unshaded is not None or a.min() >= 0 or np.median(a) <= -900  # but no phase image does
    if run.verdict != "failed" and sees_skin:
        if case.unshaded is not None:
            a, b = case.unshaded, np.where(changed, 0, case.unshaded)
        row["left"] = skin.left(a, b, before.affine, truth, PARTS, GRID_MM, level_of(a), head.in_view(case))
    return row


def level_of(data):
    low = np.percentile(data, 1)
    high = np.percentile(data[data > data.mean()], 90)
    return low + 0.15 * (high - low)


def work_on(task):
    folder, letter, program, words, work, cases = task
    with tempfile.TemporaryDirectory() as scratch:
        head = load(folder, letter, program, scratch)
    is_t1w = HEADS[letter].endswith("T1w")
    rows = []
    for case in cases(head, is_t1w):
        if words and not any(word in case.name for word in words):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            row = judge(program, head, case, work or scratch)
        rows.append(row)
        print(one_line(row), flush=True)
    return rows


def one_line(row):
    left = " ".join(f"{part} {100 * share:3.0f}" for part, share in row["left"].items() if share is not None)
    f = row["figures"]
    return (f"{row['letter']} {row['case']:32} {row['verdict']:8} lost {row['lost']:4} slack {row['slack']:5.1f} "
            f"pose {row['error_mm']:6.1f} score {f.get('score', 0):.2f} shading {f.get('shading', 0):.1f} "
            f"nose {f.get('nose_before_mm', 0):.0f}>{f.get('nose_after_mm', 0):.0f} scalp {f.get('scalp_level', 0):.2f} "
            f"afresh {f.get('afresh_apart_mm', 0):.0f} mm {f.get('afresh_gain', 0):+.3f} "
            f"ears {f.get('ears_before', 0):.2f} {f.get('ear_surface_left', 0):.2f} {f.get('ear_skin_left', 0):.3f} | {left} elsewhere {100 * row['stays']:.0f} | {row['reason']}")


def worst_left(row):
    """Of orbit, nose and mouth; None where not in view, or where there was no whole face."""
    shares = [row["left"].get(part) for part in ("orbit", "nose", "mouth")]
    shares = [share for share in shares if share is not None]
    return max(shares) if shares and row["kind"] == distortions.PLAIN else None


def cell(row):
    left = worst_left(row)
    return f"{row['verdict']} {row['lost']} {'-' if left is None else format(100 * left, '.0f')}"


def is_bad(row):
    left = worst_left(row)
    ears = row["left"].get("ear") or 0 if row["kind"] == distortions.PLAIN else 0  # of heads with a whole face
    if row["verdict"] == "done" and ears > MOST_EARS:
        return True
    return row["verdict"] == "done" and (row["lost"] > 0 or (left is not None and left > MOST_LEFT) or row["stays"] > MOST_LEFT)


def table(rows):
    letters = sorted({row["letter"] for row in rows})
    names = list(dict.fromkeys(row["case"] for row in rows))
    cells = {(row["case"], row["letter"]): cell(row) for row in rows}
    lines = ["| distortion | " + " | ".join(letters) + " |", "|---" * (len(letters) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(cells.get((name, letter), "") for letter in letters) + " |" for name in names]
    return "\n".join(lines) + "\n"


def main(cases=distortions.all_cases):
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--heads", default=",".join(HEADS))
    options.add_argument("--cases", default="")
    options.add_argument("--table")
    options.add_argument("--work", help="keep inputs and outputs there")
    options.add_argument("--jobs", type=int, default=1)
    options = options.parse_args()
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    words = [word for word in options.cases.split(",") if word]
    rows = []
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        tasks = [(folder, letter, options.program, words, options.work, cases) for letter in options.heads.split(",")]
        for some in pool.map(work_on, tasks):
            rows += some
            if options.table:
                with open(options.table, "w") as file:
                    file.write(table(rows))
    bad = [row for row in rows if is_bad(row)]
    verdicts = [row["verdict"] for row in rows]
    print(f"{len(rows)} images: {verdicts.count('done')} done, {verdicts.count('doubtful')} doubtful, "
          f"{verdicts.count('failed')} failed; {len(bad)} false 'done', {sum(row['lost'] > 0 for row in rows)} lost brain")
    for row in bad:
        print("BAD", one_line(row))
    ears = max((row["left"].get("ear") or 0 for row in rows if row["verdict"] == "done" and row["kind"] == distortions.PLAIN), default=0)
    print(f"ears: at most {100 * ears:.0f} % left where done, of heads with a whole face")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
