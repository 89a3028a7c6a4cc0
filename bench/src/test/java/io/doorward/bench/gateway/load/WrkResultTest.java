package io.doorward.bench.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkResultTest {
  private static final String OUTPUT =
      """
      Running 5s test @ http://127.0.0.1:9101
        1 threads and 32 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency   474.67us  389.76us  15.38ms   98.03%
        350021 requests in 5.00s, 150.21MB read
      RESULT requests=350021 dur_us=5001200 p50=440 p90=560 p99=2210 p999=4000 max=15380 \
      e_status=3 e_conn=1 e_read=2 e_write=4 e_timeout=8
      """;

  @Test
  void readsTheLineThatTheScriptPrints() {
    WrkResult result = WrkResult.parse(OUTPUT).orElseThrow();

    assertThat(result).isEqualTo(new WrkResult(350_021, 5_001_200, 440, 2_210, 3, 15));
    assertThat(result.perSecond()).isBetween(69_987.0, 69_988.0);
  }

  @Test
  void thereIsNoResultWithoutThatLine() {
    assertThat(WrkResult.parse("unable to connect to 127.0.0.1:9101 Connection refused\n"))
        .isEmpty();
  }

  @Test
  void aLineThatLacksAFigureIsAFault() {
    assertThatThrownBy(() -> WrkResult.parse("RESULT requests=1 dur_us=2 p50=3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p99");
  }
}
