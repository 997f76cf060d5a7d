#!/bin/bash
# Runs in a helper container that is a node without its init. Takes the images in /minik-build/images into containerd's store, unpacked,
# and leaves a store that a node can start from.
set -euo pipefail

here=/minik-build
content=/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256

fail() {
    echo "$*" >&2
    tail -n 20 "$here/containerd.log" >&2
    exit 1
}

ctr() { command ctr --namespace k8s.io "$@"; }

wait_until() { # SECONDS COMMAND...
    local left=$(($1 * 20))
    shift
    until "$@" >/dev/null 2>&1; do
        kill -0 "$containerd" 2>/dev/null || fail "containerd has ended"
        [ $((left -= 1)) -gt 0 ] || fail "timed out: $*"
        sleep 0.05
    done
}

containerd --log-level warn >"$here/containerd.log" 2>&1 &
containerd=$!
trap 'kill "$containerd" 2>/dev/null || true' EXIT
wait_until 30 ctr version

for archive in "$here"/images/*.tar; do
    case $archive in
        # an image that deletes files would leave whiteouts in its snapshot, which the engine's own layers swallow
        *.content.tar) unpack=(--no-unpack) ;;
        *) unpack=(--discard-unpacked-layers) ;;
    esac
    ctr images import --local "${unpack[@]}" --label io.cri-containerd.image=managed "$archive" \
        >>"$here/import.log" 2>&1 || fail "$(tail -n 5 "$here/import.log")"
done
ctr images ls -q | while read -r name; do
    case $name in
        registry.k8s.io/pause:*) ctr images label "$name" io.cri-containerd.image=managed io.cri-containerd.pinned=pinned >/dev/null ;;
    esac
done

# Layers that are unpacked are garbage now; what is left is what describes the images. The collector runs by itself after a change, and
# is asked for here by one that does nothing.
ctr leases create --expires 1s --sync none minik-build >/dev/null 2>&1 || ctr leases create minik-build >/dev/null 2>&1 || true
ctr leases delete --sync minik-build >/dev/null 2>&1 || true

ctr images ls -q | while read -r name; do
    ctr images check "name==$name" | tail -n +2 | awk '{print $1, $4, $NF}'
done

# A container of an image whose layers are gone proves that its snapshots are enough.
pause=$(ctr images ls -q | grep '^registry.k8s.io/pause:') || fail "no pause image"
ctr snapshots --snapshotter overlayfs ls >/dev/null
ctr containers create --snapshotter overlayfs "$pause" proof >/dev/null || fail "no container can be made of $pause"
ctr containers delete proof >/dev/null

kill "$containerd"
wait "$containerd" || true
trap - EXIT
rm -rf /var/lib/containerd/io.containerd.content.v1.content/ingest/* /var/lib/containerd/tmpmounts/* /var/lib/containerd/*.lock
du -sm /var/lib/containerd "$content" | sed 's/^/MB /'
