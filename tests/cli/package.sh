#!/bin/bash
# Archives for a repository: what was published, byte for byte, in order, without owner or time, and nothing else.
. "$(dirname "$0")/common.sh"
in=$scratch/in out=$scratch/result
"$(dirname "$0")/make_dataset.py" "$in" alpha beta
expect 64 "$in" "$out" participant --package Zenodo; says 'belongs to the group level'
expect 0 "$in" "$out" participant --preset restricted
expect 64 "$in" "$out" group --preset restricted --package 'No such place'; says 'expected one of'
present "$out/dataset"
expect 64 "$in" "$out" group --preset restricted --package OpenNeuro; says 'does not take this release'; says 'personal data'
absent "$out/package"

name='DANS Data Station Life Sciences' place=$out/package/dans-data-station-life-sciences
expect 0 "$in" "$out" group --preset restricted --package "$name"; prints '1 archive for'; prints 'not cleared for sharing: do not upload it yet'
(cd "$place" && sha256sum --quiet --strict -c package.sha256) || fail 'package.sha256 is not that of the archives'
cmp "$place/manifest.sha256" "$out/report/manifest.sha256" || fail 'the manifest in the package is another one'
cmp "$place/NOT_CLEARED_FOR_SHARING.txt" "$out/NOT_CLEARED_FOR_SHARING.txt" || fail 'the package does not say that it is not cleared'
mkdir "$scratch/unpacked"
tar -xf "$place"/dataset-1-of-1.tar -C "$scratch/unpacked"
(cd "$scratch/unpacked/dataset" && sha256sum --quiet --strict -c "$place/manifest.sha256") || fail 'the archive holds other bytes'
[ "$(cd "$scratch/unpacked/dataset" && find . -type f | wc -l)" = "$(wc -l <"$place/manifest.sha256")" ] || fail 'the archive holds more files'
tar -tvf "$place"/dataset-1-of-1.tar | awk '{print $2, $4}' | sort -u >"$scratch/who"
[ "$(cat "$scratch/who")" = '0/0 1970-01-01' ] || { cat "$scratch/who"; fail 'owners or times are in the archive'; }
grep -q 'alpha\|beta' "$place"/* && fail 'a source label is in the package'
expect 0 "$place" "$scratch/audited" audit
mkdir "$scratch/leaky" && cp "$place"/* "$scratch/leaky"
printf 'old\tnew\n' >"$scratch/id_map.tsv"
tar -rf "$scratch/leaky/dataset-1-of-1.tar" -C "$scratch" id_map.tsv
expect 21 "$scratch/leaky" "$scratch/audited" audit
grep -q 'archive member' "$scratch/audited/private/report/findings.txt" || fail 'the finding does not say where in the archive'

# The note in a package comes back with the next report, and verify tells where it is gone or the release another.
rm "$place/NOT_CLEARED_FOR_SHARING.txt"
expect 20 verify "$out"; says 'package/dans-data-station-life-sciences: it does not say what the report says'
expect 0 "$in" "$out" group --preset restricted; present "$place/NOT_CLEARED_FOR_SHARING.txt"
cp "$place/manifest.sha256" "$scratch/manifest"; echo more >>"$place/manifest.sha256"
expect 20 verify "$out"; says 'package/dans-data-station-life-sciences: it holds another release'
cp "$scratch/manifest" "$place/manifest.sha256"

before=$(cat "$place/package.sha256")
expect 0 "$in" "$out" group --preset restricted --package "$name"; prints 'nothing to do'
[ "$(cat "$place/package.sha256")" = "$before" ] || fail 'the same release gave other archives'

echo more >>"$out/dataset/CHANGES"
expect 65 "$in" "$out" group --preset restricted --package "$name"; says 'is not what was published'
