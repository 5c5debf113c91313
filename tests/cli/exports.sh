#!/bin/bash
# --sourcedata deidentify: Philips exports (PAR/REC, SPAR/SDAT) that show no face go along under new names, their
# headers cleaned, their data byte for byte; faces, lonely and damaged files stay behind; dates move with the rest.
. "$(dirname "$0")/common.sh"
parrec=${SHAREREADY_TEST_DATA:-}/parrec/nitest_balls1
[ -n "${SHAREREADY_TEST_DATA:-}" ] && [ -d "$parrec" ] || skip 'SHAREREADY_TEST_DATA names no folder with parrec/'
here=$(dirname "$0")
in=$scratch/in out=$scratch/result
"$here/make_dataset.py" "$in" alpha beta
mkdir -p "$in/sourcedata/sub-alpha/20140805_jansen"
cd "$in/sourcedata/sub-alpha/20140805_jansen" || exit 1
cp "$parrec/DTI.PAR" jansen_dti.PAR; cp "$parrec/DTI.REC" jansen_dti.REC
cp "$parrec/T1.PAR" jansen_t1.PAR;   cp "$parrec/T1.REC" jansen_t1.REC      # may show a face
printf 'examination_name : jansen\nscan_date : 2014.08.05 10:00:00\npatient_name : jansen\nsamples : 16\nrows : 2\n' >press.SPAR
head -c 256 /dev/zero >press.SDAT
chmod -R u+w .
sed -i 's/\(Patient name *: *\).*\r/\1Jansen^Anna\r/' jansen_dti.PAR
cd - >/dev/null || exit 1

expect 0 "$in" "$out" participant --sourcedata deidentify -v;     says 'may show a face'
expect 0 "$in" "$out" group --sourcedata deidentify
[ "$(find "$out/dataset/sourcedata" -type f | wc -l)" = 4 ] || fail 'not the two pairs without a face'
made=$(ls -d "$out"/dataset/sourcedata/sub-*)
cmp "$made/export-1.REC" "$parrec/DTI.REC" || fail 'the data changed'
leaked 'jansen|2014|05aug14|alpha' "$out/dataset" "$out/report" && fail 'a name or a date is left'
grep -q '1925.01.01 / 00:00:00' "$made/export-1.PAR" || fail 'no dummy date'
expect 0 "$out/dataset" "$scratch/audited" audit
cp "$in/sourcedata/sub-alpha/20140805_jansen/jansen_dti.PAR" "$made/export-1.PAR"
expect 21 "$out/dataset" "$scratch/audited2" audit
grep -q 'header field datasetname' "$scratch/audited2/private/report/findings.txt" || fail 'the name in a header was not found'

expect 0 "$in" "$scratch/shifted" participant --sourcedata deidentify --dates shift
expect 0 "$in" "$scratch/shifted" group --sourcedata deidentify --dates shift
grep -hE '19(0[2-9]|1[0-9]|2[0-5])\.[0-9]{2}\.[0-9]{2} (/ 11:27:34|10:00:00)' \
  "$scratch"/shifted/dataset/sourcedata/sub-*/export-*.*PAR | sed -E 's/.*(19..\.[0-9]{2}\.[0-9]{2}).*/\1/' | sort -u >"$scratch/days"
[ "$(wc -l <"$scratch/days")" = 1 ] || fail 'the two exports of one day moved by different numbers of days'

# A header without its data and data of another size are withheld, and nothing of them is written.
rm "$in/sourcedata/sub-alpha/20140805_jansen/press.SDAT"
echo more >>"$in/sourcedata/sub-alpha/20140805_jansen/jansen_dti.REC"
expect 20 "$in" "$scratch/bad" participant --sourcedata deidentify; says 'withheld'
[ -z "$(find "$scratch/bad/private/staging/alpha/sourcedata" -type f 2>/dev/null)" ] || fail 'a damaged export was staged'
