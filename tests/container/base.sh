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
