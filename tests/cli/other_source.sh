#!/bin/bash
# The group level over a BIDS_DIR that is not the dataset of the staged participants: nothing is said of it, nothing
# renewed; the same dataset at another path, and one with more participants, go on.
. "$(dirname "$0")/common.sh"
make() { "$(dirname "$0")/make_dataset.py" "$@"; }
in=$scratch/in out=$scratch/result report=$scratch/result/report
make "$in" alpha beta gamma
make "$scratch/others" gamma alpha beta      # the same labels, and other persons
make "$scratch/strangers" delta epsilon
expect 0 --print-answers; cp "$scratch/out" "$scratch/answers.json"
sed 's/"opinion": null/"opinion": "negative"/' "$scratch/answers.json" >"$scratch/later.json"
stops() {  # $1 what is told, $2... the line after OUTPUT_DIR
  local told=$1; shift
  expect 65 "$@"; says 'is not the dataset that the participants in the private folder came from'; says "$told"
  says 'Give the BIDS_DIR of the participant level'
}

expect 0 "$in" "$out" participant
stops 'sub-alpha/func/sub-alpha_task-rest_.* is not what was staged, nor are files of 2 other participants' "$scratch/others" "$out" group
stops 'sub-alpha is not in it, nor is anybody else of those staged' "$scratch/strangers" "$out" group
absent "$out/dataset"
expect 0 "$in" "$out" group --answers "$scratch/answers.json"
cp -r "$report" "$scratch/report"
for given in '' "--answers $scratch/answers.json" "--answers $scratch/later.json" '--replace --allow-missing'; do
  for other in others strangers; do
    # shellcheck disable=SC2086
    stops 'sub-alpha' "$scratch/$other" "$out" group $given
  done
done
stops 'sub-beta/func/.* is not what was staged\.' "$scratch/others" "$out" group --participant-label beta --answers "$scratch/later.json"
diff -r "$report" "$scratch/report" || fail 'the report was renewed on another source'

# The same bytes at another path, with other times.
cp -r "$in" "$scratch/elsewhere"; mv "$in" "$scratch/moved"
for same in elsewhere moved; do
  expect 0 "$scratch/$same" "$out" group --answers "$scratch/answers.json"; prints 'nothing to do, the input and the options are those'
done
in=$scratch/moved

# More participants: they are named, and go along once they are staged.
cp -r "$scratch/strangers/sub-delta" "$in"; printf 'sub-delta\t20\tF\n' >>"$in/participants.tsv"
expect 65 "$in" "$out" group; says 'sub-delta: left out: the participant level did not finish it'
expect 65 "$in" "$out" group --participant-label delta --answers "$scratch/later.json"; says 'did not finish it'
expect 0 "$in" "$out" participant
expect 73 "$in" "$out" group; says '1 other person was not in it'
expect 0 "$in" "$out" group --replace --answers "$scratch/answers.json"; prints 'with 4 participants'

# After --clean nothing is noted to compare with, and nothing else is said.
expect 0 "$in" "$out" group --answers "$scratch/answers.json" --clean
expect 0 "$in" "$out" group --answers "$scratch/answers.json"; prints 'nothing to do, the report of .* BIDS_DIR was not compared'
expect 0 "$in" "$out" group --answers "$scratch/later.json"; prints 'has the new answers (.*BIDS_DIR was not compared'
