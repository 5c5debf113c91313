#!/usr/bin/env bash
# array.sh DEMO_FOLDER: scripts/slurm on a real SLURM. Tasks run side by side on one output folder; the group job waits
# for them and publishes. A second round, in which one task dies, ends without anything published.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
demo=$1
PATH=$PATH:/usr/sbin:/sbin
skip() { echo "skipped: $*"; exit 77; }
fail() { echo "FAILED: $*"; exit 1; }
[ "$(id -u)" -eq 0 ] || skip "needs root"
for tool in munged slurmctld slurmd sbatch; do command -v "$tool" > /dev/null || skip "no $tool on this machine"; done

. "$here/cluster.sh"
trap stop_cluster EXIT
start_cluster

export SHAREREADY=$SHAREREADY_BIN
wait_for_jobs() {
  for _ in $(seq 3000); do [ -n "$(squeue -h -t PD,R,CG)" ] || return 0; sleep 0.2; done
  squeue
  fail "jobs still there after ten minutes"
}
# exit_code_of JOB: what its tasks ended with, each code once; a task killed by a signal counts as 128 and more.
exit_code_of() {
  scontrol -o show job "$1" | sed 's/.* ExitCode=\([0-9]*\):\([0-9]*\).*/\1 \2/' |
    awk '{ print ($2 > 0 ? 128 + $2 : $1) }' | sort -un | tr '\n' ' '
}
submit() { "$SHAREREADY_SOURCE_DIR/scripts/slurm/submit.sh" "$@" | tee /dev/stderr; }

out=$demo/slurm-output
rm -rf "$out"
said=$(submit "$demo/bids" "$out")
array=$(sed -n 's/^participants: job array \([0-9]*\), 4 tasks$/\1/p' <<< "$said")
group=$(sed -n 's/^group: job \([0-9]*\),.*/\1/p' <<< "$said")
[ -n "$array" ] && [ -n "$group" ] || fail "submit.sh does not name its jobs"
wait_for_jobs
[ "$(exit_code_of "$array")" = "0 " ] || { cat "$out"/private/slurm/*.log; fail "array: $(exit_code_of "$array")"; }
[ "$(exit_code_of "$group")" = "0 " ] || { cat "$out"/private/slurm/*_group.log; fail "group: $(exit_code_of "$group")"; }
[ -d "$out/dataset" ] && [ -s "$out/report/index.html" ] || fail "no dataset/ or report/"
/usr/bin/python3 "$here/../demo/search_planted.py" "$demo/planted.tsv" "$out/dataset" "$out/report"
rm -rf "$out"

# One task dies, as on a node that runs out of memory: the group job runs all the same and publishes nothing.
cat > "$cluster/dies.sh" << 'W'
#!/bin/sh
case "$*" in *"participant --participant-label AMC0627"*) kill -9 $$ ;; esac
exec "$SHAREREADY_BIN" "$@"
W
chmod 755 "$cluster/dies.sh"
export SHAREREADY=$cluster/dies.sh
said=$(submit "$demo/bids" "$out")
array=$(sed -n 's/^participants: job array \([0-9]*\),.*/\1/p' <<< "$said")
group=$(sed -n 's/^group: job \([0-9]*\),.*/\1/p' <<< "$said")
wait_for_jobs
[ "$(exit_code_of "$array")" != "0 " ] || fail "the task that died left no trace"
[ "$(exit_code_of "$group")" = "65 " ] || fail "group after a dead task: $(exit_code_of "$group")"
[ ! -e "$out/dataset" ] || fail "published without a participant that nobody left out"
rm -rf "$out"

# Who withdrew has no task. (The group job needs a key for that and says so: 64.)
export SHAREREADY=$SHAREREADY_BIN
echo sub-AMC0627 > "$cluster/withdrawn"
said=$(submit "$demo/bids" "$out" -- --withdraw "$cluster/withdrawn")
grep -q '^participants: job array [0-9]*, 3 tasks$' <<< "$said" || fail "a task for who withdrew: $said"
grep -q AMC0627 "$out/private/slurm/participants.txt" && fail "who withdrew is on the list of tasks"
scancel --user root
wait_for_jobs
rm -rf "$out"
