#!/bin/bash
# Runs in a helper container that is a node without its init. Takes the images in /minik-build/images into containerd's store, unpacked,
# and leaves a store that a node can start from.
set -euo pipefail
export CONTAINERD_SUPPRESS_DEPRECATION_WARNINGS=1

here=/minik-build
store=/var/lib/containerd
blobs=$store/io.containerd.content.v1.content/blobs/sha256

fail() {
    echo "$*" >&2
    tail -n 20 "$here/containerd.log" >&2
    exit 1
}

ctr() { command ctr --namespace k8s.io "$@"; }

images() { ctr images ls -q; }

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

import_all() {
    local archive unpack
    for archive in "$here"/images/*.tar; do
        case $archive in
            # an image that deletes files would leave whiteouts in its snapshot, which the engine's own layers swallow
            *.content.tar) unpack=(--no-unpack) ;;
            *) unpack=(--local --discard-unpacked-layers) ;;
        esac
        ctr images import "${unpack[@]}" --snapshotter overlayfs --label io.cri-containerd.image=managed "$archive" \
            >"$here/import.log" 2>&1 || fail "$(tail -n 5 "$here/import.log")"
    done
    local name
    images | while read -r name; do
        case $name in
            # never removed by the kubelet, however full the disk is
            registry.k8s.io/pause:*)
                ctr images label "$name" io.cri-containerd.image=managed io.cri-containerd.pinned=pinned >/dev/null
                ;;
        esac
    done
}

drop_layers() {
    # The collector runs before this returns.
    local lease
    lease=$(ctr leases create)
    ctr leases delete --sync "$lease" >/dev/null
    local left
    left=$(find "$blobs" -type f -size +1M)
    [ -z "$left" ] || ls "$here"/images/*.content.tar >/dev/null 2>&1 || fail "layers are still there: $left"
}

# The API server makes its roles a second after it serves, and all that while controllers have to wait. A node gives it the same ones at
# once, so they are taken here from one that has made them: a line for each, with its path, a tab and what is to be posted there.
describe_roles() { # FILE
    local token=minik-build resource end=$((SECONDS + 60)) pki=$here/pki etcd_image api_image etcd apiserver
    etcd_image=$(mount_image "$(images | grep /etcd:)")
    api_image=$(mount_image "$(images | grep /kube-apiserver:)")
    mkdir "$pki"
    openssl ecparam -name prime256v1 -genkey -noout -out "$pki/sa.key"
    echo "$token,builder,builder,system:masters" >"$here/tokens"
    "$etcd_image/usr/local/bin/etcd" --data-dir "$here/etcd" --log-level error >"$here/etcd.log" 2>&1 &
    etcd=$!
    "$api_image/usr/local/bin/kube-apiserver" --etcd-servers http://127.0.0.1:2379 --cert-dir "$pki" \
        --service-account-key-file "$pki/sa.key" --service-account-signing-key-file "$pki/sa.key" \
        --service-account-issuer https://kubernetes.default.svc --service-cluster-ip-range 10.96.0.0/16 \
        --advertise-address 192.0.2.1 --authorization-mode RBAC --token-auth-file "$here/tokens" >"$here/apiserver.log" 2>&1 &
    apiserver=$!
    trap 'kill "$containerd" "$apiserver" "$etcd" 2>/dev/null || true' EXIT
    ask() { curl --silent --insecure --max-time 5 --header "Authorization: Bearer $token" "https://127.0.0.1:6443$1"; }
    until [ "$(ask /readyz)" = ok ]; do
        kill -0 "$apiserver" 2>/dev/null || fail "the API server has ended: $(tail -n 5 "$here/apiserver.log" "$here/etcd.log")"
        [ "$SECONDS" -lt "$end" ] || fail "the API server is not ready: $(tail -n 5 "$here/apiserver.log" "$here/etcd.log")"
        sleep 0.05
    done
    for resource in clusterroles clusterrolebindings roles rolebindings; do
        ask "/apis/rbac.authorization.k8s.io/v1/$resource?labelSelector=kubernetes.io/bootstrapping%3Drbac-defaults" |
            jq --raw-output --arg resource "$resource" '.items[]
                | (.metadata.namespace | if . then "namespaces/\(.)/" else "" end) + $resource + "\t"
                    + ({metadata: (.metadata | {name, labels, annotations}), aggregationRule, rules, roleRef, subjects}
                        | del(.. | nulls) | tojson)'
    done >"$1"
    [ "$(wc -l <"$1")" -gt 100 ] || fail "the API server has made only these roles: $(cut -c 1-200 "$1")"
    # in good order they would wait for each other
    kill -KILL "$apiserver" "$etcd"
    wait "$apiserver" "$etcd" 2>/dev/null || true
    trap 'kill "$containerd" 2>/dev/null || true' EXIT
    unmount_image "$api_image"
    unmount_image "$etcd_image"
}

# Mounts an image and prints where.
mount_image() { # NAME
    # a place of its own each: containerd forgets a mount only some time after it is gone
    local mounted
    mounted=$(mktemp -d "$here/mounted.XXXXXX")
    ctr images mount --snapshotter overlayfs "$1" "$mounted" >/dev/null || fail "$1 cannot be mounted"
    echo "$mounted"
}

unmount_image() { # DIRECTORY
    ctr images unmount --rm "$1" >/dev/null || fail "$1 cannot be unmounted"
}

# An image whose layers are gone can be mounted, and its programs find their libraries.
prove() { # NAME
    local mounted program
    local programs=('usr/sbin/iptables-nft --version' 'usr/sbin/iptables-legacy --version' 'usr/sbin/nft --version'
        'usr/sbin/conntrack --version' 'usr/sbin/ipset --version' 'usr/sbin/ip -V' 'usr/bin/sh -c true' 'usr/sbin/haproxy -v'
        'usr/sbin/keepalived --version' 'usr/local/bin/etcdctl version' 'usr/local/bin/etcdutl version')
    mounted=$(mount_image "$1")
    [ -n "$(ls -A "$mounted")" ] || fail "$1 is empty"
    for program in "${programs[@]}"; do
        # shellcheck disable=SC2086 # words of our own
        [ ! -e "$mounted/${program%% *}" ] || chroot "$mounted" /$program >/dev/null || fail "$1: $program fails"
    done
    unmount_image "$mounted"
}

stop_containerd() {
    trap - EXIT
    kill "$containerd"
    wait "$containerd" || true
    # what is in the making, what containerd still thinks to be mounted, and what every node has of its own
    rm -rf "$store"/io.containerd.content.v1.content/ingest/* "$store"/tmpmounts/* "$store"/io.containerd.mount-manager.v1.* \
        "$store"/io.containerd.grpc.v1.introspection
}

start_containerd
import_all
drop_layers
describe_roles "$here/roles"
images | while read -r name; do
    prove "$name"
    echo "$name"
done
stop_containerd
du -sm "$store" | sed 's/\t.*/ MB/'
