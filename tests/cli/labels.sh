#!/bin/bash
# Labels everywhere at once: no code of a family, twin, parent or site comes through, whatever the policy keeps; what
# refers to nothing any more is named in private/; texts, links and nested derivatives hold no old label.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/out-dir
labels=$(seq -f 'kid%02g' 1 24)
# shellcheck disable=SC2086  # a list of labels
"$here/make_dataset.py" "$in" $labels
python3 - "$in" <<'P'
import json, os, sys
root = sys.argv[1]
kids = [f"kid{i:02d}" for i in range(1, 25)]
family = {kid: f"FAMKAN{i // 2 + 100}" for i, kid in enumerate(kids)}            # twelve families of two
site = {kid: ("Kanarieziekenhuis Urk", "Sijsjeskliniek Epe")[i % 2] for i, kid in enumerate(kids)}
head = ["participant_id", "age", "sex", "family_id", "twin_id", "mother_id", "site", "scanner"]
with open(f"{root}/participants.tsv", "w") as table:
    print(*head, sep="\t", file=table)
    for i, kid in enumerate(kids):
        twin = f"sub-{kids[i ^ 1]}"
        print(f"sub-{kid}", 30 + i % 2, "F", family[kid], twin, f"MOEDKAN{i // 2 + 700}", site[kid], f"SCANKAN{i % 2}", sep="\t", file=table)
os.makedirs(f"{root}/phenotype")
with open(f"{root}/phenotype/moca.tsv", "w") as table:
    print("participant_id", "family_id", "moca", sep="\t", file=table)
    for i, kid in enumerate(kids): print(f"sub-{kid}", family[kid], 20 + i % 2, sep="\t", file=table)
json.dump({"family_id": {"Description": "kanarie", "Levels": {family["kid01"]: "de kanaries"}},
           "site": {"Levels": {"Kanarieziekenhuis Urk": "op het eiland"}}}, open(f"{root}/participants.json", "w"))
# Who made a scan is an author as well, which stops nothing.
json.dump({"EchoTime": 0.003, "OperatorsName": "Onderzoeker^Jan"}, open(f"{root}/sub-kid01/func/sub-kid01_task-rest_bold.json", "w"))
for kid in kids[:4]:
    open(f"{root}/sub-{kid}/sub-{kid}_sessions.tsv", "w").write(f"session_id\tfamily_id\nses-1\t{family[kid]}\n")
    os.makedirs(f"{root}/sub-{kid}/ses-1")
P
printf 'cff-version: 1.2.0\nmessage: cite us\ntitle: vogels\nauthors:\n  - family-names: Onderzoeker\ndoi: 10.1/kanarie\nabstract: >\n  sub-kid03 was\n  scanned twice\nkeywords:\n  - kid04\n' >"$in/CITATION.cff"
echo 'sub-kid07 was scanned twice' >"$in/CHANGES"; echo 'about sub-kid08' >"$in/README"
canaries() {  # what must be in no byte of what can be shared, compressed or not, nor in a name
  for word in FAMKAN MOEDKAN SCANKAN kanarie sijsjes sub-kid; do
    find "$1/dataset" "$1/report" | grep -qi "$word" && fail "$word is in a name"
    grep -rqia "$word" "$1/dataset" "$1/report" && fail "$word is in a file: $(grep -rlia "$word" "$1/dataset" "$1/report" | head -3)"
  done
  grep -rqiI 'kid[0-9]' "$1/dataset" "$1/report" && fail 'a bare label is in a text'
  return 0
}
column() {  # column NAME TABLE: its cells
  python3 -c 'import csv,sys; [print(row[sys.argv[1]]) for row in csv.DictReader(open(sys.argv[2]), delimiter="\t")]' "$1" "$2"
}

# by default the columns go
expect 0 "$in" "$out" participant
expect 0 "$in" "$out" group; prints 'with 24 participants'
canaries "$out"
head -1 "$out/dataset/participants.tsv" | grep -q -e family -e twin -e mother -e site -e scanner && fail 'a column of codes stayed unasked'
word=$(sed -nE '1s/.*: (within|beyond) chance.*/\1 chance/p' "$out/private/report/label-order.txt")  # by chance the other one in one of a hundred runs
grep -q "\"label_order\": \"$word\"" "$out/report/readiness.json" || fail 'the report tells the order of labels otherwise than private/'
grep -q 'rank correlation' "$out/private/report/label-order.txt" || fail 'private/ does not hold the figures of the order'
grep -rq 'rank correlation' "$out/report" && fail 'figures of the order are in the report'
grep -q 'doi' "$out/dataset/CITATION.cff" && fail 'the citation names the original'
grep -q 'Onderzoeker' "$out/dataset/CITATION.cff" || fail 'the citation lost its author'
grep -rqi 'onderzoeker' "$out/dataset/sub-"* && fail 'who made a scan is named beside it'
[ "$(stat -c %Y "$out/dataset"/sub-* | sort -u | wc -l)" = 1 ] || fail 'times of folders tell of an order'

# The same author in dataset_description.json, whom the report repeats, and as who signs; without either the name is a leak.
python3 - "$in/dataset_description.json" <<'P'
import json, sys
described = json.load(open(sys.argv[1])); described["Authors"] = ["J. Onderzoeker", "P. Anders"]
json.dump(described, open(sys.argv[1], "w"))
P
mv "$in/CITATION.cff" "$scratch/cited"; rm -rf "$out"
expect 0 "$in" "$out" participant
expect 0 "$in" "$out" group; prints 'with 24 participants'
grep -q 'J. Onderzoeker' "$out/report/readiness.json" || fail 'the report lost an author who made scans'
echo '{"format": 1, "dua": {"signatory": {"name": "Dr. Jan ONDERZOEKER"}}, "dpo": {"name": "F. Onderzoeker"}}' >"$scratch/named.json"
sed -i 's/J. Onderzoeker/J. Ander/' "$in/dataset_description.json"; rm -rf "$out"
expect 0 "$in" "$out" participant
expect 0 "$in" "$out" group --answers "$scratch/named.json"
grep -q 'F. Onderzoeker' "$out/report/readiness.json" || fail 'who signs is not named'
# a participant of that name is looked for in the report as everywhere
echo '{"EchoTime": 0.003, "PatientName": "Onderzoeker^Piet"}' >"$in/sub-kid02/func/sub-kid02_task-rest_bold.json"; rm -rf "$out"
expect 0 "$in" "$out" participant
expect 21 "$in" "$out" group --answers "$scratch/named.json"
rm "$in/sub-kid02/func/sub-kid02_task-rest_bold.json"; mv "$scratch/cited" "$in/CITATION.cff"; rm -rf "$out"
expect 0 "$in" "$out" participant

# one participant a run, in the order of their labels: files of the release have numbers of their own on the disk
for label in $labels; do expect 0 "$in" "$scratch/serial" participant --participant-label "$label"; done
# A file system gives numbers that were freed again, by tests beside this one too: then they may follow no order.
follows=$(python3 - "$scratch/serial/private/staging" $labels <<'PY'
import glob, os, sys
numbers = [min(os.stat(file).st_ino for file in glob.glob(f"{sys.argv[1]}/{label}/**/*.nii.gz", recursive=True))
           for label in sys.argv[2:]]
n = len(numbers)
apart = sum((sorted(numbers).index(number) - place) ** 2 for place, number in enumerate(numbers))
correlation = 1 - 6 * apart / (n * (n * n - 1))  # Spearman
print("yes" if abs(correlation) > 0.65 else f"no ({correlation:.2f})")
PY
)
expect 0 "$in" "$scratch/serial" group
echo "numbers of staged files follow the order of the source: $follows"
if [ "$follows" = yes ]; then
  find "$scratch/serial/dataset" -name '*.nii.gz' -links +1 | grep . && fail 'the order of the source is in the numbers of files on the disk'
fi

# whatever the policy says, what stays are random labels: one for each family, the same in all tables
for policy in '{"keep_columns": ["family_id", "twin_id", "mother_id", "site", "scanner"]}' \
  '{"columns": {"family_id": {"type": "other"}, "twin_id": {"type": "label"}, "mother_id": {"type": "quasi_identifier"}, "site": {"type": "label"}, "scanner": {"type": "label"}}}'; do
  rm -rf "$out"; echo "$policy" >"$scratch/policy.json"
  expect 0 "$in" "$out" participant --policy "$scratch/policy.json"
  expect 0 "$in" "$out" group --policy "$scratch/policy.json"
  canaries "$out"
  table=$out/dataset/participants.tsv
  [ "$(column family_id "$table" | sort | uniq -c | awk '$1 != 2' | wc -l)" = 0 ] || fail 'families are not those of the source'
  [ "$(column family_id "$table" | sort -u | wc -l)" = 12 ] || fail 'not one label for each family'
  [ "$(column mother_id "$table" | sort -u | wc -l)" = 12 ] || fail 'not one label for each mother'
  [ "$(column site "$table" | sort -u | wc -l)" = 2 ] || fail 'not one label for each site'
  diff <(column participant_id "$table" | sort) <(column twin_id "$table" | sort) >/dev/null || fail 'twins are not named by their new labels'
  paste <(column participant_id "$table") <(column family_id "$table") | sort >"$scratch/families"
  column family_id "$out/dataset/phenotype/moca.tsv" >/dev/null 2>&1 &&
    { paste <(column participant_id "$out/dataset/phenotype/moca.tsv") <(column family_id "$out/dataset/phenotype/moca.tsv") | sort | cmp - "$scratch/families" || fail 'a family has another label in phenotype/'; }
done
[ "$(grep -l family_id "$out"/dataset/sub-*/*_sessions.tsv 2>/dev/null | wc -l)" = 0 ] || fail 'a session list without sessions kept a family'

# references to what is not released are removed and named, in private/ alone; links become the files they lead to
rm -rf "$out" "$in"; "$here/make_dataset.py" "$in" kid01 kid02 kid03
mkdir -p "$in/sub-kid01/fmap"
cp "$in/sub-kid01/func/sub-kid01_task-rest_bold.nii.gz" "$in/sub-kid01/fmap/sub-kid01_dir-AP_epi.nii.gz"
printf '%s' '{"PhaseEncodingDirection": "j", "TotalReadoutTime": 0.05, "IntendedFor": ["func/sub-kid01_task-rest_bold.nii.gz", "bids::sub-kid01/func/sub-kid01_task-gone_bold.nii.gz"]}' >"$in/sub-kid01/fmap/sub-kid01_dir-AP_epi.json"
mkdir "$in/store"; mv "$in/sub-kid02/func/sub-kid02_task-rest_bold.nii.gz" "$in/store/blob-of-kid02"
ln -s ../../store/blob-of-kid02 "$in/sub-kid02/func/sub-kid02_task-rest_bold.nii.gz"
expect 0 "$in" "$out" participant
expect 0 "$in" "$out" group; prints 'with 3 participants'
canaries "$out"
[ "$(find "$out/dataset" -type l | wc -l)" = 0 ] || fail 'a link is in the release'
[ "$(find "$out/dataset" -name '*_bold.nii.gz' | wc -l)" = 3 ] || fail 'the image behind a link is missing'
lost=$out/private/report/references-removed.txt
grep -q 'sub-kid01_dir-AP_epi.json: the reference to .*sub-kid01_task-gone_bold.nii.gz' "$lost" || { cat "$lost"; fail 'private/ does not name the reference that was removed'; }
[ "$(wc -l <"$lost")" = 1 ] || { cat "$lost"; fail 'a reference that stays is called removed'; }
sidecar=$(find "$out/dataset" -name '*_epi.json')
grep -q 'bold.nii.gz' "$sidecar" || fail 'the reference that leads to something went too'
