#!/usr/bin/env bash
# lint.sh format|tidy [ARGUMENTS]: the source tree passes scripts/lint.
set -euo pipefail
command -v "clang-$1" >/dev/null || { echo "skipped: no clang-$1 on this machine"; exit 77; }
exec "$SHAREREADY_SOURCE_DIR/scripts/lint" "$@"
