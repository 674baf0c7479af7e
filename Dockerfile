# Plenary in a small image, which serves the programmes in its /feeds on port 8080:
#
#     docker build -t plenary .
#     docker run -p 8080:8080 -v plenary:/var/lib/plenary --read-only plenary
#
# Set PLENARY_BASE_URL to the address under which subscribers reach it. Mount other programmes
# over /feeds to serve those. /var/lib/plenary holds the ledger: what is lost with it are the
# SEQUENCEs and the events that were cancelled. Mount a newer /usr/share/zoneinfo over the one
# within to follow changes of clocks without a new image.
#
# deploy/image/build makes it where neither Docker nor a registry is reached.

# Any Debian, with Rust unless dist/plenary is there: a binary that was built before, on a Debian
# that is no newer.
ARG BASE=rust:1-slim-bookworm

FROM ${BASE} AS build
WORKDIR /build
RUN [ -e /usr/share/zoneinfo/tzdata.zi ] && [ -e /etc/ssl/certs/ca-certificates.crt ] \
    || { apt-get update -q && apt-get install -q -y --no-install-recommends tzdata ca-certificates; }
COPY . .
RUN [ -e dist/plenary ] \
    || { cargo build --release --locked && install -D target/release/plenary dist/plenary; }
# The binary, the libraries that it names, time zones and certificate authorities: no shell, no
# package manager.
RUN set -eu; \
    install -D -m 755 dist/plenary /image/usr/local/bin/plenary; \
    for library in $(ldd dist/plenary | grep -o '/[^ ]*'); do \
        install -D -m 755 "$library" "/image$library"; \
    done; \
    mkdir -p /image/usr/share/zoneinfo /image/tmp; \
    (cd /usr/share/zoneinfo && tar -c --exclude=./posix --exclude=./right .) \
        | tar -x -C /image/usr/share/zoneinfo; \
    install -D -m 644 /etc/ssl/certs/ca-certificates.crt \
        /image/etc/ssl/certs/ca-certificates.crt; \
    echo 'nobody:x:65534:65534:nobody:/:/nonexistent' > /image/etc/passwd; \
    echo 'nogroup:x:65534:' > /image/etc/group; \
    cp -R feeds /image/feeds; \
    chmod -R a+rX /image; \
    chmod 1777 /image/tmp; \
    # A new volume takes its owner from the folder that it is mounted on.
    install -d -o 65534 -g 65534 /image/var/lib/plenary

FROM scratch
COPY --from=build /image /
ENV PLENARY_FEEDS=/feeds \
    PLENARY_DATABASE=/var/lib/plenary/plenary.db \
    PLENARY_LISTEN=0.0.0.0:8080
USER 65534:65534
VOLUME /var/lib/plenary
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s \
    CMD ["/usr/local/bin/plenary", "health"]
ENTRYPOINT ["/usr/local/bin/plenary"]
CMD ["serve"]
