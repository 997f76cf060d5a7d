# Makes of a content-only image of minik's one in kind's style: what minik has added to kind's contract is gone, and the files of kind's
# base image, which lie beside this, take the places of minik's. Packages, programs and container images stay.
ARG IMAGE
FROM ${IMAGE}

RUN rm -rf /etc/containerd /etc/crictl.yaml /etc/default/kubelet /etc/kubernetes /usr/local/bin/entrypoint /usr/local/lib/minik \
        /var/lib/minik /etc/systemd/journald.conf.d /etc/systemd/system.conf.d /etc/systemd/system/containerd.service \
        /etc/systemd/system/kubelet.* /etc/systemd/system/multi-user.target.wants

COPY files /

# A module's files have no modes of their own. The manifest gets the other of kind's two requests; it has one already.
RUN chmod -R u=rwX,go=rX /etc/containerd /etc/crictl.yaml /etc/default /etc/sysctl.d /etc/systemd/system /kind \
    && chmod 0755 /kind/bin/* /usr/local/bin/clean-install /usr/local/bin/entrypoint \
    && mkdir -p /etc/kubernetes/manifests \
    && echo ReadKMsg=no >>/etc/systemd/journald.conf \
    && systemctl enable containerd kubelet undo-mount-hacks \
    && ctr oci spec \
        | jq '.hooks.createContainer += [{path: "/kind/bin/mount-product-files.sh"}] | del(.process.rlimits)' \
        >/etc/containerd/cri-base.json \
    && pause=$(kubeadm config images list --kubernetes-version "$(cat /kind/version)" | grep /pause:) \
    && sed -i "s#^\( *sandbox_image\) .*#\1 = \"$pause\"#" /etc/containerd/config.toml \
    && sed -i '1i # would you kindly patch this file' /kind/manifests/default-cni.yaml
