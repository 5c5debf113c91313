#!/usr/bin/env bash
# Every requirement R1 to R94 stands in share/requirements.json and is named by at least one test.
set -euo pipefail
: "${SHAREREADY_SOURCE_DIR:?the source tree}"
cd "$SHAREREADY_SOURCE_DIR"
fault=0
named=$(grep -rhoE --include='*.cpp' --include='*.sh' '"R[0-9]+"' tests | sort -u)
for n in $(seq 1 94); do
  grep -q "\"id\": \"R$n\"" share/requirements.json || { echo "FAILED: R$n is not in share/requirements.json"; fault=1; }
  grep -qx "\"R$n\"" <<<"$named" || { echo "FAILED: no test names R$n"; fault=1; }
done
[ $fault = 0 ] && echo 'every requirement is in the table and named by a test'
exit $fault
