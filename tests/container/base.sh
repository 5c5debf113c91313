# Sourced: make_base prints the path of a tar of a minimal Debian 12, the stand-in for debian:bookworm-slim where no
# registry can be reached. It is kept outside the repository and made anew after a week.
# shellcheck shell=bash

skip() { echo "skipped: $*"; exit 77; }
fail() { echo "FAILED: $*"; exit 1; }

need_root_and() {
  [ "$(id -u)" -eq 0 ] || skip "needs root"
  local tool
  for tool in "$@"; do command -v "$tool" > /dev/null || skip "no $tool on this machine"; done
}

make_base() {
  local cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/shareready
  local base=$cache/debian-bookworm-minbase.tar
  mkdir -p "$cache"
  if [ -z "$(find "$base" -mtime -7 2>/dev/null)" ]; then
    local part; part=$(mktemp "$cache/base-XXXXXX.tar")
    local sources; sources=$(mktemp)
    cat > "$sources" <<'S'
Types: deb
URIs: http://deb.debian.org/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
S
    # Documentation and apt's caches are left out, as in Debian's slim images; copyright files stay.
    mmdebstrap --quiet --variant=minbase --include=usr-is-merged \
      --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
      --aptopt='Acquire::Check-Valid-Until "false"' \
      --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
      --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' \
      --customize-hook='rm -f "$1"/var/cache/apt/*.bin "$1/etc/resolv.conf" "$1/etc/hostname"' \
      bookworm "$part" "$sources" > "$part.log" 2>&1 || { tail -20 "$part.log" >&2; return 1; }
    rm -f "$sources" "$part.log"
    mv "$part" "$base"
  fi
  echo "$base"
}

# share_compiler_cache: sets cache_url to where it serves, to read alone, what the compiler made of these sources (SHAREREADY_COMPILER_CACHE,
# filled by `scripts/test --all`), so that a recipe need not compile them once more. Empty where there is none. cache_server is
# the server's process, for the caller's trap.
share_compiler_cache() {
  cache_url='' cache_server=''
  [ -d "${SHAREREADY_COMPILER_CACHE:-}" ] || return 0
  local log; log=$(mktemp)
  /usr/bin/python3 -u -m http.server --bind 127.0.0.1 --directory "$SHAREREADY_COMPILER_CACHE" 0 > "$log" 2> /dev/null &
  cache_server=$!
  for _ in $(seq 100); do grep -q 'port [0-9]' "$log" && break; sleep 0.1; done
  cache_url=$(sed -n 's/.* port \([0-9]*\) .*/http:\/\/127.0.0.1:\1|read-only/p' "$log")
  rm -f "$log"
}
