#!/bin/bash
# With --dates shift nothing that is published tells a true day or the shift: not in whole, not in part, in no carrier.
# A participant whose dates lie too far apart for the era is withheld; the others go on.
. "$(dirname "$0")/common.sh"
attack=$(dirname "$0")/date_attack.py
in=$scratch/in
"$attack" make "$in" alpha
expect 0 "$in" "$scratch/result" participant --dates shift --sourcedata deidentify
expect 0 "$in" "$scratch/result" group --dates shift --sourcedata deidentify
"$attack" attack "$scratch/result" || fail 'the attack found something'
"$(dirname "$0")/make_dataset.py" "$scratch/far" alpha beta
printf 'filename\tacq_time\nfunc/sub-alpha_task-rest_bold.nii.gz\t1990-01-02T10:00:00\nx\t2021-01-02T10:00:00\n' \
  >"$scratch/far/sub-alpha/sub-alpha_scans.tsv"
expect 20 "$scratch/far" "$scratch/apart" participant --dates shift -v; says 'more than 24 years apart'
expect 20 "$scratch/far" "$scratch/apart" group --dates shift
[ "$(find "$scratch/apart/dataset" -name '*_bold.nii.gz' | wc -l)" = 1 ] || fail 'not the other participant alone was released'
