#!/usr/bin/env bash
# The report pages in a real browser: no request, no script error, no WCAG AA violation, readable without JavaScript.
# Screenshots stay in BUILD_DIR/screenshots.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
: "${SHAREREADY_SOURCE_DIR:?the source tree}" "${SHAREREADY_BUILD_DIR:?the build tree}"
command -v node >/dev/null || { echo "SKIPPED: node is not installed"; exit 77; }
chromium=$(command -v chromium) || { echo "SKIPPED: chromium is not installed"; exit 77; }
npm=$("$SHAREREADY_SOURCE_DIR/scripts/npm-tools" playwright-core@1.65.1 axe-core@4.14.1)
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
"$SHAREREADY_BUILD_DIR/tests/readiness/write_readiness_examples" "$scratch"
mkdir -p "$SHAREREADY_BUILD_DIR/screenshots"
node "$here/browser.mjs" "$npm" "$chromium" "$scratch" "$SHAREREADY_BUILD_DIR/screenshots"
