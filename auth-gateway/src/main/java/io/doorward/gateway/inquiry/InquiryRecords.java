package io.doorward.gateway.inquiry;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.check.UsageNotes;
import io.doorward.gateway.credential.TokenScrubber;
import io.doorward.gateway.edge.EdgeOutcome;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.usage.UsageEntry;
import io.doorward.gateway.usage.UsageLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.MultiMap;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One usage event and one measurement for each question. What the upstream answers in the end is
 * not known here: an admitted request is recorded as 200 with no bytes.
 */
@Singleton
class InquiryRecords {
  private static final String PASSED = "passed";
  private static final String UNREADABLE = "-";
  private static final int OK = 200;

  private final TokenScrubber scrubber;
  private final UsageLog usage;
  private final MeterRegistry registry;
  private final Clock clock;
  private final ConcurrentMap<Labels, Timer> timers = new ConcurrentHashMap<>();

  private record Labels(String way, String outcome) {}

  @Inject
  InquiryRecords(TokenScrubber scrubber, UsageLog usage, MeterRegistry registry, Clock clock) {
    this.scrubber = scrubber;
    this.usage = usage;
    this.registry = registry;
    this.clock = clock;
  }

  void admitted(
      String way, EdgeRequest request, MultiMap headers, Decision.Admitted decision, long begin) {
    UsageEntry entry = entry(request, headers);
    UsageNotes.note(decision, entry);
    record(way, entry, OK, null, begin);
  }

  void refused(
      String way, EdgeRequest request, MultiMap headers, Decision.Refused decision, long begin) {
    UsageEntry entry = entry(request, headers);
    UsageNotes.note(decision, entry);
    record(way, entry, decision.code().status(), decision.reason(), begin);
  }

  void failed(String way, EdgeRequest request, MultiMap headers, ErrorCode code, long begin) {
    record(way, entry(request, headers), code.status(), code.code(), begin);
  }

  /** Nothing in it is safe to write down as it came. */
  void refused(String way, EdgeOutcome.Refused refused, MultiMap headers) {
    UsageEntry entry =
        new UsageEntry(
            clock.instant(),
            refused.requestId(),
            UNREADABLE,
            UNREADABLE,
            refused.client().toString(),
            userAgent(headers));
    record(way, entry, refused.code().status(), refused.code().code(), System.nanoTime());
  }

  private UsageEntry entry(EdgeRequest request, MultiMap headers) {
    return new UsageEntry(
        request.at(),
        request.requestId(),
        request.method(),
        scrubber.scrub(request.path()),
        request.client().toString(),
        userAgent(headers));
  }

  private @Nullable String userAgent(MultiMap headers) {
    String sent = headers.get("User-Agent");
    return sent == null ? null : scrubber.scrub(sent);
  }

  private void record(
      String way, UsageEntry entry, int status, @Nullable String refusal, long begin) {
    long nanos = System.nanoTime() - begin;
    if (refusal != null) {
      entry.refusal(refusal);
    }
    entry.answered(status, 0, 0, nanos / 1_000);
    usage.record(entry);
    timer(new Labels(way, refusal == null ? PASSED : refusal)).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Labels key) {
    return timers.computeIfAbsent(
        key,
        labels ->
            Timer.builder("doorward.inquiries")
                .description("questions of proxies in front by way and outcome, and their time")
                .tag("way", labels.way())
                .tag("outcome", labels.outcome())
                .serviceLevelObjectives(
                    Duration.ofMillis(1),
                    Duration.ofMillis(5),
                    Duration.ofMillis(20),
                    Duration.ofMillis(150))
                .register(registry));
  }
}
