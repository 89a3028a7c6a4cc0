package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Wrk;
import io.doorward.bench.gateway.load.WrkResult;
import io.doorward.bench.gateway.suite.RedisInfo;

/**
 * What a contender did under load once.
 *
 * @param cpuMicros of its processes, for each request
 * @param redisMicros the CPU of its Redis, for each request; 0 without one
 * @param megabytes resident afterwards
 */
record Sample(WrkResult load, double cpuMicros, double redisMicros, double megabytes) {

  static Sample of(Contender contender, Wrk wrk, int connections, int seconds) {
    double redisBefore = redis(contender);
    double before = contender.processes().cpuMicros();
    WrkResult load = wrk.run(contender.traffic(), contender.port(), connections, seconds);
    // What it still has to do for these requests counts too: events on their way, for one.
    double spent = contender.processes().cpuMicrosAtRest() - before;
    double requests = Math.max(1, load.requests());
    return new Sample(
        load,
        spent / requests,
        (redis(contender) - redisBefore) / requests,
        contender.processes().residentMegabytes());
  }

  private static double redis(Contender contender) {
    return contender.redis().isPresent()
        ? RedisInfo.of(contender.redis().getAsInt()).cpuMicros()
        : 0;
  }
}
