package io.doorward.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void measuresEverythingUnlessPartsAreNamed() {
    assertThat(Plan.of(7, 5, List.of()).parts()).containsExactlyInAnyOrder(Part.values());
    assertThat(Plan.of(7, 5, List.of("limits", "flood")).parts())
        .containsExactlyInAnyOrder(Part.LIMITS, Part.FLOOD);
  }

  @Test
  void namesThePartsWhenOneIsNotKnown() {
    assertThatThrownBy(() -> Plan.of(7, 5, List.of("speed")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("throughput,refusals,flood,latency,revocation,limits");
  }
}
