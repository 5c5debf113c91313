#!/usr/bin/env bash
# readiness.json of made-up releases and metadata files are valid by their schemas; what is broken is not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
more_tools=()
. "$here/json_schemas.sh"
: "${SHAREREADY_BUILD_DIR:?the build tree}"
"$SHAREREADY_BUILD_DIR/tests/readiness/write_readiness_examples" "$scratch"
schema=$SHAREREADY_SOURCE_DIR/share/readiness.schema.json published=$scratch/published/readiness.json
validate "$schema" "$scratch"/{large,published,answered,population,empty,many}/readiness.json

refused "$published" "$schema" 'an unknown status' 's/"status": "PASS"/"status": "OK"/'
refused "$published" "$schema" 'a pass that nobody measured' 's/"basis": "measured"/"basis": "none"/'
refused "$published" "$schema" 'an unknown member' 's/"edition":/"source_label": "x", "edition":/'
refused "$published" "$schema" 'an unknown requirement' 's/"id": "R94"/"id": "R95"/'
refused "$scratch/population/readiness.json" "$schema" 'an unknown model' 's/"model_before": "Pitman"/"model_before": "guess"/'
refused "$scratch/population/readiness.json" "$schema" 'a share beyond one' 's/"fraction": 0.0024/"fraction": 1.5/'
refused "$scratch/population/readiness.json" "$schema" 'a word for yes or no' 's/"settled": true/"settled": "yes"/'
refused "$published" "$schema" 'another format' 's/"format": 1/"format": 2/'
# Metadata files against the published schemas: of a release that tells all, and of one that tells nothing.
for pair in datacite-4.5:datacite.json dataverse-native:dataverse.json dataverse-native:dans.json zenodo-legacyrecord:zenodo.json; do
  validate "$here/schemas/${pair%%:*}.schema.json" "$scratch"/forms/{known,open,unknown}/"${pair#*:}"
done
refused "$scratch/forms/known/zenodo.json" "$here/schemas/zenodo-legacyrecord.schema.json" 'an unknown type' \
  's/"upload_type": "dataset"/"upload_type": "brain"/'
schema=$SHAREREADY_SOURCE_DIR/share/answers.schema.json
validate "$schema" "$scratch/form.json" "$scratch/answers.json"
refused "$scratch/answers.json" "$schema" 'an unknown word' 's/"purpose": "any_research"/"purpose": "all"/'
refused "$scratch/answers.json" "$schema" 'a text for yes or no' 's/"rare": false/"rare": "no"/'
refused "$scratch/answers.json" "$schema" 'a day that does not exist' 's/2027-11-23/2027-02-30/'
refused "$scratch/answers.json" "$schema" 'an unknown key' 's/"clinical":/"clinic":/'
echo "the schema accepts what is written and refuses what is broken"
