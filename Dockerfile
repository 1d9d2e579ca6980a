# The image serves the data it was built with and needs nothing but a port:
#
#   docker build -t iprstat .
#   docker run --rm --read-only --cap-drop=all --security-opt=no-new-privileges -p 8080:8080 -v iprstat:/data iprstat
#
# The store is in the volume /data: a new volume starts with the data of the image. An older one is brought up to date by
#
#   docker run --rm -v iprstat:/data iprstat load --publish /usr/local/share/iprstat/data/catalogue ...
#
# Any release of Debian can stand below it, its libraries may only bear other names there.
ARG DEBIAN=bookworm-slim

FROM debian:${DEBIAN} AS build
WORKDIR /src
# Before the sources, so that a change of them does not install the compiler again.
COPY script/bootstrap script/bootstrap
RUN script/bootstrap build
COPY . .
RUN meson setup -Dtests=false --buildtype=release build && ninja -C build && strip build/cli/iprstat
RUN mkdir /data && build/cli/iprstat load --db /data/iprstat.db --publish $(script/packages)

FROM debian:${DEBIAN}
ARG RUNTIME_PACKAGES="libmicrohttpd12 libjansson4 libsqlite3-0 zlib1g libnettle8"
# The base image may be older than the last security update of a library in it.
RUN apt-get -q update && apt-get -q --yes upgrade \
    && apt-get -q --yes --no-install-recommends install ${RUNTIME_PACKAGES} \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/build/cli/iprstat /usr/local/bin/iprstat
COPY --from=build /src/data /usr/local/share/iprstat/data
COPY --from=build /src/LICENSE /usr/local/share/iprstat/LICENSE
# By number, so that a cluster can see that it is not root without looking into the image.
COPY --from=build --chown=10001:10001 /data /data
VOLUME /data
USER 10001:10001
ENV IPRSTAT_DB=/data/iprstat.db IPRSTAT_LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/iprstat"]
CMD ["serve"]
