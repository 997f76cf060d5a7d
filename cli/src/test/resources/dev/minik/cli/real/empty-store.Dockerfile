# minik's node image with nothing in its store of container images: every image has to be pulled.
ARG IMAGE
FROM ${IMAGE}

RUN rm -rf /var/lib/containerd
