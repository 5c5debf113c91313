#!/bin/bash
# --label-mode keyed: two sites with one secret give the same person the same label; a secret that others can read, or
# that is too short, is refused.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
"$here/make_dataset.py" "$scratch/a" P01 P02 P03
"$here/make_dataset.py" "$scratch/b" P03 P04
secret=$scratch/secret
head -c 31 /dev/urandom >"$secret"; chmod 600 "$secret"
keyed=(--label-mode keyed --label-secret "$secret")
expect 64 "$scratch/a" "$scratch/out-a" group --label-mode keyed; says 'need each other'
expect 64 "$scratch/a" "$scratch/out-a" group --label-secret "$secret"; says 'need each other'
expect 64 "$scratch/a" "$scratch/out-a" participant "${keyed[@]}"; says 'holds 31 bytes'
head -c 32 /dev/urandom >"$secret"; chmod 640 "$secret"
expect 64 "$scratch/a" "$scratch/out-a" participant "${keyed[@]}"; says 'can read'
expect 66 "$scratch/a" "$scratch/out-a" participant --label-mode keyed --label-secret "$scratch/none"
chmod 600 "$secret"
absent "$scratch/out-a"
for site in a b; do
  expect 0 "$scratch/$site" "$scratch/out-$site" participant "${keyed[@]}"
  expect 0 "$scratch/$site" "$scratch/out-$site" group "${keyed[@]}"
done
common=$(comm -12 <(ls "$scratch/out-a/dataset" | grep '^sub-') <(ls "$scratch/out-b/dataset" | grep '^sub-'))
[ "$(wc -l <<<"$common")" = 1 ] && [ -n "$common" ] || fail "not one label in common: $common"
grep -q '"labels": "keyed"' "$scratch/out-a/report/readiness.json" || fail 'the report does not tell the mode'
head -c 32 /dev/urandom >"$scratch/second"; chmod 600 "$scratch/second"
expect 73 "$scratch/a" "$scratch/out-a" group --label-mode keyed --label-secret "$scratch/second"; says '--replace'
expect 0 "$scratch/a" "$scratch/out-a" group --label-mode keyed --label-secret "$scratch/second" --replace
absent "$scratch/out-a/dataset/$common"
expect 64 "$scratch/a" "$scratch/out-a" group --label-mode permute --previous-key x --identity y; says 'came later'
