package io.doorward.contract.channel;

import java.util.List;

/** Kafka topics. They are created by the deployment, never by a service. */
public final class Topics {
  /** One {@link io.doorward.contract.event.UsageEvent} a request; key: token id. */
  public static final String USAGE_EVENTS = "usage-events";

  /** Token changes; one partition, because gateways apply them in the order of their epochs. */
  public static final String TOKEN_EVENTS = "token-events";

  /** Detections and the responses they ask for; key: token id. */
  public static final String SECURITY_EVENTS = "security-events";

  /**
   * {@link io.doorward.contract.event.GatewayReport}s; key: instance. One partition; only the last
   * minutes are ever read, so a short retention is enough.
   */
  public static final String GATEWAY_REPORTS = "gateway-reports";

  /** The last use of each token, coalesced; key: token id. */
  public static final String TOKEN_ACTIVITY = "token-activity";

  private static final String DEAD_LETTER_SUFFIX = ".dead";

  private Topics() {}

  /** Where a consumer puts what it cannot read, with the reason in a header. */
  public static String deadLettersOf(String topic) {
    return topic + DEAD_LETTER_SUFFIX;
  }

  /** A topic as the deployment has to create it. */
  public record Topic(String name, int partitions) {}

  /** Every topic with the partitions that suit a small deployment. */
  public static List<Topic> all() {
    return List.of(
        new Topic(USAGE_EVENTS, 6),
        new Topic(TOKEN_EVENTS, 1),
        new Topic(SECURITY_EVENTS, 3),
        new Topic(GATEWAY_REPORTS, 1),
        new Topic(TOKEN_ACTIVITY, 3),
        new Topic(deadLettersOf(USAGE_EVENTS), 1),
        new Topic(deadLettersOf(TOKEN_EVENTS), 1),
        new Topic(deadLettersOf(SECURITY_EVENTS), 1),
        new Topic(deadLettersOf(TOKEN_ACTIVITY), 1));
  }
}
