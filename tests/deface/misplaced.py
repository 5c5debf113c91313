#!/usr/bin/env python3
"""Takes real heads out of their place, as a wrong registration would, and asks that none is called done.

usage: misplaced.py DEFACE_ONE [HEAD ...]
All heads of SHAREREADY_TEST_DATA, or those named; LETTER:DISTORTION is one of stress.py. In their place, where the gain
must stay below half of the limit and real heads be done (docs/adr/0005), and in each wrong one, where brain may be lost or a face
stay. Exit code 77: no data; 1: a head out of its place is done, or one in its place is not.
"""
import os
import sys

import case_file
import distortions
import heads
import measures
import stress

IN_PLACE = "0,0,0"
# mm to the right, to the front and up, degrees of pitch
WRONG = ["10,0,0", "0,10,0", "0,-10,0", "0,0,10", "0,0,-10", "0,0,0,8", "0,0,0,-8", "0,0,0,12", "0,0,0,-12", "25,0,0", "0,25,0", "0,-25,0", "0,0,25",
         "0,0,-25", "0,0,0,30", "60,0,0", "0,60,0", "0,-60,0", "0,0,60", "0,0,-60"]
MOST_GAIN_IN_PLACE = 0.02  # nats


def distorted(program, folder, name, work):
    """The file of a distortion as stress.py makes it."""
    letter, word = name.split(":")
    head = stress.load(folder, letter, program, work)
    case = next(case for case in distortions.all_cases(head, True) if case.name.startswith(word))
    path = os.path.join(work, "distorted.nii")
    case_file.save(case, path)
    return path


def check(program, folder, name, work):
    is_real = ":" not in name
    source = os.path.join(folder, "heads", name + ".nii.gz") if is_real else distorted(program, folder, name, work)
    problems, least, right = [], float("inf"), float("nan")
    for place in [IN_PLACE, *WRONG]:
        run = measures.run(program, "--misplaced", place, source, os.path.join(work, "out.nii"))
        gain = run.figures.get("afresh_gain", float("nan"))
        if place == IN_PLACE:
            right, good = gain, (run.verdict == "done" or not is_real) and gain < MOST_GAIN_IN_PLACE
        else:
            least, good = min(least, gain), run.verdict == "doubtful"  # an error is no verdict
        if not good:
            problems.append(f"{place}: {run.verdict}, gain {gain:.3f} {run.reason}{run.error}")
    return problems, f"gain in place {right:+.3f}, out of place at least {least:+.3f}"


if __name__ == "__main__":
    sys.exit(measures.check_heads(heads.HEADS, check))
