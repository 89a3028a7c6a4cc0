package io.doorward.bench.gateway.suite;

/** The route that is measured; it stands behind all those that the suite comes with. */
final class BenchRoute {
  private BenchRoute() {}

  static String to(int upstream) {
    return """

      - id: bench
        path: /v1/**
        methods: [GET]
        scopes: ["read"]
        upstream: { url: "http://127.0.0.1:%d", name: bench }
        credentials: [token]
        identity: [headers]
    """
        .formatted(upstream);
  }
}
