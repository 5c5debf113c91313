#!/usr/bin/env bash
# singularity.sh DEMO_FOLDER: carries out Singularity.def in a Debian base as Singularity does (the program is not in
# Debian 12): copies %files, runs %post as root, then %test and %runscript under %environment as any user, without
# network, HOME or a writable root file system.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/base.sh"
demo=$1
PATH=$PATH:/usr/sbin:/sbin
need_root_and mmdebstrap unshare chroot
def=$SHAREREADY_SOURCE_DIR/Singularity.def

work=$(mktemp -d /tmp/shareready-singularity.XXXXXX)
root=$work/root
trap 'rm -rf "$work"; [ -z "${cache_server:-}" ] || kill "$cache_server"' EXIT   # what is mounted below is mounted in namespaces that end with their command

# Prints the lines of one section of the definition.
section() { awk -v want="%$1" '/^%/ { on = ($1 == want); next } on' "$def"; }

copy_files() {
  local from to
  while read -r from to; do
    [ -n "$from" ] || continue
    [ -d "$root/$(dirname "$to")" ] || fail "%files: $(dirname "$to") is not in the base, old versions do not make it"
    cp -fLr "$SHAREREADY_SOURCE_DIR/$from" "$root/$to"
  done < <(section files)
}

run_post() {
  section post > "$work/post.sh"
  mkdir "$work/tmp"
  chmod 1777 "$work/tmp"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  cp "$work/post.sh" "$root/.post.sh"
  unshare --mount --propagation private sh -ec "
    mount --bind '$work/tmp' '$root/tmp'
    mount --rbind /dev '$root/dev'
    mount -t proc proc '$root/proc'
    exec chroot '$root' env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      ${cache_url:+CCACHE_REMOTE_STORAGE='$cache_url'} /bin/sh -e /.post.sh" \
    > "$work/post.log" 2>&1 < /dev/null || { tail -50 "$work/post.log"; fail "%post"; }
  rm "$root/.post.sh"
  : > "$root/etc/resolv.conf"
  [ -z "$(ls -A "$work/tmp")" ] || fail "%post left files in the host's /tmp: $(ls -A "$work/tmp")"
}

# boxed SECTION ARGUMENTS: one section as a script, with %environment, as user 12345.
boxed() {
  local script=$1; shift
  { echo '#!/bin/sh'; section environment; section "$script"; } > "$work/$script.sh"
  chmod 755 "$work" "$work/$script.sh"
  mkdir -p "$root/data" "$root/out" "$root/.run"
  unshare --mount --net --pid --fork --propagation private sh -ec "
    mount --bind '$root' '$root'
    mount -o remount,ro,bind '$root'
    mount --bind '$demo/bids' '$root/data'
    mount -o remount,ro,bind '$root/data'
    mount --bind '$out' '$root/out'
    mount --bind '$work' '$root/.run'
    mount --rbind /dev '$root/dev'
    mount -t proc proc '$root/proc'
    exec chroot --userspec=12345:54321 '$root' env -i PATH=/usr/local/bin:/usr/bin:/bin /bin/sh /.run/$script.sh \"\$@\"" \
    sh "$@" < /dev/null
}

base=$(make_base)
mkdir "$root"
tar -xf "$base" -C "$root" --exclude='./dev/*'
copy_files
share_compiler_cache
run_post
out=$demo/singularity-output
rm -rf "$out"
mkdir -p "$out"
chown 12345:54321 "$out"

version=$(boxed test | tail -1)
label=$(section labels | awk '$1 == "org.opencontainers.image.version" { print $2 }')
case $version in *"$label"*) ;; *) fail "the definition is labelled $label, the program says $version" ;; esac
du -sh "$root"
boxed runscript /data /out participant
boxed runscript /data /out group
[ -d "$out/dataset" ] && [ -s "$out/report/index.html" ] || fail "no dataset/ or report/"
[ -z "$(find "$out" ! -uid 12345 -print -quit)" ] || fail "files of another owner in the output"
grep -q '"shareready:' "$out/dataset/dataset_description.json" || fail "GeneratedBy does not name the container"
/usr/bin/python3 "$here/../demo/search_planted.py" "$demo/planted.tsv" "$out/dataset" "$out/report"
rm -rf "$out"
