#!/usr/bin/env bash
# bids.sh DATASET: the legacy bids-validator accepts what was published.
set -euo pipefail
dataset=$1
command -v node > /dev/null || { echo "skipped: no node on this machine"; exit 77; }
tool=$("$SHAREREADY_SOURCE_DIR/scripts/npm-tools" bids-validator@1.15.0)
verdict=$(mktemp)
trap 'rm -f "$verdict"' EXIT
code=0
node "$tool/node_modules/.bin/bids-validator" "$dataset" --json > "$verdict" || code=$?
/usr/bin/python3 - "$verdict" "$code" << 'P'
import json, sys
verdict = json.load(open(sys.argv[1]))
for kind in ("errors", "warnings"):
    for issue in verdict["issues"][kind]:
        files = [f["file"]["relativePath"] for f in issue["files"] if f.get("file")]
        print(f"{kind}: {issue['key']}: {issue['reason']} {files[:5]}")
subjects = verdict["summary"]["subjects"]
print(f"{len(subjects)} subjects, exit code {sys.argv[2]}")
sys.exit(1 if verdict["issues"]["errors"] or int(sys.argv[2]) != 0 or len(subjects) != 4 else 0)
P
