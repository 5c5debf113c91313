#!/usr/bin/env bash
# array.sh DEMO_FOLDER: scripts/slurm on a real SLURM. Tasks run side by side on one output folder; the group job waits
# for them and publishes. A second round, with a broken image, ends without anything published, and says so.
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
# exit_code_of JOB: "0" or what the job ended with, from the last line scontrol has of it.
exit_code_of() { scontrol -o show job "$1" | sed 's/.* ExitCode=\([0-9]*\):.*/\1/' | sort -un | tr '\n' ' '; }
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

# One image is cut short: its task fails, the group job runs all the same and publishes nothing.
broken=$demo/slurm-broken
rm -rf "$broken"
cp -a "$demo/bids" "$broken"
image=$(find "$broken/sub-AMC0627" -name '*_T1w.nii.gz')
truncate -s 100000 "$image"
said=$(submit "$broken" "$out")
array=$(sed -n 's/^participants: job array \([0-9]*\),.*/\1/p' <<< "$said")
group=$(sed -n 's/^group: job \([0-9]*\),.*/\1/p' <<< "$said")
wait_for_jobs
case "$(exit_code_of "$array")" in "0 65 ") ;; *) fail "array with a broken image: $(exit_code_of "$array")" ;; esac
[ "$(exit_code_of "$group")" = "65 " ] || fail "group after a failed task: $(exit_code_of "$group")"
[ ! -e "$out/dataset" ] || fail "published in spite of a failed participant"
rm -rf "$out" "$broken"
