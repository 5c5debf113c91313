#!/usr/bin/env bash
# readiness.json of made-up releases and metadata files are valid by their schemas; what is broken is not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${SHAREREADY_SOURCE_DIR:?the source tree}" "${SHAREREADY_BUILD_DIR:?the build tree}"
command -v node >/dev/null || { echo "SKIPPED: node is not installed"; exit 77; }
npm=$("$SHAREREADY_SOURCE_DIR/scripts/npm-tools" ajv@8.20.0 ajv-draft-04@1.0.0 ajv-formats@3.0.1)
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
"$SHAREREADY_BUILD_DIR/tests/readiness/write_readiness_examples" "$scratch"
schema=$SHAREREADY_SOURCE_DIR/share/readiness.schema.json
validate() { node "$here/validate_json.mjs" "$npm" "$schema" "$@"; }
validate "$scratch"/{large,published,answered,empty,many}/readiness.json

refused() { # refused WHAT SED_EXPRESSION
  sed "$2" "$scratch/published/readiness.json" > "$scratch/broken.json"
  cmp -s "$scratch/published/readiness.json" "$scratch/broken.json" && { echo "FAILED: '$2' changed nothing"; exit 1; }
  if validate "$scratch/broken.json" >/dev/null; then echo "FAILED: the schema accepts $1"; exit 1; fi
}
refused 'an unknown status' 's/"status": "PASS"/"status": "OK"/'
refused 'a pass that nobody measured' 's/"basis": "measured"/"basis": "none"/'
refused 'an unknown member' 's/"edition":/"source_label": "x", "edition":/'
refused 'an unknown requirement' 's/"id": "R94"/"id": "R95"/'
refused 'another format' 's/"format": 1/"format": 2/'
# Metadata files against the published schemas: of a release that tells all, and of one that tells nothing.
for pair in datacite-4.5:datacite.json dataverse-native:dataverse.json dataverse-native:dans.json zenodo-legacyrecord:zenodo.json; do
  schema=$here/schemas/${pair%%:*}.schema.json file=${pair#*:}
  validate "$scratch"/forms/{known,open,unknown}/"$file"
done
schema=$here/schemas/zenodo-legacyrecord.schema.json
sed 's/"upload_type": "dataset"/"upload_type": "brain"/' "$scratch/forms/known/zenodo.json" >"$scratch/broken.json"
if validate "$scratch/broken.json" >/dev/null; then echo 'FAILED: the schema of Zenodo accepts an unknown type'; exit 1; fi
schema=$SHAREREADY_SOURCE_DIR/share/answers.schema.json
validate "$scratch/form.json" "$scratch/answers.json"
refused_answer() { # refused_answer WHAT SED_EXPRESSION
  sed "$2" "$scratch/answers.json" > "$scratch/broken.json"
  cmp -s "$scratch/answers.json" "$scratch/broken.json" && { echo "FAILED: '$2' changed nothing"; exit 1; }
  if validate "$scratch/broken.json" >/dev/null; then echo "FAILED: the schema of answers accepts $1"; exit 1; fi
}
refused_answer 'an unknown word' 's/"purpose": "any_research"/"purpose": "all"/'
refused_answer 'a text for yes or no' 's/"rare": false/"rare": "no"/'
refused_answer 'a day that does not exist' 's/2027-11-23/2027-02-30/'
refused_answer 'an unknown key' 's/"clinical":/"clinic":/'
echo "the schema accepts what is written and refuses what is broken"
