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
expect 65 verify "$out"; says 'of another release: package/dans-data-station-life-sciences$'; prints 'delete it, or make it again'
cp "$scratch/manifest" "$place/manifest.sha256"

# What stands in package/ is what is uploaded: verify compares it, byte for byte, with what was audited.
archive=dataset-1-of-1.tar under=package/dans-data-station-life-sciences
expect 20 verify "$out"; prints 'and the 3 files of 1 package hold nothing else'
cp -r "$place" "$scratch/as_made"; echo 'Piet Jansen' >"$scratch/sub-01_names.txt"
afresh() { rm -rf "$out/package"; mkdir "$out/package"; cp -r "$scratch/as_made" "$place"; }
listed() { (cd "$place" && sha256sum -- *.tar >package.sha256); }
wrong() { expect 65 verify "$out"; says "$1"; prints 'package/ is not what was made of this release'; prints '--package REPOSITORY'; afresh; }  # $1 what is told
tar -rf "$place/$archive" -C "$scratch" sub-01_names.txt;                                 wrong "changed: $under/$archive\$"
tar -rf "$place/$archive" -C "$scratch" sub-01_names.txt; listed;                         wrong "changed: $under/$archive\$"
dd if=/dev/urandom of="$place/$archive" bs=1 seek=2000 count=40 conv=notrunc 2>/dev/null; wrong "changed: $under/$archive\$"
dd if=/dev/urandom of="$place/$archive" bs=1 seek=500 count=8 conv=notrunc 2>/dev/null; listed; wrong "changed: $under/$archive\$"  # in no field of the header
echo 'Piet Jansen' >>"$place/$archive"; listed;                                           wrong "changed: $under/$archive\$"  # beyond the end of the archive
tar -cf "$place/$archive" -C "$out" dataset; listed;                                      wrong "changed: $under/$archive\$"  # the same files, with owner and times
echo '# Piet Jansen' >>"$place/package.sha256";                                           wrong "changed: $under/package.sha256\$"
sed -i 's/  d/  .\/d/' "$place/package.sha256";                                           wrong "changed: $under/package.sha256\$"
rm "$place/$archive";                                                                     wrong "missing: $under/$archive\$"
rm "$place/package.sha256";                                                               wrong "missing: $under/package.sha256\$"
rm "$place/manifest.sha256";                                                              wrong "missing: $under/manifest.sha256\$"
cp "$scratch/sub-01_names.txt" "$place";                                                  wrong "not of a package: $under/sub-01_names.txt\$"
tar -cf "$place/dataset-2-of-2.tar" -C "$scratch" sub-01_names.txt; listed;               wrong "changed: $under/package.sha256\$"
mkdir "$place/Jansen";                                                                    wrong "not of a package: $under/Jansen/\$"
mv "$place/$archive" "$scratch/moved"; ln -s "$scratch/moved" "$place/$archive";          wrong "not of a package: $under/$archive\$"
cp "$place/$archive" "$out/package/new.zip";                                              wrong 'not of a package: package/new.zip$'
mkdir "$out/package/zenodo";                                                              wrong 'missing: package/zenodo/package.sha256$'
ln -s "$scratch/as_made" "$out/package/linked";                                           wrong 'not of a package: package/linked$'
mv "$out/package" "$scratch/packages"; ln -s "$scratch/packages" "$out/package";          wrong 'a link, expected a folder: package$'
expect 20 verify "$out"
# A damaged package does not stand in the way of a new one, nor does what a killed run left.
echo more >>"$place/$archive"; cp "$scratch/sub-01_names.txt" "$place"; mkdir "$out/package/.dans-data-station-life-sciences.tmp-123456"
expect 65 verify "$out"
expect 0 "$in" "$out" group --preset restricted --package "$name"; expect 20 verify "$out"
cmp "$place/$archive" "$scratch/as_made/$archive" || fail 'the package that was made again is another one'
# Where dataset/ itself is another one, that comes first.
cp "$out/dataset/CHANGES" "$scratch/changes"; echo more >>"$out/dataset/CHANGES"
expect 65 verify "$out"; says 'changed: dataset/CHANGES$'; prints 'package/ was not compared'
cp "$scratch/changes" "$out/dataset/CHANGES"; expect 20 verify "$out"

before=$(cat "$place/package.sha256")
expect 0 "$in" "$out" group --preset restricted --package "$name"; prints 'nothing to do'
[ "$(cat "$place/package.sha256")" = "$before" ] || fail 'the same release gave other archives'

echo more >>"$out/dataset/CHANGES"
expect 65 "$in" "$out" group --preset restricted --package "$name"; says 'is not what was published'
