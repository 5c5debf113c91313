#!/usr/bin/env bash
# SARIF of an audit, with findings of many kinds, with none, and with accepted ones, is valid by the schema of SARIF 2.1.0
# (of OASIS, as the npm package @microsoft/jest-sarif ships it); what is broken is not.
set -euo pipefail
: "${SHAREREADY_BIN:?the program under test}" "${SHAREREADY_SOURCE_DIR:?the source tree}"
more_tools=(@microsoft/jest-sarif@1.0.0-beta.0)
. "$SHAREREADY_SOURCE_DIR/tests/readiness/json_schemas.sh"
schema=$npm/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json

in=$scratch/in
mkdir -p "$in/sub-1/func" "$in/a folder"
echo '{"Name": "x", "BIDSVersion": "1.9.0"}' >"$in/dataset_description.json"
"$SHAREREADY_BIN" "$in" "$scratch/result" audit --sarif "$scratch/none.sarif" >/dev/null 2>&1
printf 'filename\tacq_time\nx\t2019-03-04T10:11:12\n' >"$in/sub-1/sub-1_scans.tsv"
printf '1 0 0 1.5\n0 1 0 2.5\n0 0 1 3.5\n0 0 0 1\n' >"$in/sub-1/func/x.txt"
echo 'write to jan@example.org' >"$in/a folder/cafÃ© %.txt"
printf '\xff\xd8\xff\xe0 jpeg' >"$in/house.jpg"
ln -s nowhere "$in/dangling"
"$SHAREREADY_BIN" "$in" "$scratch/result" audit --sarif "$scratch/some.sarif" >/dev/null 2>&1 && { echo 'FAILED: nothing was found'; exit 1; }
[ "$(grep -c '"ruleId"' "$scratch/some.sarif")" -ge 5 ] || { echo 'FAILED: fewer findings than planted'; exit 1; }
sed 's/"reason": ""/"reason": "A house of nobody."/' "$scratch/result/private/report/baseline-form.json" >"$scratch/baseline.json"
"$SHAREREADY_BIN" "$in" "$scratch/result" audit --baseline "$scratch/baseline.json" --sarif "$scratch/accepted.sarif" >/dev/null 2>&1 || true
grep -q '"suppressions"' "$scratch/accepted.sarif" || { echo 'FAILED: nothing is suppressed'; exit 1; }
validate "$schema" "$scratch"/{none,some,accepted}.sarif

refused "$scratch/some.sarif" "$schema" 'an unknown level' 's/"level": "error"/"level": "fatal"/'
refused "$scratch/some.sarif" "$schema" 'an unknown member' 's/"ruleIndex":/"rule_index":/'
refused "$scratch/some.sarif" "$schema" 'a line before the first' 's/"startLine": [0-9]*/"startLine": 0/'
echo "the schema accepts what is written and refuses what is broken"
