package io.doorward.usage.ingest;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenOwner;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes into an event that can be stored: what is missing or of an unknown form is refused, what is
 * too long is cut, what PostgreSQL cannot hold (NUL) is replaced. Pure.
 */
final class EventReader {
  private static final int SHORT = 64;
  private static final int MEDIUM = 256;
  private static final int PATH = 1_024;

  private final Duration futureTolerance;
  private final Duration oldest;

  EventReader(Duration futureTolerance, Duration oldest) {
    this.futureTolerance = futureTolerance;
    this.oldest = oldest;
  }

  /**
   * Reads an event.
   *
   * @param now the time of arrival
   */
  Intake read(byte @Nullable [] value, Instant now) throws UnreadableRecord {
    if (value == null) {
      throw new UnreadableRecord("UsageEvent: no value");
    }
    UsageEvent event = ContractJson.read(value, UsageEvent.class);
    complete(event);
    Instant at = event.at();
    if (at.isBefore(now.minus(oldest))) {
      throw new UnreadableRecord("UsageEvent: older than " + oldest);
    }
    boolean clamped = at.isAfter(now.plus(futureTolerance));
    return new Intake(bounded(event, clamped ? now : at), clamped);
  }

  @SuppressWarnings("ConstantValue") // JSON leaves members out whatever the types say.
  private static void complete(UsageEvent event) throws UnreadableRecord {
    if (event.schema() != UsageEvent.SCHEMA) {
      throw new UnreadableRecord("UsageEvent: unknown schema " + event.schema());
    }
    require(event.instance(), "instance");
    require(event.at(), "at");
    require(event.requestId(), "requestId");
    require(event.credential(), "credential");
    require(event.method(), "method");
    require(event.path(), "path");
    require(event.clientIp(), "clientIp");
    TokenOwner owner = event.owner();
    if (owner != null) {
      require(owner.kind(), "owner.kind");
      require(owner.id(), "owner.id");
    }
    if (event.sequence() < 0) {
      throw new UnreadableRecord("UsageEvent: sequence is negative");
    }
    if (event.status() < 100 || event.status() > 599) {
      throw new UnreadableRecord("UsageEvent: status is not an HTTP status");
    }
  }

  private static void require(@Nullable Object member, String name) throws UnreadableRecord {
    if (member == null) {
      throw new UnreadableRecord("UsageEvent: " + name + " is missing");
    }
  }

  private static UsageEvent bounded(UsageEvent event, Instant at) {
    TokenOwner owner = event.owner();
    Long upstream = event.upstreamMicros();
    return new UsageEvent(
        event.schema(),
        text(event.instance(), MEDIUM),
        event.sequence(),
        at.truncatedTo(ChronoUnit.MICROS),
        text(event.requestId(), MEDIUM),
        event.credential(),
        event.tokenId(),
        event.organizationId(),
        owner == null ? null : new TokenOwner(owner.kind(), text(owner.id(), MEDIUM)),
        event.agentId(),
        optional(event.route(), MEDIUM),
        text(event.method(), SHORT),
        text(event.path(), PATH),
        optional(event.pathTemplate(), PATH),
        event.status(),
        optional(event.refusal(), SHORT),
        Math.max(0, event.bytesIn()),
        Math.max(0, event.bytesOut()),
        Math.max(0, event.durationMicros()),
        upstream == null ? null : Math.max(0, upstream),
        text(event.clientIp(), SHORT),
        optional(event.userAgent(), MEDIUM),
        optional(event.tool(), MEDIUM),
        event.rotatedAt());
  }

  private static @Nullable String optional(@Nullable String value, int atMost) {
    return value == null ? null : text(value, atMost);
  }

  private static String text(String value, int atMost) {
    int end = Math.min(value.length(), atMost);
    if (end > 0 && end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    String cut = value.substring(0, end).replace('\u0000', '\uFFFD');
    return isWellFormed(cut) ? cut : cut.replaceAll("\\p{Cs}", "\uFFFD");
  }

  /** Whether every surrogate has its pair: a lone one has no UTF-8 form. */
  private static boolean isWellFormed(String value) {
    return value.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
