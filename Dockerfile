# The image serves the data it was built with and needs nothing but a port:
#
#   docker build -t iprstat .
#   docker run --rm --read-only --cap-drop=all --security-opt=no-new-privileges -p 8080:8080 -v iprstat:/data iprstat
#
# It holds the program, its libraries and its data: no shell, no package manager. The store is in the volume /data: a new volume
# starts with the data of the image. docs/operating.md tells how an older one is brought up to date, and the rest.
#
# Any release of Debian can stand below it: docker build --build-arg DEBIAN=trixie-slim .
ARG DEBIAN=bookworm-slim

FROM debian:${DEBIAN} AS build
WORKDIR /src
# Before the sources, so that a change of them does not install the compiler again. The base may be older than the last security
# update of a library that goes into the image. Newer releases have the character sets in a package of their own.
COPY script/bootstrap script/bootstrap
RUN apt-get -q update && apt-get -q --yes upgrade && script/bootstrap build \
    && { find /usr/lib -path '*/gconv/GB18030.so' | grep -q . \
        || apt-get -q --yes --no-install-recommends install libc-gconv-modules-extra; }
COPY . .
RUN meson setup -Dtests=false --buildtype=release -Doptimization=2 --prefix=/usr/local build && ninja -C build \
    && DESTDIR=/image meson install -C build --no-rebuild --strip --quiet --tags runtime,data \
    && packaging/image-root.sh /image/usr/local/bin/iprstat /image
RUN mkdir /data && /image/usr/local/bin/iprstat load --db /data/iprstat.db --publish $(script/packages)

FROM scratch
COPY --from=build /image /
COPY --from=build --chown=10001:10001 /data /data
VOLUME /data
# By number, so that a cluster can see that it is not root without looking into the image.
USER 10001:10001
# The admin listener is for HEALTHCHECK; who collects metrics from outside gives it another address.
ENV IPRSTAT_DB=/data/iprstat.db IPRSTAT_LISTEN=0.0.0.0:8080 IPRSTAT_ADMIN=127.0.0.1:8081
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/usr/local/bin/iprstat", "health"]
ENTRYPOINT ["/usr/local/bin/iprstat"]
CMD ["serve"]
