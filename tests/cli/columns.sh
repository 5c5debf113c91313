#!/bin/bash
# Columns by the policy: types, hierarchies, cut-offs, limits, models and methods, counted again by another program.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
in=$scratch/in
labels=$(seq -f 'p%03g' 1 120)
# shellcheck disable=SC2086  # a list of labels
"$here/make_dataset.py" "$in" $labels
# shellcheck disable=SC2086
"$here/check_columns.py" write "$in" "$scratch" $labels

expect 0 --print-policy "$in" --policy "$scratch/plain.json"
prints '_comment_columns_found'; prints 'e-mail addresses in it'; prints 'made from the postcode'
prints '"by": "its name, by '; prints '"by": "its content"'; prints '"by": "the policy"'
cp "$scratch/out" "$scratch/printed.json"
expect 0 --print-policy --policy "$scratch/printed.json"

for name in plain shuffled diverse close average cells partition; do
  [ "$name" != shuffled ] || "$here/check_columns.py" shuffle "$in"
  expect 0 "$in" "$scratch/$name" participant --policy "$scratch/$name.json"
  expect 0 "$in" "$scratch/$name" group --policy "$scratch/$name.json"
  "$here/check_columns.py" check "$scratch/$name" "$scratch/$name.json" || fail "$name: see above"
done
"$here/check_columns.py" same "$scratch/plain" "$scratch/shuffled" || fail 'another order of rows, another release'

# What cannot be had is said, and open then keeps nothing that singles out.
sed 's/"k": 3/"k": 60/; s/"coarsest"/"drop"/' "$scratch/plain.json" >"$scratch/much.json"
expect 0 "$in" "$scratch/much" participant --policy "$scratch/much.json"
expect 0 "$in" "$scratch/much" group --policy "$scratch/much.json"
"$here/check_columns.py" check "$scratch/much" "$scratch/much.json" || fail 'much: see above'

# The bands of ages that the policy names are what is released, never an exact age.
echo '{"preset": "restricted", "age_bands": [40, 60]}' >"$scratch/bands.json"
expect 0 "$in" "$scratch/bands" participant --policy "$scratch/bands.json"
expect 0 "$in" "$scratch/bands" group --policy "$scratch/bands.json"
awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) { if ($i == "age") exit 1; if ($i == "age_group") at = i }; if (!at) exit 1; next }
             $at !~ /^(0-39|40-59|60\+|n\/a)$/ { exit 1 }' "$scratch/bands/dataset/participants.tsv" || fail 'bands: other ages than the policy names'

sed 's/education.csv/nowhere.csv/' "$scratch/plain.json" >"$scratch/wrong.json"
expect 66 "$in" "$scratch/wrong" participant --policy "$scratch/wrong.json"; says 'nowhere.csv'
for wrong in '{"columns": {"a": {"type": "secret"}}}' '{"columns": {"a": {"type": "score", "cut_offs": [3, 2]}}}' \
  '{"columns": {"a": {"type": "score", "cut_offs": [3], "labels": ["x"]}}}' '{"l_diversity": {"model": "distinct", "l": 1}}' \
  '{"t_closeness": {"t": 2, "distance": "equal"}}' '{"average_risk": 0}' '{"table_method": "guess"}' '{"when_k_unreachable": "keep"}' \
  '{"missing_values": "guess"}' '{"age_bands": [60, 40]}' '{"columns": {"age": {"type": "quasi_identifier", "hierarchy": "1;*"}}}' '{"scores": "some"}'; do
  echo "$wrong" >"$scratch/wrong.json"
  expect 64 "$in" "$scratch/wrong" participant --policy "$scratch/wrong.json"; says 'wrong.json'
done
# A hierarchy that lacks a value names the column, not the value.
head -2 "$scratch/education.csv" >"$scratch/short.csv"
sed 's/education.csv/short.csv/' "$scratch/plain.json" >"$scratch/short.json"
expect 0 "$in" "$scratch/short" participant --policy "$scratch/short.json"
expect 65 "$in" "$scratch/short" group --policy "$scratch/short.json"; says 'education'; says 'lacks the values'
! grep -q doctorate "$scratch/err" || fail 'a value stands in an error'
