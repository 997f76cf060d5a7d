#!/bin/bash
# Runs in a helper container that is a node without its init, whose store is a copy of the node image's. Takes the images in
# /minik-build/images into it, unpacked where a node image can hold that, and tells what is new: a line "path PATH" for each directory or
# file of the store, a line "image NAME" for each image.
set -euo pipefail
export CONTAINERD_SUPPRESS_DEPRECATION_WARNINGS=1

here=/minik-build
store=/var/lib/containerd
snapshots=$store/io.containerd.snapshotter.v1.overlayfs/snapshots
blobs=$store/io.containerd.content.v1.content/blobs/sha256

fail() {
    echo "$*" >&2
    tail -n 20 "$here/containerd.log" >&2
    exit 1
}

# What the user has to change is told in one line, without containerd's own.
refuse() {
    echo "refused: $*" >&2
    exit 2
}

ctr() { command ctr --namespace k8s.io "$@"; }

images() { ctr images ls -q | sort; }

entries() {
    mkdir -p "$snapshots" "$blobs"
    find "$snapshots" "$blobs" -mindepth 1 -maxdepth 1 | sort
}

start_containerd() {
    # Without the plugins for Kubernetes, which would add names of their own for what they see coming.
    cat >"$here/config.toml" <<'END'
version = 3
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
END
    containerd --config "$here/config.toml" --log-level warn >"$here/containerd.log" 2>&1 &
    containerd=$!
    trap 'kill "$containerd" 2>/dev/null || true' EXIT
    local left=600
    until ctr version >/dev/null 2>&1; do
        kill -0 "$containerd" 2>/dev/null || fail "containerd has ended"
        [ $((left -= 1)) -gt 0 ] || fail "containerd does not answer"
        sleep 0.05
    done
}

stop_containerd() {
    trap - EXIT
    kill "$containerd"
    wait "$containerd" || true
}

import() { # ARCHIVE OPTION...
    local archive=$1
    shift
    ctr images import --local "$@" --label io.cri-containerd.image=managed "$archive" >"$here/import.log" 2>&1 ||
        refuse "${archive##*/} cannot be read: $(tail -n 1 "$here/import.log")"
}

# Prints the manifest of an image for this machine.
manifest() { # NAME
    local digest document
    digest=$(ctr images ls "name==$1" | awk 'NR == 2 { print $3 }')
    document=$(ctr content get "$digest")
    if jq -e 'has("manifests")' <<<"$document" >/dev/null; then
        digest=$(jq -r --arg arch "$arch" 'first(.manifests[]
            | select(.platform == null or (.platform.os == "linux" and .platform.architecture == $arch))
            | select(.annotations["vnd.docker.reference.type"] == null) | .digest) // ""' <<<"$document")
        [ -n "$digest" ] && document=$(ctr content get "$digest" 2>/dev/null) || return 1
    fi
    printf '%s\n' "$document"
}

# Tells whether a layer deletes files: what marks that in a snapshot would be lost in the engine's own layers.
deletes() { # MANIFEST
    local digest
    for digest in $(jq -r '.layers[].digest' <<<"$1"); do
        # what cannot be looked into may delete as well
        tar -tf "$blobs/${digest#sha256:}" >"$here/listing" 2>/dev/null || return 0
        if grep -qE '(^|/)\.wh\.' "$here/listing"; then
            return 0
        fi
    done
    return 1
}

add() { # ARCHIVE
    local archive=$1 name unpack=yes document has
    images >"$here/before"
    # without unpacking, so that its layers can be looked into
    import "$archive" --no-unpack --all-platforms
    ctr images ls | awk 'NR > 1 { print $1, $3 }' | sort >"$here/digests.after"
    comm -13 "$here/digests" "$here/digests.after" | cut -d ' ' -f 1 >"$here/added"
    cp "$here/digests.after" "$here/digests"
    while read -r name; do
        case $name in
            import-*@*) refuse "${archive##*/} holds an image without a name" ;;
        esac
        document=$(manifest "$name") || refuse "$name is not there for linux/$arch"
        has=$(ctr content get "$(jq -r .config.digest <<<"$document")" | jq -r '"\(.os)/\(.architecture)"')
        [ "$has" = "linux/$arch" ] || refuse "$name is for $has, the node image for linux/$arch"
        if deletes "$document"; then
            unpack=no
        fi
        echo "image $name"
    done <"$here/added"
    if [ "$unpack" = yes ]; then
        import "$archive" --discard-unpacked-layers --snapshotter overlayfs
    fi
}

case $(uname -m) in
    x86_64) arch=amd64 ;;
    aarch64) arch=arm64 ;;
    *) fail "unknown machine: $(uname -m)" ;;
esac
entries >"$here/entries"
start_containerd
ctr images ls | awk 'NR > 1 { print $1, $3 }' | sort >"$here/digests"
for archive in "$here"/images/*; do
    add "$archive"
done
# the collector runs before this returns
lease=$(ctr leases create)
ctr leases delete --sync "$lease" >/dev/null
stop_containerd
entries | comm -13 "$here/entries" - | sed 's/^/path /'
find "$store" -type f -name '*.db' | sed 's/^/path /'
