#!/usr/bin/env bash
# A face recogniser cannot tell who a defaced head was. Pictures of real heads exist only while this runs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${SHAREREADY_SOURCE_DIR:?the source tree}" "${SHAREREADY_BUILD_DIR:?the build tree}"
heads=${SHAREREADY_TEST_DATA:-}/heads
[ -d "$heads" ] || { echo "SKIPPED: SHAREREADY_TEST_DATA names no folder with heads"; exit 77; }
command -v node >/dev/null || { echo "SKIPPED: node is not installed"; exit 77; }
npm=$("$SHAREREADY_SOURCE_DIR/scripts/npm-tools" @vladmandic/face-api@1.7.15 @tensorflow/tfjs@4.22.0 \
      @tensorflow/tfjs-backend-wasm@4.22.0)
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
"$SHAREREADY_BUILD_DIR/tests/reid/render_faces" "$heads" "$scratch"
node "$here/recognise.mjs" "$npm" "$scratch"
