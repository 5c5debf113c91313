#!/bin/bash
# A git-annex dataset: images are links into .git/annex/objects, everything is read-only; content that was not
# fetched is withheld.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
"$(dirname "$0")/make_dataset.py" "$in" alpha beta gamma
objects=$in/.git/annex/objects
mkdir -p "$objects/aa" "$in/.git/annex"
for label in alpha beta gamma; do
  image=$in/sub-$label/func/sub-${label}_task-rest_bold.nii.gz
  mv "$image" "$objects/aa/MD5E-s1--$label.nii.gz"
  ln -s "../../.git/annex/objects/aa/MD5E-s1--$label.nii.gz" "$image"
done
rm "$objects/aa/MD5E-s1--gamma.nii.gz"
chmod -R a-w "$in"
before=$(find "$in" -printf '%p %s %T@ %C@\n' | sort)
expect 20 "$in" "$out" participant; says 'sub-gamma/func/sub-gamma_task-rest_bold.nii.gz.*withheld'
expect 20 "$in" "$out" group
[ "$(find "$out/dataset" -name '*_bold.nii.gz' -type f | wc -l)" = 2 ] || fail 'not two images in the release'
find "$out" -type l | grep . && fail 'a link is in the output'
[ "$(find "$in" -printf '%p %s %T@ %C@\n' | sort)" = "$before" ] || fail 'the input was written'
