package io.doorward.gateway.usage;

import io.doorward.contract.event.UsageEvent;
import io.doorward.gateway.InstanceConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers events and hands them to the publisher. Never blocks. An event that has to be dropped
 * keeps its number, so that whoever counts sees the gap.
 */
@Singleton
public class UsageLog {
  /** A refused request may name any method. */
  private static final int MAX_METHOD = 32;

  private static final int MAX_PATH = 1_024;
  private static final int MAX_TOOL = 128;
  private static final int MAX_USER_AGENT = 256;

  private final UsageQueue queue;
  private final String instance;
  private final AtomicLong sequence = new AtomicLong();

  @Inject
  UsageLog(UsageQueue queue, InstanceConfig config) {
    this.queue = queue;
    this.instance =
        config.instanceId() + "-" + "%08x".formatted(ThreadLocalRandom.current().nextInt());
  }

  /** Records one answered request. */
  public void record(UsageEntry entry) {
    queue.offer(
        new UsageEvent(
            UsageEvent.SCHEMA,
            instance,
            sequence.getAndIncrement(),
            entry.at,
            entry.requestId,
            entry.credential,
            entry.tokenId,
            entry.organizationId,
            entry.owner,
            entry.agentId,
            entry.route,
            cut(entry.method, MAX_METHOD),
            cut(entry.path, MAX_PATH),
            entry.pathTemplate,
            entry.status,
            entry.refusal,
            entry.bytesIn,
            entry.bytesOut,
            entry.durationMicros,
            entry.upstreamMicros,
            entry.clientIp,
            entry.userAgent == null ? null : cut(entry.userAgent, MAX_USER_AGENT),
            entry.tool == null ? null : cut(entry.tool, MAX_TOOL),
            entry.rotatedAt));
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
