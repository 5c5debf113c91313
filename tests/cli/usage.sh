#!/bin/bash
# Wrong command lines: the exit code of each, a message that names what was got, and nothing written.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
mkdir "$in"
printf '{"Name": "x", "BIDSVersion": "1.9.0"}' >"$in/dataset_description.json"

expect 64;                                            says 'usage:'
expect 64 "$in" "$out";                               says 'expected three'
expect 17 "$in" "$out" cohort;                        says "got 'cohort'"
expect 64 "$in" "$out" participant --bogus;           says '--bogus'
expect 64 "$in" "$out" participant --participant 1;   says '--participant'      # no guessing
expect 64 "$in" "$out" participant --nprocs none;     says "got 'none'"
expect 64 "$in" "$out" participant --dates maybe;     says 'drop, shift'
expect 64 "$in" "$out" participant --layout raw --layout raw; says 'more than once'
expect 64 "$in" "$out" participant --participant-label 'a/b'; says 'neither a label'
expect 64 "$in" "$out" participant --deface some;     says 'recognisable, all'
expect 64 "$in" "$out" participant --exclude-participant-label 'a/b'; says 'neither a label'
expect 64 "$in" "$out" group --sourcedata some;       says 'exclude, deidentify'
expect 66 "$scratch/nowhere" "$out" participant;      says 'cannot be opened'
expect 66 "$in/dataset_description.json" "$out" participant; says 'expected the folder'
expect 64 "$in" "$in/result" participant;             says 'the output lies in the input'
expect 64 "$in" "$in" participant;                    says 'the output lies in the input'
expect 64 "$in" "$scratch" participant;               says 'the input lies in the output'
ln -s "$in" "$scratch/link"
expect 64 "$in" "$scratch/link/result" participant;   says 'the output lies in the input'
expect 64 "$in" "$out" participant --private-dir "$in/p"; says 'private folder lies in the input'
expect 64 "$in" "$out" participant --private-dir "$out/dataset/p"; says 'what will be shared'
expect 73 "$in" "$in/dataset_description.json" group
absent "$out"
[ "$(ls "$in")" = dataset_description.json ] || fail "the input was written"
