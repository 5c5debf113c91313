#!/usr/bin/env bash
# Every requirement R1 to R94 stands in share/requirements.json, is carried out (a fact needs only to be told; all
# others are named by code or by a table that code reads), and is named by at least one test. tests/readiness/test_followed.cpp follows each of them from data or an answer to its sentence.
set -euo pipefail
: "${SHAREREADY_SOURCE_DIR:?the source tree}"
cd "$SHAREREADY_SOURCE_DIR"
fault=0
# Comments of tests do not count.
named=$({ find tests -name '*.cpp' -exec sed 's://.*::' {} +; find tests -name '*.sh' -exec sed 's:\(^\|\s\)#.*::' {} +; } |
  grep -oE '"R[0-9]+"' | sort -u)
carried=$({ grep -rhoE --include='*.cpp' --include='*.hpp' '\bR[0-9]+\b' lib bids_app
            find share \( -name '*.json' -o -name '*.tsv' \) ! -name requirements.json -exec grep -hoE '\bR[0-9]+\b' {} +; } | sort -u)
for n in $(seq 1 94); do
  row=$(grep "\"id\": \"R$n\"" share/requirements.json || true)
  [ -n "$row" ] || { echo "FAILED: R$n is not in share/requirements.json"; fault=1; continue; }
  grep -qx "\"R$n\"" <<<"$named" || { echo "FAILED: no test names R$n"; fault=1; }
  case $row in
    *'"evaluation": "fact"'*) ;;
    *) grep -qx "R$n" <<<"$carried" || { echo "FAILED: R$n is carried out nowhere"; fault=1; } ;;
  esac
done
# Each row as it was last read against the guide and the law: a rule, remedy or owner that moved to another row is no
# fault that code can see. Who changes a row reads it once more, and writes the line that is printed here.
rows=$(mktemp -d)
trap 'rm -rf "$rows"' EXIT
grep '"id": "R' share/requirements.json | sed 's/^ *//; s/,$//' | split -l 1 -d -a 2 - "$rows/"
diff tests/readiness/requirements_read.txt <(paste -d ' ' <(grep -oE '"id": "R[0-9]+"' share/requirements.json | grep -oE 'R[0-9]+') \
  <(sha256sum "$rows"/* | cut -c1-16)) || { echo "FAILED: rows of share/requirements.json are not as they were read"; fault=1; }
[ $fault = 0 ] && echo 'every requirement is in the table as it was read, carried out or told as a fact, and named by a test'
exit $fault
