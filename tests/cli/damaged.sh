#!/bin/bash
# Forty ways to be damaged: each such file is named with its fate, none is written, not even in part, and what is intact
# beside them goes along.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
"$here/make_dataset.py" "$in" alpha
"$here/make_damaged.py" "$in" alpha >"$scratch/fates"
expect 20 "$in" "$out" participant --sourcedata deidentify -v
while read -r path fate; do
  grep -qF -- "$path: $fate" "$scratch/err" || { grep -F -- "$path" "$scratch/err" >&2; fail "$path was to be $fate"; }
done <"$scratch/fates"
grep -qiE 'Jansen|Vermeer' "$scratch/err" && fail 'a message tells a value of the data'
[ -z "$(find "$out/private/staging/alpha/sourcedata" -type f 2>/dev/null)" ] || fail 'a part of a damaged source file was written'
expect 20 "$in" "$out" group --sourcedata deidentify
grep -rqaiE 'Jansen|Vermeer' "$out/dataset" "$out/report" && fail 'a name out of a damaged file was released'
find "$out/dataset"/sub-* -type f -printf '%f\n' | sed 's/^sub-[^_]*_//' | sort >"$scratch/released"
printf '%s\n' task-{clock,latin,list,name,nested,open,rest,twice,utf16}_bold.nii.gz task-rest_bold.json task-rest_events.tsv | sort |
  diff - "$scratch/released" >&2 || fail 'not the intact files alone were released'
