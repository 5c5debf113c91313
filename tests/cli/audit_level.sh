#!/bin/bash
# The audit as a level of its own: SARIF for CI, and a baseline that accepts with a reason what may be accepted.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
mkdir -p "$in/sub-1/func"
echo '{"Name": "x", "BIDSVersion": "1.9.0"}' >"$in/dataset_description.json"
printf '\xff\xd8\xff\xe0 jpeg' >"$in/house.jpg"
expect 21 "$in" "$out" audit --sarif "$scratch/findings.sarif"
grep -q '"version": "2.1.0"' "$scratch/findings.sarif" || fail 'no SARIF'
grep -q '"level": "error"' "$scratch/findings.sarif" || fail 'the picture is not in SARIF'
expect 64 "$in" "$out" audit --sarif "$in/findings.sarif"; absent "$in/findings.sarif"
expect 64 "$in" "$out" participant --sarif "$scratch/findings.sarif"
sed 's/"reason": ""/"reason": "A house of nobody."/' "$out/private/report/baseline-form.json" >"$scratch/baseline.json"
expect 0 "$in" "$out" audit --baseline "$scratch/baseline.json" --sarif "$scratch/findings.sarif"
grep -q 'A house of nobody' "$out/private/report/findings.json" || fail 'the reason is not in the findings'
grep -q 'A house of nobody' "$out/private/report/index.html" || fail 'the reason is not in the page'
grep -q '"suppressions"' "$scratch/findings.sarif" || fail 'not suppressed in SARIF'
echo '{}' >"$scratch/baseline.json"
expect 65 "$in" "$out" audit --baseline "$scratch/baseline.json"
# What cannot be decoded is never accepted.
head -c 40 /usr/bin/env | gzip | head -c 30 >"$in/cut.tsv.gz"
expect 21 "$in" "$out" audit
grep -q cut "$out/private/report/baseline-form.json" && fail 'the form offers what cannot be read'
exit 0
