#!/usr/bin/env bash
# submit.sh BIDS_DIR OUTPUT_DIR [-- OPTIONS OF SHAREREADY]: submits a job array, one task a participant, and a group job
# that waits for all of them. Prints the two job numbers.
#   SHAREREADY        what to run: the program, or a container call such as
#                     "apptainer run --containall -B /data:/data shareready.sif" (default: shareready)
#   SHAREREADY_AT_ONCE  how many participants at the same time (default: 50)
#   SBATCH_...        sbatch reads partition, account, time limit and so on from these, as always
# The group job starts after any outcome of the tasks and decides for itself: images that could not be made safe are left
# out, failed participants stop publishing unless --allow-missing is among the options.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
usage() { sed -n '2,3s/^# //p' "$0" >&2; exit 64; }
[ $# -ge 2 ] || usage
bids=$(realpath -- "$1")
output=$(realpath -m -- "$2")
shift 2
[ $# -eq 0 ] || { [ "$1" = -- ] || usage; shift; }

[ -d "$bids" ] || { echo "submit.sh: no folder $bids" >&2; exit 66; }
mkdir -p "$output/private/slurm"
chmod 700 "$output/private"
labels=$output/private/slurm/participants.txt
export SHAREREADY_LABELS=$labels SHAREREADY=${SHAREREADY:-shareready}
# The program itself says who is to be done: nobody who withdrew, now or in the earlier release, and nobody left out.
# Unquoted on purpose: $SHAREREADY may be a container call of several words.
# shellcheck disable=SC2086
$SHAREREADY "$bids" "$output" participant --print-participants "$@" > "$labels"
count=$(wc -l < "$labels")

# Logs name source labels: they stay in private/.
array=$(sbatch --parsable --array="1-$count%${SHAREREADY_AT_ONCE:-50}" \
  --output="$output/private/slurm/%A_%a.log" "$here/participants.sbatch" "$bids" "$output" "$@")
group=$(sbatch --parsable --dependency="afterany:${array%%;*}" \
  --output="$output/private/slurm/%j_group.log" "$here/group.sbatch" "$bids" "$output" "$@")
echo "participants: job array ${array%%;*}, $count tasks"
echo "group: job ${group%%;*}, after them"
