package io.doorward.token.propagation;

import io.doorward.contract.event.GatewayReport;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Takes reports, whichever way they come, and wakes whoever waits for them. */
@ApplicationScoped
class Reports {
  private static final Logger LOG = Logger.getLogger(Reports.class);

  /** Time alone changes something, too: a silent gateway leaves the list. */
  private static final long LOOK_MILLIS = 1_000;

  private final Gateways gateways;
  private final Propagation propagation;
  private final Promptness promptness;
  private final Clock clock;

  @Inject
  Reports(Gateways gateways, Propagation propagation, Promptness promptness, Clock clock) {
    this.gateways = gateways;
    this.propagation = propagation;
    this.promptness = promptness;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event, Vertx vertx) {
    vertx.setPeriodic(LOOK_MILLIS, timer -> news());
  }

  /** A report that has just come. */
  void fresh(byte[] json) {
    take(json, /* kept= */ false);
  }

  /** A report that was found: as old as its sender says. */
  void kept(byte[] json) {
    take(json, /* kept= */ true);
  }

  private void take(byte[] json, boolean kept) {
    GatewayReport report;
    try {
      report = ContractJson.read(json, GatewayReport.class);
    } catch (UnreadableRecord e) {
      LOG.warnf("a gateway's report cannot be read: %s", e.getMessage());
      return;
    }
    Instant now = clock.instant();
    boolean news = gateways.heard(report, kept && report.at().isBefore(now) ? report.at() : now);
    if (news) {
      news();
    }
  }

  /** All that was kept on this way has been read. */
  void loaded(Gateways.Way way) {
    gateways.loaded(way);
    news();
  }

  private void news() {
    propagation.news();
    promptness.news();
  }
}
