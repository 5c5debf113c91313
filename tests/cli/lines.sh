#!/bin/bash
# Options of the run: each line that the report prints has them and leads to the same release; whoever forgets one
# is told which, and no release is replaced by one that drops a policy or brings persons back without a word.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
persons=$(seq -f 's%02g' 1 10)
# shellcheck disable=SC2086  # a list of labels
"$here/make_dataset.py" "$in" $persons
{ printf 'participant_id\tage\tIQ\n'; i=0; for label in $persons; do i=$((i + 1)); printf 'sub-%s\t%s\t%s\n' "$label" $((30 + 10 * (i % 2))) $((90 + i)); done; } >"$in/participants.tsv"
echo '{"age_bands": [40], "columns": {"IQ": {"type": "free_text"}}}' >"$scratch/mine.json"
options=(--preset restricted --policy "$scratch/mine.json" --exclude-participant-label s09 s10)
report=$out/report/readiness.json
tree() { (cd "$out/dataset" && find . -type f -exec sha256sum {} + | sort); }
released() { ls -d "$out"/dataset/sub-* | wc -l; }

expect 0 "$in" "$out" participant "${options[@]}"
expect 0 "$in" "$out" group "${options[@]}";   prints 'with 8 participants'
before=$(tree)

# nothing that can be shared has the file's name or a label; the private folder has both, as they were typed
grep -rq 'mine.json\|s09\|s10' "$out/report" "$out/dataset" && fail 'a path or a label is in what can be shared'
grep -qx -- "shareready $in $out group --exclude-participant-label s09 s10 --preset restricted --policy $scratch/mine.json" "$out/private/report/options.txt" ||
  fail "the lines as typed: $(cat "$out/private/report/options.txt")"
grep -q 'options.txt' "$out/private/report/index.html" || fail 'the private page does not name the options'

# what a person types who follows the printed lines, with the placeholders filled in
typed() {  # $1 report, $2 what the line holds
  python3 - "$1" "$2" "$in" "$out" "$scratch/mine.json" <<'PY'
import json, sys
report, wanted, source, out, policy = sys.argv[1:]
lines = [line for step in json.load(open(report))["next_steps"] for line in step["command"].split("\n")]
words = {"BIDS_DIR": source, "OUTPUT_DIR": out, "policy.json": policy, "answers.json": out + "/../answers.json",
         "LABEL ...": "s09 s10", '"REPOSITORY"': '"DANS Data Station Life Sciences"'}
for line in lines:
    if wanted in line:
        for word, value in words.items():
            line = line.replace(word, value)
        print(line.removeprefix("shareready "))
        break
PY
}
expect 0 --print-answers; cp "$scratch/out" "$scratch/answers.json"
for wanted in '--answers answers.json' '--package'; do
  line=$(typed "$report" "$wanted"); [ -n "$line" ] || fail "no line with $wanted"
  eval "expect 0 $line"; [ "$(tree)" = "$before" ] || fail "another release by: $line"
done
line=$(typed "$report" ' participant'); eval "expect 0 $line"; says '8 of them done before'
line=$(typed "$report" '--replace'); eval "expect 0 $line"; [ "$(tree)" = "$before" ] || fail "another release by: $line"

# whoever forgets an option is told which
expect 65 "$in" "$out" group --preset restricted --exclude-participant-label s09 s10
says 'other policy options'; says 'give this run the options of the participant level, --policy among them'; says 'age_bands was \[40\], is \[\]'; says 'columns.IQ was {"type":"free_text"}, is not named'
expect 65 "$in" "$out" group --preset restricted --policy "$scratch/mine.json"
prints 'made without 2 of them: name them again by --exclude-participant-label'
[ "$(tree)" = "$before" ] || fail 'a refused run changed the release'

# a release without the policy, or with the two: refused, and said what would come back
expect 0 "$in" "$out" participant --preset restricted
expect 73 "$in" "$out" group --preset restricted;           says '2 persons come back'; says '--replace'
expect 73 "$in" "$out" group --preset restricted --replace; says 'made with --exclude-participant-label, --policy'
says '2 persons come back'; says 'age_bands was \[40\]'
expect 73 "$in" "$out" group --preset restricted --replace --exclude-participant-label s09 s10; says 'made with --policy,'
expect 73 "$in" "$out" group --preset restricted --replace --exclude-participant-label s09; says '1 person come'
[ "$(tree)" = "$before" ] || fail 'a refused run changed the release'
expect 0 "$in" "$out" participant --policy "$scratch/mine.json"
expect 73 "$in" "$out" group --policy "$scratch/mine.json" --exclude-participant-label s09 s10 --replace; says 'made with --preset,'
[ "$(tree)" = "$before" ] || fail 'a refused run changed the release'

# said in so many words it is done, and both say so
echo '{}' >"$scratch/none.json"
expect 0 "$in" "$out" participant --preset restricted --policy "$scratch/none.json"
expect 0 "$in" "$out" group --preset restricted --policy "$scratch/none.json" --exclude-participant-label s10 --participant-label s01 s02 s03 s04 s05 s06 s07 s08 s09 --replace
says 'replacing a release.*1 person comes back who was left out'; says 'columns.IQ was'
[ "$(released)" = 9 ] || fail 'not nine participants'
grep -q 'Persons came back who had been left out' "$out/report/index.html" || fail 'the report does not say that persons came back'
grep -q 'In its policy these were others: age_bands, columns' "$out/report/index.html" || fail 'the report does not say what the policy was'
grep -q '"added": "<5"' "$report" || fail "who is new is told: $(grep '"added"' "$report")"

# after --clean the report alone tells what it was made with
all=(--preset restricted --policy "$scratch/none.json" --exclude-participant-label s10)
expect 0 "$in" "$out" group "${all[@]}" --participant-label s01 s02 s03 s04 s05 s06 s07 s08 s09 --clean
expect 0 "$in" "$out" participant --preset restricted --dates drop
expect 73 "$in" "$out" group --preset restricted --dates drop --replace
says 'made with --exclude-participant-label, --participant-label, --policy'; says 'not noted here any more'
expect 0 "$in" "$out" participant "${all[@]}" --dates drop
expect 0 "$in" "$out" group "${all[@]}" --dates drop --replace; prints 'with 9 participants'
