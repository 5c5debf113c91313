# Sourced by the tests of the command line: a scratch folder, and checks that say what they got.
set -u
: "${SHAREREADY_BIN:?the program under test}" "${SHAREREADY_SOURCE_DIR:?the source tree}"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/shareready-cli-XXXXXX")
cleanup() { chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"; }
trap cleanup EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }
# A step of a test that fails by itself leaves the rest nothing to look at.
set -E
trap 'case $BASH_COMMAND in *python3*|*.py*) fail "a step of the test itself: $BASH_COMMAND" ;; esac' ERR
skip() { echo "SKIPPED: $*"; exit 77; }

# expect CODE WORD... : runs the program; its output goes to $scratch/out and $scratch/err.
expect() {
  local wanted=$1 got; shift
  "$SHAREREADY_BIN" "$@" >"$scratch/out" 2>"$scratch/err"; got=$?
  [ "$got" = "$wanted" ] || { cat "$scratch/out" "$scratch/err" >&2; fail "exit code $got, expected $wanted: shareready $*"; }
}
says() { grep -q -- "$1" "$scratch/err" || { cat "$scratch/err" >&2; fail "standard error does not say '$1'"; }; }
prints() { grep -q -- "$1" "$scratch/out" || { cat "$scratch/out" >&2; fail "standard output does not say '$1'"; }; }
absent() { [ ! -e "$1" ] || fail "$1 exists"; }
present() { [ -e "$1" ] || fail "$1 is missing"; }
# leaked PATTERN PATH... : whether a file has the pattern outside hashes and generated UIDs, which have any four digits by chance.
leaked() {
  local pattern=$1; shift
  find "$@" -type f -exec cat {} + | LC_ALL=C sed -E 's/[0-9a-f]{32,}//g; s/2\.25\.[0-9]+//g' | LC_ALL=C grep -qaiE -- "$pattern"
}
# relist REPORT : a report whose files were changed by a test, as if they had been written together.
relist() { (cd "$1" && rm report.sha256 && sha256sum -- *.* >"$scratch/list" && mv "$scratch/list" report.sha256); }
