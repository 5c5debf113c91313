# Sourced by scripts that hold files against JSON Schemas: validate SCHEMA FILE..., and refused FILE SCHEMA WHAT
# SED_EXPRESSION, which fails where a file that sed broke is accepted. `npm` is where ajv stands, `scratch` a folder.
: "${SHAREREADY_SOURCE_DIR:?the source tree}"
command -v node >/dev/null || { echo "SKIPPED: node is not installed"; exit 77; }
npm=$("$SHAREREADY_SOURCE_DIR/scripts/npm-tools" ajv@8.20.0 ajv-draft-04@1.0.0 ajv-formats@3.0.1 "${more_tools[@]}")
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
validate() { node "$SHAREREADY_SOURCE_DIR/tests/readiness/validate_json.mjs" "$npm" "$@"; }
refused() {
  sed "$4" "$1" >"$scratch/broken.json"
  cmp -s "$1" "$scratch/broken.json" && { echo "FAILED: '$4' changed nothing"; exit 1; }
  if validate "$2" "$scratch/broken.json" >/dev/null; then echo "FAILED: the schema accepts $3"; exit 1; fi
}
