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
    running=("$containerd")
    trap 'kill "${running[@]}" 2>/dev/null || true' EXIT
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

# The API server makes roles and priority classes a second after it serves, and the controller manager accounts for its controllers before any of
# them begins; a cluster waits for both. A node makes the same ones at once, so they are taken here from an empty cluster: a line for each, with its
# path, a tab and what is to be posted there. What others wait for comes first.
describe_objects() { # FILE
    local pki=$here/pki etcd_image api_image manager_image etcd apiserver manager resource
    etcd_image=$(mount_image "$(images | grep /etcd:)")
    api_image=$(mount_image "$(images | grep /kube-apiserver:)")
    manager_image=$(mount_image "$(images | grep /kube-controller-manager:)")
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
    running+=("$etcd" "$apiserver")
    await "$apiserver" "$here/apiserver.log" api_server_is_ready
    cat >"$here/manager.conf" <<END
clusters: [{name: build, cluster: {server: "https://127.0.0.1:6443", insecure-skip-tls-verify: true}}]
users: [{name: builder, user: {token: $token}}]
contexts: [{name: build, context: {cluster: build, user: builder}}]
current-context: build
END
    # as kubeadm starts it, as far as that has a say in which controllers there are
    "$manager_image/usr/local/bin/kube-controller-manager" --kubeconfig "$here/manager.conf" --leader-elect=false \
        --controllers '*,bootstrap-signer-controller,token-cleaner-controller' --use-service-account-credentials \
        --service-account-private-key-file "$pki/sa.key" --root-ca-file "$pki/apiserver.crt" --cert-dir "$pki" \
        --allocate-node-cidrs --cluster-cidr 10.244.0.0/16 >"$here/manager.log" 2>&1 &
    manager=$!
    running+=("$manager")
    await "$manager" "$here/manager.log" controllers_are_made
    {
        describe apis/scheduling.k8s.io/v1 priorityclasses '.value >= 2000000000'
        for resource in clusterroles clusterrolebindings roles rolebindings; do
            describe apis/rbac.authorization.k8s.io/v1 "$resource" '.metadata.labels["kubernetes.io/bootstrapping"] == "rbac-defaults"'
        done
        # every namespace gets the other one
        describe api/v1 serviceaccounts '.metadata.namespace == "kube-system" and .metadata.name != "default"'
    } >"$1"
    local kind
    for kind in priorityclasses clusterroles serviceaccounts; do
        grep --quiet "/$kind"$'\t' "$1" || fail "an empty cluster has no $kind: $(cut -f 1 "$1" | sort | uniq -c)"
    done
    # in good order they would wait for each other
    kill -KILL "$manager" "$apiserver" "$etcd"
    wait "$manager" "$apiserver" "$etcd" 2>/dev/null || true
    running=("$containerd")
    unmount_image "$manager_image"
    unmount_image "$api_image"
    unmount_image "$etcd_image"
}

token=minik-build

ask() { # PATH: of the API server
    curl --silent --insecure --max-time 5 --header "Authorization: Bearer $token" "https://127.0.0.1:6443/$1"
}

api_server_is_ready() {
    [ "$(ask readyz)" = ok ]
}

# Each has a check of its health when all are made, after their accounts.
controllers_are_made() {
    curl --silent --insecure --max-time 5 'https://127.0.0.1:10257/healthz?verbose' | grep --quiet replicaset-controller
}

await() { # PROCESS LOG CONDITION
    local end=$((SECONDS + 60))
    until "$3"; do
        kill -0 "$1" 2>/dev/null || fail "what was to be asked for $3 has ended: $(tail -n 5 "$2" "$here/etcd.log")"
        [ "$SECONDS" -lt "$end" ] || fail "$3 is not true within a minute: $(tail -n 5 "$2" "$here/etcd.log")"
        sleep 0.05
    done
}

describe() { # API RESOURCE CONDITION
    ask "$1/$2" | jq --raw-output --arg api "$1" --arg resource "$2" ".items[] | select($3)"' | "/\($api)/"
        + (.metadata.namespace | if . then "namespaces/\(.)/" else "" end) + $resource + "\t"
        + (({metadata: (.metadata | {name, labels, annotations})} + del(.metadata, .kind, .apiVersion, .secrets)) | del(.. | nulls) | tojson)'
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
describe_objects "$here/early-objects"
images | while read -r name; do
    prove "$name"
    echo "$name"
done
stop_containerd
du -sm "$store" | sed 's/\t.*/ MB/'
