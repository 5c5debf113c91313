#!/bin/bash
# Several processes at once: on different participants, on the same ones, and group meanwhile.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
VOLUMES=300 "$(dirname "$0")/make_dataset.py" "$in" alpha beta gamma delta

pids=()
for label in alpha beta gamma delta; do
  "$SHAREREADY_BIN" "$in" "$out" participant --participant-label "$label" >"$scratch/$label.txt" 2>&1 &
  pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid" || { cat "$scratch"/*.txt; fail 'one of four processes failed'; }; done
expect 0 "$in" "$out" participant; says '4 of them done before'
[ "$(jq -r .secret "$out"/private/outcomes/*.json 2>/dev/null | sort -u | wc -l)" -le 1 ] || fail 'more than one secret'
expect 0 "$in" "$out" group

# All at the same participants: each is done once; who finds all others at work says so (75) or has nothing to do.
out=$scratch/same
pids=()
for process in 1 2 3; do
  "$SHAREREADY_BIN" "$in" "$out" participant >"$scratch/same$process.txt" 2>&1 &
  pids+=($!)
done
for pid in "${pids[@]}"; do
  wait "$pid"; code=$?
  [ $code = 0 ] || [ $code = 75 ] || { cat "$scratch"/same*.txt; fail "exit code $code"; }
done
expect 0 "$in" "$out" participant; says '4 of them done before'
expect 0 "$in" "$out" group

# Who holds the lock keeps others out.
exec 9>"$out/private/locks/group"
/usr/bin/python3 - "$out/private/locks/group" "$SHAREREADY_BIN" "$in" "$out" <<'PY' || fail 'a held lock was ignored'
import fcntl, subprocess, sys
lock, program, source, output = sys.argv[1:]
with open(lock, "r+") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    for level in ("group", "participant"):
        code = subprocess.run([program, source, output, level], capture_output=True).returncode
        assert code == 75, code
PY
