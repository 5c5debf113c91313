#!/usr/bin/env bash
# schema.sh: descriptor.json and CITATION.cff keep to their published schemas (Boutiques 0.5, Citation File Format 1.2).
# The schemas are no part of the repository: they stand beside the test data.
set -euo pipefail
schemas=${SHAREREADY_TEST_DATA:+$SHAREREADY_TEST_DATA/../reference/schemas}
[ -d "$schemas" ] || { echo "skipped: no schemas beside SHAREREADY_TEST_DATA"; exit 77; }
command -v node > /dev/null || { echo "skipped: no node on this machine"; exit 77; }
npm=$("$SHAREREADY_SOURCE_DIR/scripts/npm-tools" ajv@8.20.0 ajv-draft-04@1.0.0 ajv-formats@3.0.1 js-yaml@4.1.0)

validate() { node "$SHAREREADY_SOURCE_DIR/tests/readiness/validate_json.mjs" "$npm" "$@"; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
node -e '
  const [npm, from] = process.argv.slice(1);
  const yaml = require(npm + "/node_modules/js-yaml");
  const text = require("fs").readFileSync(from, "utf8");
  console.log(JSON.stringify(yaml.load(text, {schema: yaml.JSON_SCHEMA})));' \
  "$npm" "$SHAREREADY_SOURCE_DIR/CITATION.cff" > "$scratch/citation.json"
validate "$schemas/cff-1.2.schema.json" "$scratch/citation.json"
# Nested string ids in the Boutiques schema clash in a strict reader.
sed 's/"id": *"http[^"]*", *//' "$schemas/boutiques-0.5.schema.json" > "$scratch/boutiques.json"
validate "$scratch/boutiques.json" "$SHAREREADY_SOURCE_DIR/descriptor.json"
sed 's/"schema-version"/"schema_version"/' "$SHAREREADY_SOURCE_DIR/descriptor.json" > "$scratch/broken.json"
if validate "$scratch/boutiques.json" "$scratch/broken.json" > /dev/null; then
  echo "FAILED: a descriptor without its schema version is accepted"
  exit 1
fi
