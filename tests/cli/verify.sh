#!/bin/bash
# A release against its report: each thing that was changed, taken away or brought in since is told, and stops.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
"$(dirname "$0")/make_dataset.py" "$in" alpha beta
expect 0 "$in" "$out" participant
expect 0 "$in" "$out" group
"$(dirname "$0")/clear_report.py" "$out/report/readiness.json"; relist "$out/report"; rm "$out/NOT_CLEARED_FOR_SHARING.txt"
expect 0 verify "$out"; prints 'its report clears it for sharing'
[ -z "$(find "$out/dataset" -type d -empty)" ] || fail 'a release has an empty folder'

# Folders that no file of the release stands in have names, too.
mkdir -p "$out/dataset/emptydir_JanJansen/inner"
expect 65 verify "$out"; says 'not in the manifest: dataset/emptydir_JanJansen/$'; says 'not in the manifest: dataset/emptydir_JanJansen/inner/$'
prints '0 changed, 0 missing, 2 new'
rm -r "$out/dataset/emptydir_JanJansen"
expect 0 verify "$out"

# What changes in dataset/ is told, file by file.
cp -r "$out" "$scratch/changed"; changed=$scratch/changed
image=$(cd "$out/dataset" && find . -name '*_bold.nii.gz' | sort | head -1 | cut -c3-)
printf x >>"$changed/dataset/$image"
rm "$changed/dataset/CHANGES"; echo new >"$changed/dataset/extra.txt"; ln -s extra.txt "$changed/dataset/link"
expect 65 verify "$changed"
says "changed: dataset/$image"; says 'missing: dataset/CHANGES'; says 'not in the manifest: dataset/extra.txt'; says 'not in the manifest: dataset/link$'

# What is reached by a link is not what was published there, the folders themselves included.
for folder in dataset report; do
  mv "$out/$folder" "$scratch/elsewhere"; ln -s "$scratch/elsewhere" "$out/$folder"
  expect 65 verify "$out"; says "a link, expected a folder: $folder\$"
  rm "$out/$folder"; mv "$scratch/elsewhere" "$out/$folder"
done
expect 0 verify "$out"

# Attributes travel with copies and in archives; their path is told, their value never.
attribute() {  # $1 path
  /usr/bin/python3 -c 'import os, sys; os.setxattr(sys.argv[1], "user.origin", b"JanJansen")' "$1" 2>/dev/null
}
touch "$scratch/probe"
if attribute "$scratch/probe"; then
  cp -r "$out" "$scratch/attributed"; attributed=$scratch/attributed
  for entry in dataset dataset/README.md dataset/participants.tsv; do attribute "$attributed/$entry"; done
  folder=$(cd "$attributed" && find dataset/sub-* -name func | head -1); attribute "$attributed/$folder"
  expect 65 verify "$attributed"; prints '0 changed, 0 missing, 0 new, 4 with extended attributes'
  for entry in dataset/ dataset/README.md dataset/participants.tsv "$folder/"; do says "with extended attributes: $entry\$"; done
  ! grep -q JanJansen "$scratch/out" "$scratch/err" || fail 'the value of an attribute is told'
else
  echo 'no extended attributes on this file system: not tried'
fi

# The document of one day beside the pages of another: the one of before a negative advice clears nothing.
expect 0 --print-answers; cp "$scratch/out" "$scratch/answers.json"
sed -i 's/"opinion": null/"opinion": "negative"/' "$scratch/answers.json"
report=$out/report/readiness.json
cp "$report" "$scratch/cleared.json"
expect 0 "$in" "$out" group --answers "$scratch/answers.json"; present "$out/NOT_CLEARED_FOR_SHARING.txt"
(cd "$out/report" && sha256sum --quiet --strict -c report.sha256) || fail 'the list of the report is not that of its files'
expect 20 verify "$out"; prints "nobody's signature is checked"
cp "$out/report/index.html" "$scratch/index.html"; cp "$report" "$scratch/negative.json"
cp "$scratch/cleared.json" "$report"; rm "$out/NOT_CLEARED_FOR_SHARING.txt"
expect 65 verify "$out"; says 'changed: report/readiness.json$'; prints 'may be of different days'
expect 0 "$in" "$out" group --answers "$scratch/answers.json"; prints 'stays as it was published'
cmp "$out/report/index.html" "$scratch/index.html" || fail 'the renewed page is not that of the answers'
cmp "$report" "$scratch/negative.json" || fail 'the renewed document is not that of the answers'
present "$out/NOT_CLEARED_FOR_SHARING.txt"; expect 20 verify "$out"

# The group level takes no notice away by a document that is not of its report, and writes a list where none is.
cp "$scratch/negative.json" "$scratch/mixed.json"; "$(dirname "$0")/clear_report.py" "$scratch/mixed.json"
cp "$scratch/mixed.json" "$report"
expect 65 "$in" "$out" group --package 'DANS Data Station Life Sciences'; says 'report.*not written together.*--answers'; absent "$out/package"; present "$out/NOT_CLEARED_FOR_SHARING.txt"
cp "$scratch/negative.json" "$report"; rm "$out/report/report.sha256"
expect 65 verify "$out"; says 'missing: report/report.sha256$'; prints 'Run the group level again'
expect 0 "$in" "$out" group --answers "$scratch/answers.json"; expect 20 verify "$out"
echo 'filled in' >>"$out/report/metadata/dans.json"; rm "$out/report/drafts/data_use_agreement.nl.md"
expect 20 verify "$out"
