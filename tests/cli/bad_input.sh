#!/bin/bash
# Datasets that are none, or hold files that are not what they say: a clear error, the right exit code, the
# input untouched, nothing half-written.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/out-dir
tree() { (cd "$1" && find . -type f -exec sha256sum {} + | sort); }

mkdir "$scratch/plain"; echo text >"$scratch/plain/file.txt"
expect 16 "$scratch/plain" "$out" participant; says 'dataset_description.json'
absent "$out"

"$here/make_dataset.py" "$in" alpha beta gamma delta
before=$(tree "$in")
expect 18 "$in" "$out" participant --participant-label nobody; says nobody
absent "$out"
expect 64 "$in" "$out" participant --bids-filter-file "$in/README"
absent "$out"

# a file of each kind of damage: its participant is done, the file withheld, the others untouched by it
: >"$in/sub-alpha/func/sub-alpha_task-rest_bold.nii.gz"
head -c 2000 "$in/sub-beta/func/sub-beta_task-rest_bold.nii.gz" >"$scratch/cut"
cp "$scratch/cut" "$in/sub-beta/func/sub-beta_task-rest_bold.nii.gz"
rm "$in/sub-gamma/func/sub-gamma_task-rest_bold.nii.gz"
printf '<!DOCTYPE html><html><body>Sorry</body></html>' >"$in/sub-gamma/func/sub-gamma_task-rest_bold.nii"
before=$(tree "$in")
expect 20 "$in" "$out" participant
for label in alpha beta gamma; do says "sub-$label/func/sub-${label}_task-rest_bold.nii.*withheld"; done
present "$out/private/staging/delta/sub-delta/func/sub-delta_task-rest_bold.nii.gz"
for label in alpha beta gamma; do
  find "$out/private/staging/$label" -name '*bold.nii*' | grep . && fail "a damaged image was staged"
done
expect 20 "$in" "$out" group; prints "$out/dataset"
[ "$(ls -d "$out"/dataset/sub-* | wc -l)" = 1 ] || fail 'participants without any image left are in the release'
[ "$(grep -c sub- "$out/dataset/participants.tsv")" = 1 ] || fail 'participants.tsv names who is not released'
[ "$(tree "$in")" = "$before" ] || fail 'the input was changed'
