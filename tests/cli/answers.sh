#!/bin/bash
# Answers of people: the form, faults in it, a published report renewed with answers, and verify.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
"$(dirname "$0")/make_dataset.py" "$in" alpha beta
expect 0 --print-answers; prints '_comment_jurisdiction'
cp "$scratch/out" "$scratch/form.json"

expect 0 "$in" "$out" participant
sed 's/"purpose": null/"purpose": "everything"/' "$scratch/form.json" >"$scratch/wrong.json"
expect 64 "$in" "$out" group --answers "$scratch/wrong.json"; says 'consent.purpose.*everything.*any_research'
expect 66 "$in" "$out" group --answers "$scratch/nowhere.json"
expect 64 "$in" "$out" participant --answers "$scratch/form.json"; says 'belongs to the group level'
expect 64 "$in" "$out" audit --answers "$scratch/form.json"; says 'belongs to the group level'
absent "$out/dataset"
expect 66 verify "$out"; says 'manifest'

expect 0 "$in" "$out" group
report=$out/report/readiness.json
tree() { (cd "$out/dataset" && find . -type f -exec sha256sum {} + | sort); }
(cd "$out/dataset" && sha256sum --quiet --strict -c ../report/manifest.sha256) || fail 'the manifest is not that of dataset/'
[ "$(wc -l <"$out/report/manifest.sha256")" = "$(find "$out/dataset" -type f | wc -l)" ] || fail 'the manifest lacks a file'
release=$(sha256sum <"$out/report/manifest.sha256" | cut -d' ' -f1)
grep -q "\"manifest_sha256\": \"$release\"" "$report" || fail 'the report names another release'
expect 20 verify "$out"; prints 'the privacy officer has not advised yet; the controller has not decided yet; there is no impact assessment for this release; not cleared for sharing'

# A notice beside dataset/ stands as long as the report does not clear the release, and belongs to no release.
notice=$out/NOT_CLEARED_FOR_SHARING.txt
present "$notice"; grep -q "sha256 $release" "$notice" || fail 'the notice names another release'
grep -q 'not answered:.* R22,' "$notice" || fail 'the notice does not say what is open'
rm "$notice"
expect 20 verify "$out"; says 'NOT_CLEARED_FOR_SHARING.txt: it is gone'
expect 0 "$in" "$out" group; present "$notice"
cp "$report" "$scratch/uncleared.json"
"$(dirname "$0")/clear_report.py" "$report"; relist "$out/report"
expect 20 verify "$out"; says 'the report clears this release, run the group level again'
expect 0 "$in" "$out" group; absent "$notice"
expect 0 verify "$out"; prints 'its report clears it for sharing'
cp "$scratch/uncleared.json" "$report"; relist "$out/report"
expect 0 "$in" "$out" group; present "$notice"

# New answers renew the report; the release stays, its labels too.
before=$(tree)
sed -e 's/"jurisdiction": null/"jurisdiction": "nl"/' -e 's/"opinion": null/"opinion": "positive"/' \
    -e 's/"release": null/"release": "'"$release"'"/' -e 's/"review_date": null/"review_date": "2000-01-01"/' \
    -e '/_comment_date/,/"date"/s/"date": null/"date": "'"$(date -u +%F)"'"/' \
    -e '/"_comment_name": "Name, as it may/,/"name"/s/"name": null/"name": "P. Officer"/' "$scratch/form.json" >"$scratch/answers.json"
# Assessment, advice and decision each name the answers by the hash that the report prints for them, in this order.
bind() {  # $1 answers file
    local signs
    for signs in dpia:assessment dpo:advice controller:decision; do
        expect 0 "$in" "$out" group --answers "$1"
        python3 - "$1" "$report" "${signs%:*}" "${signs#*:}" <<'PY'
import json, sys
answers, report = (json.load(open(file)) for file in sys.argv[1:3])
who, hash_for = sys.argv[3:]
if answers[who]["release"]:
    answers[who]["answers"] = report["answers"]["print"][hash_for]
json.dump(answers, open(sys.argv[1], "w"), indent=1)
PY
    done
    expect 0 "$in" "$out" group --answers "$1"
}
expect 0 "$in" "$out" group --answers "$scratch/answers.json"; prints 'stays as it was published'
[ "$(tree)" = "$before" ] || fail 'new answers changed the release'
grep -q '"state": "valid"' "$report" && fail 'an advice counts that names no answers'
bind "$scratch/answers.json"
grep -q '"state": "valid"' "$report" || fail 'the sign-off is not in the report'
# An answer that changes afterwards is named, and the advice asked for again.
sed 's/"jurisdiction": "nl"/"jurisdiction": "eu"/' "$scratch/answers.json" >"$scratch/changed.json"
for _ in 1 2; do
    expect 0 "$in" "$out" group --answers "$scratch/changed.json"
    grep -q 'the answers changed since the advice: jurisdiction;' "$report" || fail 'the answer that changed is not named'
    echo ' ' >>"$scratch/changed.json"
done
expect 20 verify "$out"; says 'out of date: the advice: the answers changed since'; prints "the privacy officer's advice is out of date"
expect 0 "$in" "$out" group --answers "$scratch/answers.json"
expect 0 "$in" "$out" group --answers "$scratch/answers.json"; prints 'nothing to do'
cp "$report" "$scratch/advised_report.json"
sed -i '/"sign_off"/,/}/s/"date": "[0-9-]*"/"date": "2020-01-01"/' "$report"; relist "$out/report"
expect 20 verify "$out"; says 'out of date: the advice of 2020-01-01'; says 'review was due on 2000-01-01'
cp "$scratch/advised_report.json" "$report"; relist "$out/report"

# The controller decides on this release: told, refused, for another one, and out of date after 18 months.
now=$(date -u +%F)
decided() {  # $1 decision, $2 day
    python3 - "$scratch/answers.json" "$scratch/decided.json" "$release" "$@" <<'PY'
import json, sys
answers = json.load(open(sys.argv[1]))
answers["foresight"]["review_date"] = None
answers["dpo"]["date"] = sys.argv[5]
answers["controller"].update(name="University", represented_by="C. Hoofd", decision=sys.argv[4], date=sys.argv[5],
                             release=sys.argv[3])
json.dump(answers, open(sys.argv[2], "w"))
PY
    bind "$scratch/decided.json"
}
decided approved "$now"
expect 20 verify "$out"; prints 'the privacy officer advised in favour of this release; the controller approved this release'
cp "$report" "$scratch/approved.json"
sed -i '/"controller"/,/}/s/"release": "'"$release"'"/"release": "'"$(printf %064d 0)"'"/' "$report"; relist "$out/report"
expect 20 verify "$out"; says 'out of date: the decision: it was given for another release'; prints "the controller's decision is out of date"
cp "$scratch/approved.json" "$report"; relist "$out/report"
decided refused "$now"
expect 20 verify "$out"; prints 'the controller refused it'
# The privacy officer advises: against it, and on conditions before and after somebody confirmed them.
advised() {  # $1 opinion, $2 conditions
    python3 - "$scratch/decided.json" "$scratch/advised.json" "$@" <<'PY'
import json, sys
answers = json.load(open(sys.argv[1]))
answers["dpo"].update(opinion=sys.argv[3], conditions=json.loads(sys.argv[4]))
json.dump(answers, open(sys.argv[2], "w"))
PY
    bind "$scratch/advised.json"
}
decided approved "$now"
advised negative null
expect 20 verify "$out"; prints 'the privacy officer advised against it; the controller approved this release'
advised positive_with_conditions '[{"text": "a contact for withdrawals"}]'
expect 20 verify "$out"; prints 'in favour on conditions that nobody confirmed as met'
advised positive_with_conditions '[{"text": "a contact for withdrawals", "confirmed_by": "C. Hoofd", "date": "'"$now"'"}]'
expect 20 verify "$out"; prints 'the privacy officer advised in favour of this release'
# An impact assessment that leaves a high risk is one, and clears nothing before the authority was consulted.
assessed() {  # $1 what the supervisory authority was asked
    python3 - "$scratch/decided.json" "$scratch/assessed.json" "$release" "$now" "$1" <<'PY'
import json, sys
answers = json.load(open(sys.argv[1]))
answers["dpia"] = {"status": "done", "date": sys.argv[4], "ref": "DPIA 7", "advice": "advice 11",
                   "release": sys.argv[3], "residual_risk": "high", "consultation": json.loads(sys.argv[5])}
json.dump(answers, open(sys.argv[2], "w"))
PY
    bind "$scratch/assessed.json"
}
assessed null
expect 20 verify "$out"; prints 'leaves a high risk, and the supervisory authority was not consulted'
assessed '"advice 2026-3"'
expect 20 verify "$out"; ! grep -q 'impact assessment' "$scratch/out" || fail 'the consulted authority still counts as asked by nobody'
decided approved 2020-01-01
expect 20 verify "$out"; prints 'has not decided yet'
grep -q "decision is dated before this release was made" "$report" || fail 'a decision from before the release counts'
decided approved "$now"
sed -i '/"controller"/,/}/s/"date": "'"$now"'"/"date": "2020-01-01"/' "$report"; relist "$out/report"
expect 20 verify "$out"; says 'out of date: the decision of 2020-01-01'; prints 'the controller approved this release'
sed -i '/"controller"/,/}/s/"date": "2020-01-01"/"date": "2999-01-01"/' "$report"; relist "$out/report"
expect 20 verify "$out"; says 'out of date: the decision is dated 2999-01-01, in the future'; ! grep -q 'clears it for sharing' "$scratch/out" || fail 'what is out of date still clears'
expect 0 "$in" "$out" group --answers "$scratch/answers.json"

# A sign-off is that of the manifest and no other; facts go out of date wherever they stand.
cp "$report" "$scratch/report.json"
sed -i '/"sign_off"/,/}/s/"release": "'"$release"'"/"release": "'"$(printf %064d 0)"'"/' "$report"; relist "$out/report"
expect 20 verify "$out"; says 'out of date: the advice: it was given for another release'
sed 's/"checked": "2026-11"/"checked": "2020-01"/' "$scratch/report.json" >"$report"; relist "$out/report"
expect 20 verify "$out"; says 'out of date: the rules were checked in 2020-01'; says 'facts about repositories, deposits and networks'
cp "$scratch/report.json" "$report"; relist "$out/report"

# A source label in an answer stops it, and the old report stays.
sed 's/P. Officer/the mother of sub-alpha/' "$scratch/answers.json" >"$scratch/leak.json"
rm -rf "$out/private/report"
expect 65 "$in" "$out" group --answers "$scratch/leak.json"; says 'reword it'
[ -n "$(ls "$out/private/report")" ] || fail 'no private report says where'
grep -q 'sub-alpha' -r "$out/report" && fail 'a source label is in the report'
grep -q 'P. Officer' "$report" || fail 'the old report is gone'

# After --clean the report can still be renewed, and a label in an answer is still found.
expect 0 "$in" "$out" group --answers "$scratch/answers.json" --clean; says "$out/private is deleted"; absent "$out/private"
expect 65 "$in" "$out" group --answers "$scratch/leak.json"; says 'reword it'
sed 's/"jurisdiction": "nl"/"jurisdiction": "eu"/' "$scratch/answers.json" >"$scratch/later.json"
expect 0 "$in" "$out" group --answers "$scratch/later.json"; prints 'stays as it was published'
[ "$(tree)" = "$before" ] || fail 'new answers after --clean changed the release'
grep -q 'compare them with those of your country' "$report" || fail 'the later answers are not in the report'

# A manifest that is not the one of the report is no measure.
sed -i '1s/^./0/; 1s/^0\(.\)/1\1/' "$out/report/manifest.sha256"
expect 65 verify "$out"; says 'as readiness.json names it'
expect 64 verify; says 'usage:'

# A word that holds the place of a licence grants nothing: it is left out, and the licence is asked for.
cp -r "$in" "$scratch/placeholder"
sed -i 's/"License": "CC0"/"License": "TODO"/' "$scratch/placeholder/dataset_description.json"
for preset in open restricted; do
  expect 0 "$scratch/placeholder" "$scratch/$preset" participant --preset "$preset"
  expect 0 "$scratch/placeholder" "$scratch/$preset" group --preset "$preset"
  ! grep -q TODO "$scratch/$preset/dataset/dataset_description.json" || fail "a word for no licence left, $preset"
  python3 - "$scratch/$preset/report/readiness.json" <<'PY' || fail "no licence is asked for, $preset"
import json, sys
report = json.load(open(sys.argv[1]))
licence = next(check for check in report["checks"] if check["id"] == "R61")
sys.exit(0 if report["release"]["license"] is None and licence["status"] == "NEEDS-ANSWER" else 1)
PY
done
