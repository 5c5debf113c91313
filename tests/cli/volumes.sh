#!/bin/bash
# FreeSurfer volumes, images in two files and spectra: cleaned where they show no face, masked (MGZ) or left out (two
# files) where they may; one half of an image stays behind.
. "$(dirname "$0")/common.sh"
here=$(dirname "$0")
/usr/bin/python3 -c 'import nibabel' 2>/dev/null || skip 'no nibabel'
in=$scratch/in out=$scratch/result
"$here/make_dataset.py" "$in" alpha
/usr/bin/python3 "$here/make_volumes.py" "$in" alpha "${SHAREREADY_TEST_DATA:-}" || fail 'no dataset'
expect 20 "$in" "$out" participant -v
says 'one is missing or damaged'
grep -rqs 'an image in two files cannot be masked' "$out/private/outcomes" || fail 'no reason for the face in two files'
expect 20 "$in" "$out" group
made=$(ls -d "$out"/dataset/sub-*/); label=$(basename "$made")
for name in func/${label}_task-m_bold.mgz func/${label}_task-m_bold.json func/${label}_task-p_bold.hdr \
            func/${label}_task-p_bold.img func/${label}_task-p_bold.json mrs/${label}_svs.nii.gz mrs/${label}_svs.json; do
  present "$made/$name"
done
absent "$made/func/${label}_task-half_bold.hdr"
absent "$made/func/${label}_task-half_bold.json"
[ "$(find "$made" -name '*T2w.hdr')" = '' ] || fail 'an image in two files that may show a face was released'
/usr/bin/python3 "$here/make_volumes.py" --compare "$in/sub-alpha" "$made" || fail 'images are not what they were'
leaked 'jansen|19850304' "$out/dataset" "$out/report" && fail 'a name or a date is left'
expect 0 "$out/dataset" "$scratch/audited" audit
