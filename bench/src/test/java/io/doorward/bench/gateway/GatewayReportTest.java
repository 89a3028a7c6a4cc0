package io.doorward.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.bench.report.Requirement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayReportTest {
  private final GatewayReport report = new GatewayReport(Plan.of(7, 5, List.of()));

  private static void bounds(GatewayReport report, double excess) {
    for (Mode mode : Mode.values()) {
      for (Comparison with : Comparison.values()) {
        report.ratio(mode, with, mode.most(with) + excess);
      }
    }
  }

  @Test
  void writesRatiosRoundsAndRows(@TempDir Path folder) throws IOException {
    report.ratio(Mode.LEASED, Comparison.NGINX_PROXY, 1.23456);
    report.row(Map.of("name", "throughput"));
    report.write(folder.resolve("figures.json"));

    JsonNode json = new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
    assertThat(json.fieldNames()).toIterable().containsExactly("leased", "exact", "rounds", "rows");
    for (String mode : List.of("leased", "exact")) {
      assertThat(json.path(mode).fieldNames())
          .toIterable()
          .containsExactly("vs_nginx_proxy", "vs_nginx_lua_redis", "vs_spring_cloud_gateway");
    }
    assertThat(json.path("leased").path("vs_nginx_proxy").asDouble()).isEqualTo(1.235);
    assertThat(json.path("exact").path("vs_nginx_proxy").isNull()).isTrue();
    assertThat(json.path("rounds").asInt()).isEqualTo(7);
    assertThat(json.path("rows")).hasSize(1);
  }

  @Test
  void isWellWhenEveryBoundIsReached() {
    bounds(report, 0);

    assertThat(report.ok()).isTrue();
    assertThat(report.summary()).hasSize(6).allMatch(line -> line.contains(" ok "));
  }

  @Test
  void isNotWellWhenABoundIsMissed() {
    bounds(report, 0);
    report.ratio(Mode.EXACT, Comparison.SPRING_CLOUD_GATEWAY, 0.301);

    assertThat(report.ok()).isFalse();
  }

  @Test
  void isNotWellWhenSomethingWasNotCompared() {
    report.ratio(Mode.LEASED, Comparison.NGINX_PROXY, 1);

    assertThat(report.ok()).isFalse();
    assertThat(report.summary()).filteredOn(line -> line.contains("not measured")).hasSize(5);
  }

  @Test
  void isNotWellWhenAnotherFigureIsMissed() {
    GatewayReport others = new GatewayReport(Plan.of(7, 5, List.of("latency")));

    others.require("p50", Requirement.under(300, 200));
    assertThat(others.ok()).isTrue();

    others.require("p99", Requirement.under(2_000, 2_000));
    assertThat(others.ok()).isFalse();
  }
}
