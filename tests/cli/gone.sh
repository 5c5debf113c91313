#!/bin/bash
# Study key, source and private/ destroyed, as the answers say: the report believes it when it is so, and can be
# renewed without them by - for BIDS_DIR; a source that is merely not found stops the run.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
"$(dirname "$0")/make_dataset.py" "$in" alpha beta
expect 0 --print-answers
cp "$scratch/out" "$scratch/form.json"
python3 - "$scratch/form.json" "$scratch" "$(date -u +%F)" <<'PY'
import json, sys
answers = json.load(open(sys.argv[1]))
answers["dpo"]["opinion"] = "outside_gdpr"
for name, exists in (("kept", True), ("gone", False)):
    answers["key"].update(exists=exists, destroyed_on=None if exists else sys.argv[3])
    json.dump(answers, open(f"{sys.argv[2]}/{name}.json", "w"))
PY
report=$out/report/readiness.json
check_of() { python3 -c 'import json, sys
print(*[c["status"] + " " + c["observed"] for c in json.load(open(sys.argv[1]))["checks"] if c["id"] == sys.argv[2]])' "$report" "$1"; }
tells() { check_of R6 | grep -qE -- "$1" || { check_of R6 >&2; fail "R6 does not say '$1'"; }; }

expect 0 "$in" "$out" participant
expect 0 "$in" "$out" group --answers "$scratch/gone.json"
tells '^FAIL.*the source \(BIDS_DIR\) and private/ stood'
released=$(cd "$out/dataset" && find . -type f -exec sha256sum {} + | sort)

# private/ alone taken away: the source is still read.
expect 0 "$in" "$out" group --answers "$scratch/gone.json" --clean; absent "$out/private"
tells '^FAIL.*the source \(BIDS_DIR\) stood'
expect 0 "$in" "$out" group --answers "$scratch/gone.json"; prints 'nothing to do'; absent "$out/private"

# A folder that is not there is a slip of the pen, whatever the answers say; "-" is none, and is believed by answers
# that say so too, for a report that is published.
cp "$report" "$scratch/report.json"
expect 66 "${in}c" "$out" group --answers "$scratch/gone.json"
mv "$in" "$scratch/elsewhere"
expect 66 "$in" "$out" group
expect 66 "$in" "$out" group --answers "$scratch/gone.json"
expect 64 - "$out" group; says 'report of a published release'
expect 64 - "$out" group --answers "$scratch/kept.json"; says 'key.exists'
expect 64 - "$out" group --answers "$scratch/gone.json" --replace
expect 64 - "$out" participant
expect 64 - "$scratch/empty" group --answers "$scratch/gone.json"; absent "$scratch/empty"
mkdir "$out/private"
expect 64 - "$out" group --answers "$scratch/gone.json"; says 'private.*delete it'
rmdir "$out/private"
sed 's/outside_gdpr/positive/' "$scratch/gone.json" >"$scratch/other.json"
expect 64 - "$out" group --answers "$scratch/other.json"; says 'byte for byte'
cmp -s "$report" "$scratch/report.json" || fail 'a refused run changed the report'
absent "$out/private"
echo >>"$report"; expect 65 - "$out" group --answers "$scratch/gone.json"; says 'not written together.*take report/ from'
cp "$scratch/report.json" "$report"; absent "$out/private"

for said in 'says now' 'says already'; do
  expect 0 - "$out" group --answers "$scratch/gone.json"; prints "$said that the source and the private folder are gone"
  tells '^WARN destroyed on .*written without a source, and private/ did not stand'
  absent "$out/private"; present "$out/NOT_CLEARED_FOR_SHARING.txt"
  expect 20 verify "$out"
done
[ "$(cd "$out/dataset" && find . -type f -exec sha256sum {} + | sort)" = "$released" ] || fail 'the release changed'
[ "$(stat -c %a "$out/report")" = 755 ] || fail 'the renewed report has another mode than a published one'

# A source that is back is told.
mv "$scratch/elsewhere" "$in"
expect 0 "$in" "$out" group --answers "$scratch/gone.json"; prints 'stays as it was published'
tells '^FAIL.*the source \(BIDS_DIR\) stood'
absent "$out/private"

# A private folder at a place of its own is seen to be gone only by who looks there.
program=$(realpath "$SHAREREADY_BIN") own=(--private-dir "$scratch/safe") out=$scratch/second report=$scratch/second/report/readiness.json
expect 0 "$in" "$out" participant "${own[@]}"
expect 0 "$in" "$out" group "${own[@]}" --answers "$scratch/gone.json"
cp -r "$out" "$scratch/third"; cp -r "$scratch/safe" "$scratch/safe3"
expect 0 "$in" "$out" group --answers "$scratch/gone.json"; present "$scratch/safe"; absent "$out/private"
tells '^FAIL.*the source \(BIDS_DIR\) and private/ stood'
expect 0 "$in" "$out" group --answers "$scratch/gone.json" --clean; present "$scratch/safe"
tells '^FAIL.*the source \(BIDS_DIR\) and private/ stood'
expect 0 "$in" "$out" group --answers "$scratch/gone.json" --private-dir "$scratch/saef"; absent "$scratch/saef"
tells '^FAIL.*the source \(BIDS_DIR\) and private/ stood'
mv "$in" "$scratch/elsewhere"
cp "$report" "$scratch/report.json"
expect 64 - "$out" group --answers "$scratch/gone.json"; says 'private-dir.*a place of its own: name it'
expect 64 - "$out" group --answers "$scratch/gone.json" "${own[@]}"; says 'safe.*delete it'
cmp -s "$report" "$scratch/report.json" || fail 'a refused run changed the report'
mv "$scratch/safe" "$scratch/away"; ln -s "$scratch/disk-that-is-away" "$scratch/safe"
expect 64 - "$out" group --answers "$scratch/gone.json" "${own[@]}"; says 'safe.*delete it'
rm "$scratch/safe"; mv "$scratch/away" "$scratch/safe"
if [ "$(id -u)" != 0 ]; then  # root looks everywhere
  mkdir -m 0 "$scratch/closed"
  "$program" - "$out" group --answers "$scratch/gone.json" --private-dir "$scratch/closed/safe" && fail 'a closed place counts as seen'
  chmod 700 "$scratch/closed"
fi
rm -r "$scratch/safe"
mkdir "$out/private"; expect 64 - "$out" group --answers "$scratch/gone.json" "${own[@]}"; says 'private.*delete it'
export SHAREREADY_CONTAINER_TAG=here
rmdir "$out/private"; expect 64 - "$out" group --answers "$scratch/gone.json" "${own[@]}"; says 'not mounted is not seen'
unset SHAREREADY_CONTAINER_TAG; mkdir "$out/private" "$scratch/safe"
rmdir "$out/private"
expect 0 - "$out" group --answers "$scratch/gone.json" "${own[@]}"; prints 'says now'; rmdir "$scratch/safe"
(cd "$out" && "$program" - . group --answers "$scratch/gone.json") || fail 'an output named by a dot'
tells '^WARN destroyed on .*private/ did not stand'

# Where the program itself deleted it, it is seen to be gone.
mv "$scratch/elsewhere" "$in"; out=$scratch/third report=$scratch/third/report/readiness.json
expect 0 "$in" "$out" group --answers "$scratch/gone.json" --private-dir "$scratch/safe3" --clean; absent "$scratch/safe3"
tells '^FAIL.*the source \(BIDS_DIR\) stood'
expect 0 "$in" "$out" group --answers "$scratch/gone.json"; prints 'nothing to do'
mv "$in" "$scratch/elsewhere"
expect 0 - "$out" group --answers "$scratch/gone.json"; prints 'says now'
tells '^WARN destroyed on .*private/ did not stand'
