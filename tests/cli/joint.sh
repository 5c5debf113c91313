#!/bin/bash
# Who is alone by tables and kinds of image together, counted again by another program; what a measure promises of
# both holds in the release made with it.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in
labels=$(seq -f 'p%02g' 1 24)
# shellcheck disable=SC2086  # a list of labels
"$here/make_dataset.py" "$in" $labels
# shellcheck disable=SC2086
"$here/check_joint.py" write "$in" $labels

# release NAME [OPTION...]: a restricted release of it.
release() {
  local out=$scratch/$1; shift
  expect 0 "$in" "$out" participant --preset restricted "$@"
  expect 0 "$in" "$out" group --preset restricted "$@"; prints 'with 24 participants'
  "$here/check_joint.py" check "$out/dataset" "$out/report" || fail 'the report tells other numbers'
}
# member FILE EXPRESSION: of a report.
member() { python3 -c "import json; risk = json.load(open('$1/report/readiness.json'))['risk']; print($2)"; }

# keeps NAME BY PROMISED: a release has as many persons alone as was promised of it.
keeps() {
  local made; made=$("$here/check_joint.py" alone "$scratch/$1/dataset" "$2")
  python3 -c "
import sys; sys.path.insert(0, '$here'); from check_joint import fits
sys.exit(0 if fits($made, '$3') else 1)" || fail "$1, $2: promised $3 alone, made: $made"
}

release first
report=$scratch/first/report/index.html
grep -q 'which images, tables and recordings each has' "$report" || fail 'the report does not tell of both together'
! grep -q 'every released column known' "$report" || fail 'the tables are taken for all that is released'
grep -q 'which images, tables and recordings there are | [0-9<]' "$scratch/first/report/drafts/impact_assessment.en.md" ||
  fail 'the assessment has no figure of both'

# The first of the best measures, made.
member "$scratch/first" "risk['best_measures'][0]['policy']" >"$scratch/best.json"
promised=$(member "$scratch/first" "risk['best_measures'][0]['with_files']")
promised_all=$(member "$scratch/first" "risk['best_measures'][0]['with_all']")
release best --policy "$scratch/best.json"
keeps best columns "$promised"
keeps best all "$promised_all"
[ "$(member "$scratch/best" "risk['whole']['uniques']")" = 0 ] || fail 'somebody is alone by the tables'

# Kinds of image left out by the policy: what is promised of them holds too, and what describes them goes along.
for at in 0 1; do
  member "$scratch/first" "risk['without_images'][$at]['policy']" >"$scratch/kinds$at.json"
  release "kinds$at" --policy "$scratch/kinds$at.json"
  for by in details columns all; do
    keeps "kinds$at" $by "$(member "$scratch/first" "risk['without_images'][$at]['$by']")"
  done
done
grep -q 'task-once' "$scratch/kinds0.json" || fail 'the kinds that few have are not named'
find "$scratch/kinds0/dataset" -name '*task-once*' | grep -q . && fail 'a kind that the policy leaves out is released'
find "$scratch/kinds0/dataset" -name '*task-nback*_bold.nii.gz' | grep -q . || fail 'a kind that many have went'
find "$scratch/kinds1/dataset" -name '*task-nback*' | grep -q . && fail 'a kind that not everybody has is released'
[ "$(member "$scratch/kinds1" "risk['joint']['files']['uniques']")" = 0 ] || fail 'somebody is alone by kinds that everybody has'
grep -q 'a kind of image that the policy leaves out' "$scratch/kinds0/report/readiness.json" || fail 'the report does not say what went'
grep -q 'Weigh kinds of image that few persons have' "$report" || fail 'no step is about kinds that few have'

# A kind that is misspelled is a slip, not a wish that was met.
echo '{"leave_out_images": ["func/task-oncee_bold"]}' >"$scratch/slip.json"
expect 0 "$in" "$scratch/slip" participant --preset restricted --policy "$scratch/slip.json"
expect 64 "$in" "$scratch/slip" group --preset restricted --policy "$scratch/slip.json"
says 'no participant of the input has one'; says 'func/task-once_bold'; absent "$scratch/slip/dataset"

# Keys of sidecars left out: the same.
rows=$(member "$scratch/first" "len(risk['without_keys'])")
[ "$rows" -gt 0 ] || fail 'no keys of sidecars are counted'
for at in $(seq 0 $((rows - 1))); do
  member "$scratch/first" "risk['without_keys'][$at]['policy']" >"$scratch/keys$at.json"
  release "keys$at" --policy "$scratch/keys$at.json"
  for by in sidecars described all; do
    keeps "keys$at" $by "$(member "$scratch/first" "risk['without_keys'][$at]['$by']")"
  done
done
grep -q 'ReceiveCoilName.*SoftwareVersions' "$scratch/keys0.json" || fail 'the keys that name the device are not named'
grep -rqE 'ReceiveCoilName|SoftwareVersions' "$scratch/keys0/dataset" && fail 'a key that the policy leaves out is released'
grep -rq 'EchoTime' "$scratch/keys0/dataset" || fail 'a key that nobody left out went'
grep -q 'Weigh what sidecars tell of the scanner' "$report" || fail 'no step is about what sidecars tell'
for key in RepetitionTime DeidentificationMethod; do
  echo "{\"leave_out_keys\": [\"$key\"]}" >"$scratch/required.json"
  expect 64 "$in" "$scratch/required" participant --policy "$scratch/required.json"; says "$key cannot be left out"
done
echo '{"leave_out_keys": ["SoftwareVersion"]}' >"$scratch/slip.json"
expect 0 "$in" "$scratch/slip_key" participant --preset restricted --policy "$scratch/slip.json"
expect 64 "$in" "$scratch/slip_key" group --preset restricted --policy "$scratch/slip.json"
says 'no sidecar of the input has it'; says 'SoftwareVersion'; absent "$scratch/slip_key/dataset"

# Who is alone by it is named by source label for who has to leave persons out, after what is said of ages.
named=$scratch/first/private/report/persons-at-risk.txt
for by in details described all; do
  made=$("$here/check_joint.py" alone "$scratch/first/dataset" $by)
  case $by in
    details) line='the details that k persons share, and which images, tables and recordings they have' ;;
    described) line='the details that k persons share, which images, tables and recordings they have, and all that their sidecars say' ;;
    all) line='every column of the tables of persons, all their files and what these say' ;;
  esac
  grep -qxF "Persons who are alone in the release by $line: $made" "$named" || fail "persons-at-risk.txt does not say that $made are alone by $by"
done
grep -A3 'alone in the release by which images, tables and recordings they have: 3$' "$named" | tail -3 | tr -d '\n' | grep -qxF '  sub-p05  sub-p08  sub-p10' ||
  fail 'the persons with kinds of their own are not named'
grep -A1 'alone in the release by all that their sidecars say' "$named" | grep -qxF '  sub-p04' || fail 'who is alone by sidecars is not named'
head -1 "$named" | grep -q 'alone in the release' && fail 'what is said of ages no longer stands first'
grep -q 'Their labels stand in private/report/persons-at-risk.txt' "$report" || fail 'the report does not say where they are named'

# What a policy says of columns of events beyond letting them go is not ignored.
sed -i 's/^onset\tduration$/onset\tduration\tresponse_time/; s/^1.0\t2.0$/1.0\t2.0\t0.7/' "$in"/sub-*/func/*_events.tsv
for said in '"response_time": {"type": "other", "top": 2}' '"onset": {"type": "free_text"}'; do
  echo "{\"columns\": {$said}}" >"$scratch/events.json"
  rm -rf "$scratch/events"
  expect 0 "$in" "$scratch/events" participant --preset restricted --policy "$scratch/events.json"
  expect 64 "$in" "$scratch/events" group --preset restricted --policy "$scratch/events.json"
  says 'events tables alone have it'; absent "$scratch/events/dataset"
done
