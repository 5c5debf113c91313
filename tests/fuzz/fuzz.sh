#!/bin/bash
# fuzz.sh PARSER SECONDS: builds the fuzz program with clang, once, and runs it on one parser from made and real
# seeds. Exit code 77 where clang or its run-time library is missing.
set -eu
parser=$1 seconds=$2
here=$(cd "$(dirname "$0")" && pwd)
build=${SHAREREADY_BUILD_DIR:?}/fuzz
compiler=$(command -v clang++ || true)
[ -n "$compiler" ] || { echo 'SKIPPED: no clang++'; exit 77; }
[ -e "$("$compiler" -print-file-name=libclang_rt.fuzzer-x86_64.a)" ] ||
  ls "$("$compiler" -print-resource-dir)"/lib/*/libclang_rt.fuzzer*.a >/dev/null 2>&1 ||
  { echo "SKIPPED: clang's run-time library is missing (libclang-rt-dev)"; exit 77; }

mkdir -p "$build"
export CCACHE_BASEDIR=$SHAREREADY_SOURCE_DIR CCACHE_NOHASHDIR=1
launcher=$(command -v ccache || true)
flock "$build/lock" bash -c '
  cmake -S "$0" -B "$1" -G Ninja -DCMAKE_CXX_COMPILER="$2" -DCMAKE_C_COMPILER="${2%++}" -DCMAKE_CXX_COMPILER_LAUNCHER="$3" &&
  cmake --build "$1"' "$here/program" "$build" "$compiler" "$launcher" >"$build/log.$parser" 2>&1 ||
  { cat "$build/log.$parser" >&2; exit 1; }

[ -w /dev/shm ] && TMPDIR=/dev/shm  # files are made thousands of times
work=$(mktemp -d "${TMPDIR:-/tmp}/shareready-fuzz-XXXXXX")
trap 'rm -rf "$work"' EXIT
/usr/bin/python3 "$here/seeds.py" "$parser" "$work/corpus"
cd "$work"
export SHAREREADY_FUZZ_PARSER=$parser TMPDIR=$work
"$build/fuzz_parsers" -max_total_time="$seconds" -max_len=20000 -timeout=20 -rss_limit_mb=2000 -print_final_stats=1 \
  "$work/corpus" >"$work/log" 2>&1 && status=0 || status=$?
if [ "$status" != 0 ]; then
  grep -E 'broken promise|runtime error|^==[0-9]*== ?ERROR' "$work/log" >&2 || echo "exit code $status" >&2
  tail -n 40 "$work/log" >&2
  for found in crash-* leak-* timeout-* oom-*; do
    [ -e "$found" ] && { echo "the input, in base64:" >&2; head -c 3000 "$found" | base64 >&2; }
  done
  exit 1
fi
grep -E 'stat::(number_of_executed_units|average_exec_per_sec)' "$work/log"
