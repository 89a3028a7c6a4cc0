package io.doorward.bench.gateway.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchRouteTest {

  @Test
  void standsInTheListOfTheDefaultRoutes() {
    assertThat(BenchRoute.to(9100))
        .startsWith("\n  - id: bench\n    path: /v1/**\n")
        .contains("url: \"http://127.0.0.1:9100\"");
  }
}
