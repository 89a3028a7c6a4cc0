package io.doorward.gateway.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Which routes are in force and where they lead. Labels come from the route file alone. */
@Singleton
class RouteMetrics {
  private final Counter applied;
  private final Counter refused;
  private final MultiGauge info;
  private final MultiGauge usable;
  private final AtomicLong version = new AtomicLong();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger stale = new AtomicInteger();

  @Inject
  RouteMetrics(MeterRegistry registry) {
    applied = reloads(registry, "applied");
    refused = reloads(registry, "refused");
    info =
        MultiGauge.builder("doorward.routes.info")
            .description("the hash of the route file that is in force, always 1")
            .register(registry);
    usable =
        MultiGauge.builder("doorward.upstream.usable")
            .description("1 if requests go to this address of an upstream, 0 if it is left out")
            .register(registry);
    Gauge.builder("doorward.routes.version", version, AtomicLong::get)
        .description("1 for the route file of the start, one more for each that took its place")
        .register(registry);
    Gauge.builder("doorward.routes.count", size, AtomicInteger::get)
        .description("routes in force")
        .register(registry);
    Gauge.builder("doorward.routes.stale", stale, AtomicInteger::get)
        .description("1 while the route file that is there is refused and an earlier one holds")
        .register(registry);
  }

  private static Counter reloads(MeterRegistry registry, String outcome) {
    return Counter.builder("doorward.routes.reloads")
        .description("route files that came while the gateway ran, by what became of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  void applied() {
    applied.increment();
  }

  void refused(boolean now) {
    if (now) {
      refused.increment();
    }
    stale.set(now ? 1 : 0);
  }

  void show(RouteTable table, String hash, long number) {
    version.set(number);
    size.set(table.size());
    info.register(List.of(MultiGauge.Row.of(Tags.of("hash", hash.substring(0, 12)), 1)), true);
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    Set<Tags> known = new HashSet<>();
    for (Route route : table.routes()) {
      Targets targets = route.upstream().targets();
      for (Target target : targets.all()) {
        Tags tags =
            Tags.of("upstream", route.upstream().name(), "target", target.address().toString());
        if (targets.all().size() > 1 && known.add(tags)) {
          rows.add(MultiGauge.Row.of(tags, target, one -> targets.isUsable(one) ? 1 : 0));
        }
      }
    }
    usable.register(rows, true);
  }
}
