# Plenary in a small image, which serves the programmes in its /feeds on port 8080:
#
#     docker build -t plenary .
#     docker run -p 8080:8080 -v plenary:/var/lib/plenary plenary
#
# Set PLENARY_BASE_URL to the address under which subscribers reach it. Mount other programmes
# over /feeds to serve those. /var/lib/plenary holds the ledger: what is lost with it are the
# SEQUENCEs and the events that were cancelled.

FROM rust:1-slim-bookworm AS build
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
# The manifest names the benchmarks, so Cargo wants them to be there.
COPY benches benches
COPY templates templates
COPY src src
# Built in a cache that outlives the layer, so that a change of ours compiles only what is ours.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked \
    && cp target/release/plenary /usr/local/bin/plenary \
    && mkdir /var/lib/plenary

# The C library and nothing else: no shell, no package manager.
FROM gcr.io/distroless/cc-debian12
COPY --from=build /usr/local/bin/plenary /usr/local/bin/plenary
# A new volume takes its owner from the folder that it is mounted on.
COPY --from=build --chown=65534:65534 /var/lib/plenary /var/lib/plenary
COPY feeds /feeds
ENV PLENARY_FEEDS=/feeds \
    PLENARY_DATABASE=/var/lib/plenary/plenary.db \
    PLENARY_LISTEN=0.0.0.0:8080
USER 65534:65534
VOLUME /var/lib/plenary
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/plenary"]
CMD ["serve"]
