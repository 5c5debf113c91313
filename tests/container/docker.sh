#!/usr/bin/env bash
# docker.sh DEMO_FOLDER: builds the Dockerfile with a private Docker engine and runs the image on the demo dataset as
# a hostile site would: any user, no HOME, no network, no capabilities, read-only root file system.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/base.sh"
demo=$1
PATH=$PATH:/usr/sbin:/sbin
need_root_and dockerd mmdebstrap
docker=/usr/bin/docker
[ -x "$docker" ] || docker=$(command -v docker) || skip "no docker client on this machine"

engine=$(mktemp -d /tmp/shareready-engine.XXXXXX)
export DOCKER_HOST=unix://$engine/docker.sock DOCKER_CONFIG=$engine/config

stop_engine() {
  [ -z "${cache_server:-}" ] || kill "$cache_server"
  local pid; pid=$(cat "$engine/dockerd.pid" 2>/dev/null) || true
  if [ -n "$pid" ]; then
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 300); do [ -e "$engine/dockerd.pid" ] || break; sleep 0.1; done
  fi
  umount "$engine"/exec/netns/* 2>/dev/null || true
  rm -rf "$engine"
}
trap stop_engine EXIT

start_engine() {
  setsid dockerd --data-root "$engine/data" --exec-root "$engine/exec" --pidfile "$engine/dockerd.pid" \
    -H "$DOCKER_HOST" --iptables=false --ip6tables=false --bridge=none < /dev/null > "$engine/log" 2>&1 &
  for _ in $(seq 300); do "$docker" info > /dev/null 2>&1 && return; sleep 0.1; done
  tail -20 "$engine/log"
  fail "the Docker engine does not start"
}

base=$(make_base)
start_engine
"$docker" import -c 'CMD ["bash"]' "$base" debian:bookworm-slim > /dev/null
share_compiler_cache
"$docker" build --network host -t shareready:test --build-arg SHAREREADY_CONTAINER_TAG=shareready:test \
  ${cache_url:+--build-arg CCACHE_REMOTE_STORAGE="$cache_url"} \
  "$SHAREREADY_SOURCE_DIR" > "$engine/build.log" 2>&1 || { tail -50 "$engine/build.log"; fail "docker build"; }
"$docker" image inspect -f 'image of {{.Size}} bytes' shareready:test

out=$demo/docker-output
rm -rf "$out"
mkdir -p "$out"
chown 12345:54321 "$out"
boxed=("$docker" run --rm --read-only --network none --cap-drop ALL --security-opt no-new-privileges
       --memory 1500m -e HOME=/nonexistent -u 12345:54321 -v "$demo/bids:/data:ro" -v "$out:/out")

version=$("${boxed[@]}" shareready:test --version)
label=$("$docker" image inspect -f '{{index .Config.Labels "org.opencontainers.image.version"}}' shareready:test)
case $version in *"$label"*) ;; *) fail "the image is labelled $label, the program says $version" ;; esac
unreadable=$("${boxed[@]}" --entrypoint find shareready:test /usr /opt -xdev ! -readable ! -type l)
[ -z "$unreadable" ] || fail "the image has files that only root can read: $unreadable"

"${boxed[@]}" shareready:test /data /out participant
"${boxed[@]}" shareready:test /data /out group
[ -d "$out/dataset" ] && [ -s "$out/report/index.html" ] || fail "no dataset/ or report/"
[ -z "$(find "$out" ! -uid 12345 -print -quit)" ] || fail "files of another owner in the output"
grep -q '"shareready:test"' "$out/dataset/dataset_description.json" || fail "GeneratedBy does not name the container"
/usr/bin/python3 "$here/../demo/search_planted.py" "$demo/planted.tsv" "$out/dataset" "$out/report"
rm -rf "$out"
