#!/bin/bash
# Outputs that cannot be written: a read-only file system and a full one. Needs root for both.
. "$(dirname "$0")/common.sh"
[ "$(id -u)" = 0 ] || skip 'mounting a read-only and a full file system needs root'
in=$scratch/in mnt=$scratch/mnt
VOLUMES=400 "$(dirname "$0")/make_dataset.py" "$in" alpha beta
mkdir "$mnt"
mount -t tmpfs -o size=3m,mode=755 tmpfs "$mnt" 2>/dev/null || skip 'no tmpfs can be mounted here'
trap 'umount "$mnt"; cleanup' EXIT

mount -o remount,ro "$mnt"
expect 73 "$in" "$mnt/result" participant;             says 'Read-only file system'
absent "$mnt/result"
mount -o remount,rw "$mnt"
expect 74 "$in" "$mnt/result" participant;             says 'No space left'
for label in alpha beta; do
  [ -e "$mnt/result/private/outcomes/$label.json" ] && continue
  absent "$mnt/result/private/staging/$label"
done
find "$mnt/result/private/staging" -name '.*tmp*' | grep . && fail 'a half-written folder was left'
mount -o remount,size=64m "$mnt"
expect 0 "$in" "$mnt/result" participant
umount "$mnt"; mount -t tmpfs -o size=64m,mode=755 tmpfs "$mnt"

expect 0 "$in" "$scratch/released" participant --private-dir "$mnt/private"
mount -t tmpfs -o size=1m,mode=755 tmpfs "$scratch/released"
expect 74 "$in" "$scratch/released" group --private-dir "$mnt/private"; says 'No space left'
absent "$scratch/released/dataset"; absent "$scratch/released/report"
umount "$scratch/released"
expect 0 "$in" "$scratch/released" group --private-dir "$mnt/private"
