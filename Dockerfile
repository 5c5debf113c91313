# Builds this checkout:  docker build -t shareready .
# Runs as any user, without HOME, network or a writable root file system:
#   docker run --rm --read-only --network none -u "$(id -u):$(id -g)" \
#     -v /path/to/bids:/data:ro -v /path/to/out:/out shareready /data /out participant
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY scripts/install-packages scripts/install-packages
COPY scripts/packages scripts/packages
RUN scripts/install-packages build
COPY . .
# --build-arg CCACHE_REMOTE_STORAGE=URL: a compiler cache that is shared with other builds of these sources.
ARG CCACHE_REMOTE_STORAGE
RUN export CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=locale \
 && cmake --preset release -DSHAREREADY_BUILD_TESTS=OFF \
 && cmake --build --preset release \
 && cmake --install build/release --prefix /stage/usr/local --strip \
 && install -D -m 0644 LICENSE /stage/usr/local/share/doc/shareready/LICENSE \
 && chmod -R a+rX /stage

FROM debian:bookworm-slim
ARG SHAREREADY_VERSION=0.1.0
ARG SHAREREADY_CONTAINER_TAG=shareready:${SHAREREADY_VERSION}
LABEL org.opencontainers.image.title="shareready" \
      org.opencontainers.image.description="Makes a brain MRI dataset in BIDS ready to share" \
      org.opencontainers.image.version="${SHAREREADY_VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/debian:bookworm-slim"
COPY scripts/install-packages /opt/setup/install-packages
COPY scripts/packages /opt/setup/packages
RUN /opt/setup/install-packages run && rm -rf /opt/setup /var/lib/apt/lists/* /var/cache/apt/*.bin
COPY --from=build /stage/usr/local /usr/local
# The tag goes into GeneratedBy of what the container writes.
ENV LC_ALL=C.UTF-8 \
    SHAREREADY_CONTAINER_TAG=${SHAREREADY_CONTAINER_TAG}
ENTRYPOINT ["/usr/local/bin/shareready"]
CMD ["--help"]
