#!/usr/bin/env python3
"""Skull-strips heads that no margin was chosen on, made by held_out.py on a grid of 2 mm, and holds the result against their masks.

usage: brains_held_out.py DEFACE_ONE_EXECUTABLE [--heads A,B]
Wide, narrow, flat and smoothly bent heads, a ten-year-old's size, and tumours that push the brain aside. Measures and figures as in
brains.py; of brain tissue nothing that shows in hundredths of a millilitre may be cut where the border was found plainly. Dice is printed
alone: on this grid as much more is kept as voxels are larger. Head C, scanned in slices of 4.8 mm, is left out unless named: its outermost
slices hold brain and bone in one, on whatever grid, and lose up to 0.2 ml (docs/adr/0006). Exit code 77: no data.
"""
import argparse
import itertools
import os
import sys
import tempfile

import brains
import case_file
import held_out
import stress


def main():
    options = argparse.ArgumentParser()
    options.add_argument("program")
    options.add_argument("--heads", default="A,B,D,F,H")
    options = options.parse_args()
    folder = os.environ.get("SHAREREADY_TEST_DATA")
    if not folder or not os.path.isdir(os.path.join(folder, "heads")):
        print("skipped: SHAREREADY_TEST_DATA names no folder with heads")
        return 77
    cut = 0
    with tempfile.TemporaryDirectory() as work:
        source, target = os.path.join(work, "in.nii"), os.path.join(work, "out.nii")
        for letter in options.heads.split(","):
            head = stress.load(folder, letter, options.program, work)
            for case in itertools.chain(held_out.shapes(head), held_out.tumours(head)):
                case_file.save(case, source)
                problems, line, plain = brains.check(options.program, source, target, case.brain)
                cuts = [problem for problem in problems if "brain cut" in problem]
                print(f"{letter} {case.name:32} {line} {'; '.join(cuts)}", flush=True)
                cut += len(cuts) if plain else 0
    print(f"{cut} with brain cut where the border was found plainly")
    return 1 if cut else 0


if __name__ == "__main__":
    sys.exit(main())
