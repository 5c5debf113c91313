#!/bin/bash
# participant, group, again, with another dataset: what is skipped, what is refused, what is replaced.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
"$here/make_dataset.py" "$in" alpha beta gamma

expect 0 "$in" "$out" participant --dry-run; prints 'sub-alpha/func/sub-alpha_task-rest_bold.nii.gz'
absent "$out"
expect 65 "$in" "$out" group;                says 'did not finish'
absent "$out/dataset"; absent "$out/report"

expect 0 "$in" "$out" participant --participant-label sub-alpha; prints 'next: look at'
expect 65 "$in" "$out" group;                says 'sub-beta'
absent "$out/dataset"
expect 18 "$in" "$out" participant --exclude-participant-label alfa; says alfa
expect 0 "$in" "$scratch/fewer" participant --exclude-participant-label sub-beta
absent "$scratch/fewer/private/staging/beta"
expect 65 "$in" "$scratch/fewer" group;      says 'sub-beta'
expect 0 "$in" "$scratch/fewer" group --exclude-participant-label beta; prints 'with 2 participants'
expect 0 "$in" "$out" participant;           says '1 of them done before'
expect 0 "$in" "$out" participant;           says '3 of them done before'
[ "$(stat -c %a "$out/private")" = 700 ] || fail 'private/ is open to others'
[ "$(stat -c %a "$out/private/secret")" = 600 ] || fail 'the secret is open to others'
find "$out/private/staging" -type f ! -perm 644 | grep . && fail 'a staged file is not 0644'

expect 0 "$in" "$out" group;                 prints "wrote $out/dataset with 3 participants and sent nothing"
absent "$out/private/secret"
present "$out/report/index.html"; present "$out/report/readiness.json"
[ "$(ls -d "$out"/dataset/sub-* | wc -l)" = 3 ] || fail 'not three participants'
present "$out/dataset/task-rest_bold.json"; present "$out/dataset/README.md"; present "$out/dataset/CHANGES"
for word in alpha beta gamma Planted; do
  grep -rqia -- "$word" "$out/dataset" "$out/report" && fail "'$word' is in what can be shared"
  find "$out/dataset" -name '*.gz' -exec zcat {} + | grep -qia -- "$word" && fail "'$word' is in an image"
done
find "$out/dataset" -type d ! -perm 755 | grep . && fail 'a folder of the release is closed to others'
# Staged files are the release's own, by hard links; all else in private/ is its owner's alone.
find "$out/private" -type f ! -path "$out/private/staging/*" -perm /077 | grep . && fail 'a private file is open to others'
find "$out/dataset" -printf '%T@\n' | sort -u | wc -l | grep -qx 1 || fail 'file times differ'

expect 0 "$in" "$out" group;                 prints 'nothing to do'
expect 0 "$in" "$out" participant;           says '3 of them done before'
rows=$(cat "$out/dataset/participants.tsv")
echo '{"TaskName": "rest", "RepetitionTime": 2.5}' >"$in/task-rest_bold.json"
expect 73 "$in" "$out" group;                says '--replace'
[ "$(cat "$out/dataset/participants.tsv")" = "$rows" ] || fail 'a refused run changed the release'
expect 0 "$in" "$out" group --replace
grep -q 2.5 "$out/dataset/task-rest_bold.json" || fail 'the release was not replaced'

# what was written is known again: a change in the private folder, or in an image that dataset/ shares with it, is not published
staged=$(find "$out/private/staging/gamma" -name '*_bold.nii.gz'); printf 'x' | dd of="$staged" bs=1 seek=100 conv=notrunc 2>/dev/null
expect 65 "$in" "$out" group --replace;      says 'sub-gamma: .*changed after they were written'
expect 0 "$in" "$out" participant

expect 0 "$in" "$out" group --replace

touch "$in"/sub-alpha/func/*                                  # other times, the same bytes
expect 0 "$in" "$out" participant;           says '3 of them done before'
echo '{"EchoTime": 0.04}' >"$in/sub-alpha/func/sub-alpha_task-rest_bold.json"
expect 65 "$in" "$out" group --replace;      says 'changed after'
expect 0 "$in" "$out" participant
expect 65 "$in" "$out" group --replace --dates shift; says 'other policy options'
expect 0 "$in" "$out" group --replace --clean
absent "$out/private"
grep -rq 0.04 "$out/dataset" || fail 'the edited sidecar is not in the release'

expect 0 "$out/dataset" "$scratch/audited" audit
present "$scratch/audited/private/report/index.html"; absent "$scratch/audited/dataset"
expect 21 "$in" "$scratch/audited2" audit;   prints 'must not leave'
