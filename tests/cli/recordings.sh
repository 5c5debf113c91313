#!/bin/bash
# EEG: BrainVision and EDF go along with clean headers, their samples byte for byte, and name each other by the new
# labels; a recording that lacks a file is withheld with its companions; other formats are named and left out.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
"$here/make_dataset.py" "$in" alpha
"$here/make_recordings.py" "$in" alpha
expect 20 "$in" "$out" participant -v
says 'one is missing'
expect 20 "$in" "$out" group
made=$(ls -d "$out"/dataset/sub-*/eeg); label=$(basename "$(dirname "$made")")
for name in task-rest_eeg.vhdr task-rest_eeg.vmrk task-rest_eeg.eeg task-rest_eeg.json task-rest_channels.tsv \
            task-rest_events.tsv task-edf_eeg.edf task-edf_eeg.json; do present "$made/${label}_$name"; done
[ "$(find "$made" -type f | wc -l)" = 8 ] || { ls "$made" >&2; fail 'more files than expected'; }
grep -qx "DataFile=${label}_task-rest_eeg.eeg" "$made/${label}_task-rest_eeg.vhdr" || fail 'the header names another file'
grep -qx "MarkerFile=${label}_task-rest_eeg.vmrk" "$made/${label}_task-rest_eeg.vhdr" || fail 'the header names other markers'
grep -qx 'Mk1=New Segment,,1,1,0' "$made/${label}_task-rest_eeg.vmrk" || fail 'the date of the markers is left'
cmp "$in/sub-alpha/eeg/sub-alpha_task-rest_eeg.eeg" "$made/${label}_task-rest_eeg.eeg" || fail 'the samples changed'
tail -c 4 "$made/${label}_task-edf_eeg.edf" | cmp - <(printf '\1\0\2\0') || fail 'the samples of EDF changed'
grep -qa '01.01.8500.00.00' "$made/${label}_task-edf_eeg.edf" || fail 'EDF has another date than the dummy'
leaked 'jansen|anna|1985|20130131|31\.01\.13|alpha' "$out/dataset" "$out/report" && fail 'a name or a date is left'
grep -rqs 'EEGLAB' "$out/private/outcomes" || fail 'the reason does not name the format'
expect 0 "$out/dataset" "$scratch/audited" audit
expect 20 "$in" "$scratch/shifted" participant --dates shift
expect 20 "$in" "$scratch/shifted" group --dates shift
grep -rhqE 'New Segment,,1,1,0,19(0[2-9]|1[0-9]|2[0-5])[0-9]{4}162000123456' "$scratch/shifted/dataset" || fail 'no shifted date'
