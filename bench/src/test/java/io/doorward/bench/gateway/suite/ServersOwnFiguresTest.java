package io.doorward.bench.gateway.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ServersOwnFiguresTest {

  @Test
  void redisTellsOfItsTimeAndItsScripts() {
    RedisInfo info =
        RedisInfo.parse(
            """
            # CPU\r
            used_cpu_sys:1.500000\r
            used_cpu_user:2.250000\r
            used_cpu_sys_children:9.000000\r
            # Commandstats\r
            cmdstat_evalsha:calls=120,usec=900,usec_per_call=7.50,rejected_calls=0\r
            cmdstat_eval:calls=3,usec=90,usec_per_call=30.00,rejected_calls=0\r
            cmdstat_hmget:calls=999,usec=1,usec_per_call=0.01,rejected_calls=0\r
            """);

    assertThat(info.cpuMicros()).isCloseTo(3_750_000, within(0.1));
    assertThat(info.scriptCalls()).isEqualTo(123);
    assertThat(RedisInfo.parse("").scriptCalls()).isZero();
  }

  @Test
  void theGatewayTellsOfItsLookUps() {
    Metrics metrics =
        Metrics.parse(
            """
            # TYPE doorward_snapshots counter
            doorward_snapshots_total{level="process"} 40.0
            doorward_snapshots_total{level="service"} 2.0
            doorward_snapshots_cached 1000.0
            """);

    assertThat(metrics.lookUps()).isEqualTo(42);
    assertThat(metrics.questions()).isEqualTo(2);
  }
}
