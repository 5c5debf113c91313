#!/bin/bash
# kill -9 at many moments of either level: what is there is whole, and the next run succeeds.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in
VOLUMES=300 "$here/make_dataset.py" "$in" alpha beta gamma delta

# kill_after SECONDS WORD...: starts the program, kills it unless it ended before.
kill_after() {
  local delay=$1 pid; shift
  "$SHAREREADY_BIN" "$@" >/dev/null 2>&1 &
  pid=$!
  sleep "$delay"
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
}
# Every outcome record is whole, and so is all it tells of.
check_private() {
  /usr/bin/python3 - "$1" <<'PY' || fail "private/ is not whole after a kill"
import json, os, sys
root = sys.argv[1] + "/private"
if os.path.isdir(root + "/outcomes"):
    for name in os.listdir(root + "/outcomes"):
        if name.startswith("."):
            continue
        record = json.load(open(f"{root}/outcomes/{name}"))
        for file in record["files"]:
            if file["staged"]:
                assert os.path.getsize(f"{root}/staging/{record['participant']}/{file['staged']}") >= 0
PY
}
check_release() {
  [ ! -e "$1/dataset" ] || [ "$(find "$1/dataset" -type f | wc -l)" = "$2" ] || fail 'dataset/ is there, but not whole'
}

expect 0 "$in" "$scratch/whole" participant
expect 0 "$in" "$scratch/whole" group
files=$(find "$scratch/whole/dataset" -type f | wc -l)

out=$scratch/killed
for delay in 0.02 0.05 0.1 0.15 0.2 0.3 0.4 0.6; do
  kill_after $delay "$in" "$out" participant
  check_private "$out"
done
expect 0 "$in" "$out" participant
find "$out/private/staging" "$out/private/renderings" -name '.*tmp*' ! -name '.index.html.*' ! -name '.index.nl.html.*' | grep . && fail 'leftovers of killed runs'
for delay in 0.02 0.05 0.1 0.15 0.2 0.25 0.3 0.4; do
  kill_after $delay "$in" "$out" group
  check_release "$out" "$files"
done
touch "$out"/private/renderings/.index{,.nl}.html.tmp-killed   # nodes share these pages: the group level removes what is left of them
mkdir "$out/.probe.tmp-killed"   # as of a run that was killed while it asked whether it may write here
expect 0 "$in" "$out" group
present "$out/dataset"; present "$out/report/index.html"
check_release "$out" "$files"
find "$out" "$out/private/renderings" -maxdepth 1 -name '.*' ! -name . | grep . && fail 'leftovers of killed group runs'

# replacing a release is whole or absent, too
cp -r "$scratch/whole" "$scratch/again"
echo '{"TaskName": "rest", "RepetitionTime": 2.5}' >"$in/task-rest_bold.json"
out=$scratch/again
for delay in 0.1 0.2 0.3 0.4; do
  kill_after $delay "$in" "$out" group --replace
  present "$out/dataset"; check_release "$out" "$files"
done
expect 0 "$in" "$out" group --replace
grep -q 2.5 "$out/dataset/task-rest_bold.json" || fail 'the release was not replaced'
