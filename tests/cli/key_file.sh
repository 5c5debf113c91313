#!/bin/bash
# The key file: encrypted for its recipients and nobody else, never where it could be shared, there with its dataset or not
# at all; a later release goes on with its labels and dates; who withdrew never comes back.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
command -v age >/dev/null || skip 'the program age is not installed'
in=$scratch/in out=$scratch/out-dir keys=$scratch/keys
mkdir -m 700 "$keys"
age-keygen -o "$keys/identity" 2>"$scratch/public"; to=$(sed -n 's/.*: //p' "$scratch/public")
age-keygen -o "$keys/stranger" 2>/dev/null
"$here/make_dataset.py" "$in" alpha beta gamma delta
for label in alpha beta gamma delta; do
  printf 'filename\tacq_time\nfunc/sub-%s_task-rest_bold.nii.gz\t2019-03-0%d T10:00:00\n' "$label" 4 | sed 's/ T/T/' >"$in/sub-$label/sub-${label}_scans.tsv"
done
echo '{"k": 1, "keep_columns": ["family_id", "site"]}' >"$scratch/policy.json"  # alpha and delta are one family, beta and gamma another
sed -i '1s/$/\tfamily_id\tsite/; /alpha\|delta/s/$/\tFAMKANARIE1\tVolière/; /beta\|gamma/s/$/\tFAMKANARIE2\tKooi/' "$in/participants.tsv"
level() { expect "$1" "$in" "$out" "${@:2}" --dates shift --policy "$scratch/policy.json"; }
code() { awk -F'\t' -v who="sub-$1" -v name="$2" 'NR == 1 {for (i = 1; i <= NF; ++i) if ($i == name) c = i} $1 == who {print $c}' "$out/dataset/participants.tsv"; }
codes() { for label in "${@:2}"; do echo "$(code "$(label_of "$1" "$label")" family_id) $(code "$(label_of "$1" "$label")" site)"; done; }
day() { cut -f2 "$out/dataset/sub-$1/sub-$1"_scans.tsv | tail -1; }
key() { age --decrypt -i "$keys/identity" "$1"; }
label_of() { key "$1" | python3 -c 'import json,sys; print(*[p["new"] for p in json.load(sys.stdin)["participants"] if p["old"] == sys.argv[1]])' "$2"; }

# what does not go together, and places where no key may lie: refused before any work
level 64 group --key-file "$keys/k1";                     says 'needs --key-recipient'
level 64 group --key-recipient "$to";                     says 'needs --key-file'
level 64 group --previous-key "$keys/k1";                 says 'needs --identity'
level 64 group --key-file "$keys/k1" --key-recipient alice; says 'no public key'
level 64 group --key-file "$keys/k1" --key-recipient "$(grep SECRET "$keys/identity")"; says 'is a secret key'
grep -q 'AGE-SECRET' "$scratch/err" && fail 'a secret key was repeated'
level 64 group --key-file "$in/k1" --key-recipient "$to"; says 'in the input'
level 64 group --key-file "$out/dataset/k1" --key-recipient "$to"; says 'does not exist'
mkdir -p "$out/report" "$out/private" "$scratch/repository/.git" "$scratch/repository/deep"
ln -s "$scratch/repository/deep" "$scratch/elsewhere"; ln -s "$in" "$scratch/to-input"
ln -s "$keys" "$scratch/repository/away"; git init -q --bare "$scratch/bare"
level 64 group --key-file "$out/report/k1" --key-recipient "$to"; says 'what will be shared'
level 64 group --key-file "$out/private/k1" --key-recipient "$to"; says 'private folder'
level 64 group --key-file "$scratch/repository/deep/k1" --key-recipient "$to"; says 'git repository'
level 64 group --key-file "$scratch/elsewhere/k1" --key-recipient "$to"; says 'git repository'
level 64 group --key-file "$scratch/repository/away/k1" --key-recipient "$to"; says 'git repository'
level 64 group --key-file "$scratch/bare/k1" --key-recipient "$to"; says 'git repository'
level 64 group --key-file "$scratch/to-input/k1" --key-recipient "$to"; says 'in the input'
level 64 group --key-file "$keys" --key-recipient "$to";  says 'got a folder'
rmdir "$out/report"; rm -r "$out/private"
PATH=$scratch level 73 group --key-file "$keys/k1" --key-recipient "$to"; says 'apt install age'
[ "$(ls "$keys" | wc -l)" = 2 ] || fail 'something was left beside the key'

# nothing is published: no key either
level 65 group --key-file "$keys/k1" --key-recipient "$to"
absent "$keys/k1"
level 0 participant
echo 'occupied' >"$keys/occupied"
level 73 group --key-file "$keys/occupied" --key-recipient "$to"; says 'never overwritten'
grep -qx occupied "$keys/occupied" || fail 'a file was overwritten'
ln -s nowhere "$keys/dangling"
level 73 group --key-file "$keys/dangling" --key-recipient "$to"; says 'never overwritten'
absent "$out/dataset"

level 0 group --key-file "$keys/k1" --key-recipient "$to"
[ "$(stat -c %a "$keys/k1")" = 600 ] || fail 'the key file is open to others'
head -c 21 "$keys/k1" | grep -qx 'age-encryption.org/v1' || fail 'not in the age format'
age --decrypt -i "$keys/stranger" "$keys/k1" >/dev/null 2>&1 && fail 'a stranger can open it'
for label in alpha beta gamma delta; do
  present "$out/dataset/sub-$(label_of "$keys/k1" "$label")"
  grep -aq "$label" "$keys/k1" && fail 'the key file names a participant in clear'
done
hash=$(sha256sum "$keys/k1" | cut -d' ' -f1)
grep -q "$hash" "$out/report/readiness.json" || fail 'the report does not tell the hash of the key file'
grep -q 'key_file": true' "$out/report/readiness.json" || fail 'the report does not tell of a key file'
grep -rq "$keys" "$out/dataset" "$out/report" && fail 'the place of the key file is in what can be shared'
grep -rqa "$(label_of "$keys/k1" alpha)" "$out/private" && fail 'a new label is in private/'
[ "$(ls -A "$keys" | wc -l)" = 5 ] || fail 'something was left beside the key'
level 0 group --key-file "$keys/k1" --key-recipient "$to"; prints 'nothing to do'

# Whoever names the key file has it compared with the one that the report names; where it is kept is noted nowhere.
told() { grep -q "$1" "$scratch/err"; }
expect 20 verify "$out"; told 'release key' && fail 'a key by which nobody is said to be found is asked for'
expect 20 verify "$out" --key-file "$keys/k1"; told 'release key' && fail 'the key of this release is taken for another'
mv "$keys/k1" "$keys/moved"; expect 20 verify "$out" --key-file "$keys/k1"; says 'out of date: the release key: .* is not there'
expect 20 verify "$out" --key-file "$keys/moved"; told 'release key' && fail 'a key that was moved away is a fault'
mv "$keys/moved" "$keys/k1"
expect 20 verify "$out" --key-file "$keys/identity"; says 'is not the one of this release'
codes "$keys/k1" alpha delta beta gamma >"$scratch/codes"
[ "$(sort "$scratch/codes" | uniq -c | awk '{print $1, NF}' | sort -u)" = '2 3' ] || fail "families or sites are not those of the source: $(cat "$scratch/codes")"
grep -rqi 'kanarie\|volière\|kooi' "$out/dataset" "$out/report" && fail 'a code of a family or site came through'
sorted=$(tail -n +2 "$out/dataset/participants.tsv" | cut -f1); [ "$sorted" = "$(sort <<<"$sorted")" ] || fail 'not sorted by new label'

# the next release: alpha returns with a second run, beta withdrew, gamma is not there this time, epsilon is new
old_day=$(day "$(label_of "$keys/k1" alpha)")
[ "$(cut -c1-4 <<<"$old_day")" -le 1925 ] || fail "a date did not move: $old_day"
"$here/make_dataset.py" "$scratch/more" epsilon
cp -r "$scratch/more/sub-epsilon" "$in/"; printf 'sub-epsilon\t33\tF\tFAMKANARIE1\tVolière\n' >>"$in/participants.tsv"
mv "$in/sub-gamma" "$scratch/"; echo sub-beta >"$scratch/withdrawn"
again=(--previous-key "$keys/k1" --identity "$keys/identity" --withdraw "$scratch/withdrawn")
echo betta >"$scratch/misspelt"
level 18 participant --previous-key "$keys/k1" --identity "$keys/identity" --withdraw "$scratch/misspelt"; says betta
level 65 participant --previous-key "$keys/k1" --identity "$keys/stranger"; says 'does not open'
level 64 group "${again[@]}";                             says 'needs --key-file'
level 0 participant "${again[@]}" --print-participants
[ "$(cat "$scratch/out")" = "$(printf 'alpha\ndelta\nepsilon')" ] || fail "who is to be done: $(cat "$scratch/out")"
level 0 participant "${again[@]}"
level 73 group "${again[@]}" --key-file "$keys/k2" --key-recipient "$to"; says '--replace'
level 0 group "${again[@]}" --key-file "$keys/k2" --key-recipient "$to" --replace; prints 'with 3 participants'
for label in alpha delta; do
  [ "$(label_of "$keys/k1" "$label")" = "$(label_of "$keys/k2" "$label")" ] || fail "$label has another label"
  present "$out/dataset/sub-$(label_of "$keys/k2" "$label")"
done
codes "$keys/k2" alpha delta epsilon | sort -u | cmp -s - <(head -1 "$scratch/codes") || fail 'a family or site has another label'
[ "$(day "$(label_of "$keys/k2" alpha)")" = "$old_day" ] || fail 'the dates of alpha moved by other days'
absent "$out/dataset/sub-$(label_of "$keys/k1" beta)"
absent "$out/private/staging/beta"; absent "$out/private/renderings/beta"; absent "$out/private/tokens/beta"
[ -z "$(label_of "$keys/k2" beta)" ] || fail 'who withdrew is still linked'
key "$keys/k2" | grep -q "$(label_of "$keys/k1" beta)" || fail 'the label of who withdrew may be used again'
[ "$(label_of "$keys/k2" gamma)" = "$(label_of "$keys/k1" gamma)" ] || fail 'who is not there this time lost the label'

# a third: gamma returns; beta stays away although nobody says so again
mv "$scratch/sub-gamma" "$in/"
again=(--previous-key "$keys/k2" --identity "$keys/identity")
level 0 participant "${again[@]}" --print-participants
grep -qx beta "$scratch/out" && fail 'who withdrew before is to be done'
level 0 participant "${again[@]}"
level 0 group "${again[@]}" --key-file "$keys/k3" --key-recipient "$to" --replace; prints 'with 4 participants'
present "$out/dataset/sub-$(label_of "$keys/k1" gamma)"
codes "$keys/k3" gamma | cmp -s - <(tail -1 "$scratch/codes") || fail 'the family or site of who returned has another label'
absent "$out/dataset/sub-$(label_of "$keys/k1" beta)"

# a session that lies between two of the earlier release sorts between them, and theirs keep their labels
visits=$scratch/visits; mkdir "$scratch/v"; expect_visits() { expect "$1" "$visits" "$scratch/v/out" "${@:2}"; }
visit() {
  mkdir -p "$visits/sub-solo/ses-$1/func"
  for end in bold.nii.gz bold.json events.tsv; do
    cp "$scratch/more/sub-epsilon/func/sub-epsilon_task-rest_$end" "$visits/sub-solo/ses-$1/func/sub-solo_ses-$1_task-rest_$end"
  done
}
"$here/make_dataset.py" "$visits" solo; rm -r "$visits/sub-solo/func"; visit 20190304; visit 20200101
expect_visits 0 participant
expect_visits 0 group --key-file "$keys/v1" --key-recipient "$to"
[ "$(ls "$scratch"/v/out/dataset/sub-*/ | tr '\n' ' ')" = 'ses-01 ses-02 ' ] || fail 'sessions are not numbered in time order'
visit 20190601; visit 20210101
expect_visits 0 participant --previous-key "$keys/v1" --identity "$keys/identity"
expect_visits 0 group --previous-key "$keys/v1" --identity "$keys/identity" --key-file "$keys/v2" --key-recipient "$to" --replace
[ "$(ls "$scratch"/v/out/dataset/sub-*/ | tr '\n' ' ')" = 'ses-01 ses-01n ses-02 ses-03 ' ] || fail "sessions lost their time order: $(ls "$scratch"/v/out/dataset/sub-*/)"

# without the key: other labels, other dates; with the key at one level alone: refused
other=$scratch/other
expect 0 "$in" "$other" participant --dates shift --exclude-participant-label beta
expect 65 "$in" "$other" group --dates shift "${again[@]}"; says 'run the participant level again'
expect 0 "$in" "$other" group --dates shift --exclude-participant-label beta
for folder in "$other"/dataset/sub-*; do absent "$out/dataset/${folder##*/}"; done
