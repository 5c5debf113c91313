#!/bin/bash
# Tables of persons that are not what they should be: named with file and line before any work, nothing guessed, and nothing
# published under the wrong person. What can be read whatever its line ends gives the same release.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in out=$scratch/out-dir table=$scratch/in/participants.tsv
"$here/make_dataset.py" "$in" alpha beta gamma
cp "$table" "$scratch/good"
# stops WORDS: both levels stop with exit code 65 and say this
stops() {
  for level in participant group; do expect 65 "$in" "$out" $level; says "$1"; done
  absent "$out"
  cp "$scratch/good" "$table"
}

printf 'sub-alpha\t50\tM\n' >>"$table"
stops 'participants.tsv: line 5: sub-alpha stands in line 2 already'
sed -i 's/sub-beta/sub-Beta/' "$table"
stops 'participants.tsv: line 3: sub-Beta differs from the folder sub-beta by case alone'
printf 'sub-x\t50\n' >>"$table"
stops 'participants.tsv: line 5: 2 cells but 3 columns'
printf 'sub-x\t"5\t0"\tM\n' >>"$table"                          # a tab in a value, quoted or not
stops 'participants.tsv: line 5: 4 cells but 3 columns'
iconv -f UTF-8 -t UTF-16 "$scratch/good" >"$table"
stops 'participants.tsv: line 1: .*UTF-16'
{ sed '1s/$/\tname/; 2,$s/$/\tn\/a/' "$scratch/good"; printf 'sub-delta\t20\tF\tM\xfcller\n'; } >"$table"
stops 'participants.tsv: line 5: .*Latin-1'
sed -i '1s/participant_id/subject/' "$table"
stops 'participants.tsv: line 1: no column is named participant_id'
sed -i '2s/sub-alpha/alpha/' "$table"
stops 'participants.tsv: line 2: participant_id holds no label'
{ sed '1s/$/\tnote/; 3,$s/$/\tn\/a/; 2s/$/\t/' "$scratch/good" | head -c -1; } >"$table"
awk 'NR == 2 { printf "%s", $0; for (i = 0; i < 1000000; i++) printf "0123456789"; print ""; next } { print }' "$table" >"$scratch/big"
mv "$scratch/big" "$table"
stops 'participants.tsv: line 2: column 4: a cell of 10000000 bytes'
mkdir "$in/phenotype"; printf 'participant_id\tscore\nsub-alpha\t1\textra\n' >"$in/phenotype/moca.tsv"
stops 'phenotype/moca.tsv: line 2: 3 cells but 2 columns'
rm -r "$in/phenotype"
cp -r "$in/sub-alpha" "$in/sub-Alpha"
for file in "$in"/sub-Alpha/func/*; do mv "$file" "${file//sub-alpha_/sub-Alpha_}"; done
stops 'sub-alpha: another folder differs from it by case alone'
rm -r "$in/sub-Alpha"

# lists of sessions and scans hold names and dates too: one that cannot be read stops the run, whoever it is about
mkdir "$in/sub-beta/ses-1"; list=$in/sub-beta/sub-beta_sessions.tsv
stops_list() { stops "$1"; rm -f "$list" "$in/sub-beta/sub-beta_scans.tsv"; }
printf 'session_id\tacq_time\tvisitor\nses-1\t2019-03-04T10:00:00\tMüller\n' | iconv -f UTF-8 -t UTF-16 >"$list"
stops_list 'sub-beta/sub-beta_sessions.tsv: line 1: .*UTF-16'
printf 'session_id\tvisitor\nses-1\tM\xfcller\n' >"$list"
stops_list 'sub-beta/sub-beta_sessions.tsv: line 2: .*Latin-1'
printf 'session_id\tvisitor\r\nses-1\tMueller\textra\r\n' >"$list"
stops_list 'sub-beta/sub-beta_sessions.tsv: line 2: 3 cells but 2 columns'
printf 'session_id\tpain\nses-1\t1\nses-1\t2\n' >"$list"
stops_list 'sub-beta/sub-beta_sessions.tsv: line 3: its session_id stands in line 2 already'
printf 'session\tpain\nses-1\t1\n' >"$list"
stops_list 'sub-beta/sub-beta_sessions.tsv: line 1: no column is named session_id'
list=$in/sub-beta/sub-beta_scans.tsv
printf 'filename\tacq_time\nfunc/sub-beta_task-rest_bold.nii.gz\t"2019\t03"\n' >"$list"
stops_list 'sub-beta/sub-beta_scans.tsv: line 2: 3 cells but 2 columns'
{ printf 'filename\toperator\nfunc/sub-beta_task-rest_bold.nii.gz\t'; head -c 10000000 /dev/zero | tr '\0' 'x'; echo; } >"$list"
stops_list 'sub-beta/sub-beta_scans.tsv: line 2: column 2: a cell of 10000000 bytes'
rmdir "$in/sub-beta/ses-1"

# said, and no reason to stop: formulas and rows of nothing in a list; its mark and line ends make no difference
printf '\xef\xbb\xbffilename\tacq_time\toperator\r\nfunc/sub-beta_task-rest_bold.nii.gz\t2019-03-04T10:00:00\tVermeerschen\r\nfunc/gone.nii.gz\tn/a\t@SUM(A1)\r\n' >"$list"
echo '{"EchoTime": 0.03, "SequenceName": "by Vermeerschen"}' >"$in/sub-alpha/func/sub-alpha_task-rest_bold.json"
expect 0 "$in" "$out" participant --dates shift
says 'sub-beta_scans.tsv: line 3: its filename is of nothing'; says 'sub-beta_scans.tsv: line 3: column 3: a formula'
expect 0 "$in" "$out" group --dates shift
grep -qi '"vermeerschen"' "$out/private/tokens/beta" || fail 'a name in a list of scans does not reach the tokens'
grep -rqi -e vermeer -e 'SUM(A1)' "$out/dataset" "$out/report" && fail 'a name out of a list of scans is in the release'
[ "$(wc -l <"$(echo "$out"/dataset/sub-*/sub-*_scans.tsv)")" = 2 ] || fail 'the list of scans lost a row, or kept one of nothing'
rm -rf "$out" "$list"; "$here/make_dataset.py" "$in" alpha beta gamma

# said, and no reason to stop: rows without folders, folders without rows, formulas
{ sed '/sub-beta/d; 1s/$/\tgroup/; 2,$s/$/\t=HYPERLINK("x")/' "$scratch/good"; printf 'sub-ghost\t50\tM\tcontrol\n'; } >"$table"
mkdir -p "$in/sub-P_01/func"; cp "$in"/sub-alpha/func/*.json "$in/sub-P_01/func/sub-P_01_task-rest_bold.json"
expect 0 "$in" "$out" participant
says 'line 4: sub-ghost has no folder'; says 'sub-beta has a folder and no row'; says 'line 2: column 4: a formula'
expect 0 "$in" "$out" group; prints 'with 3 participants'
[ "$(grep -c '^sub-' "$out/dataset/participants.tsv")" = 2 ] || fail 'rows were made up or lost'
grep -rq -e HYPERLINK -e ghost "$out/dataset" "$out/report" && fail 'a formula or a label is in what can be shared'
says 'sub-P_01: a label has letters and digits only'  # a folder whose files BIDS cannot know: said, and nobody's row is missed
grep -q 'sub-P_01 has a folder' "$scratch/err" && fail 'nothing of sub-P_01 is released, with details or without'
cp "$scratch/good" "$table"; rm -rf "$out" "$in/sub-P_01"

# byte order mark and line ends make no difference; six people, so that some details stay
rm -rf "$in"; "$here/make_dataset.py" "$in" p1x p2x p3x p4x p5x p6x; cp "$table" "$scratch/good"
for form in plain mark dos mac; do
  case $form in
    mark) { printf '\xef\xbb\xbf'; cat "$scratch/good"; } >"$table" ;;
    dos) sed 's/$/\r/' "$scratch/good" >"$table" ;;
    mac) tr '\n' '\r' <"$scratch/good" >"$table" ;;
  esac
  expect 0 "$in" "$scratch/$form" participant
  expect 0 "$in" "$scratch/$form" group
  cut -s -f2- "$scratch/$form/dataset/participants.tsv" | sort >"$scratch/$form.rows"
  [ "$(wc -l <"$scratch/$form.rows")" = 7 ] || fail "the form '$form' lost rows or all details"
  cmp "$scratch/plain.rows" "$scratch/$form.rows" || fail "the form '$form' gives another table"
done
