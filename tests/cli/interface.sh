#!/bin/bash
# One option table: --help, descriptor.json and README.md say the same.
. "$(dirname "$0")/common.sh"
expect 0 --version;  prints '^shareready [0-9]'
expect 0 --help;     prints 'participant-label'; prints 'Also: --participant_label'
cp "$scratch/out" "$scratch/help"
awk 'length > 100' "$scratch/help" | grep . && fail 'a line of --help is longer than 100 characters'

expect 0 --bids-exec-spec
diff -u "$SHAREREADY_SOURCE_DIR/descriptor.json" "$scratch/out" ||
  fail 'descriptor.json differs: shareready --bids-exec-spec > descriptor.json'

readme=$SHAREREADY_SOURCE_DIR/README.md
if grep -q '^<!-- help -->' "$readme" 2>/dev/null; then
  sed -n '/^<!-- help -->/,/^<!-- \/help -->/p' "$readme" | grep -v -e '^<!--' -e '^```' >"$scratch/readme"
  diff -u "$scratch/readme" "$scratch/help" || fail 'the options in README.md differ from --help'
fi
