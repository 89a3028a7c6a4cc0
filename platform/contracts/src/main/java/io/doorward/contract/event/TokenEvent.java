package io.doorward.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.snapshot.TokenSnapshot;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of one token or of the barriers, or a heartbeat. Goes down two independent paths with
 * the same content: Redis pub/sub and the Kafka topic {@code token-events} (one partition, so
 * totally ordered).
 *
 * @param schema version of this record's form
 * @param id identifies the change on both paths
 * @param at when the change was committed; for a heartbeat, when it was sent
 * @param epoch 1, 2, 3, … over all changes without a gap; for a heartbeat the last one sent down
 *     this path, so that a listener that has applied less knows that it missed something
 * @param snapshot the token after the change; {@code null} for a heartbeat and for barriers
 * @param reason what the person or the detection gave as reason; for {@link Type#EXPIRING} within
 *     which time the token expires, as an ISO 8601 duration
 * @param barriers all of them after the change; for {@link Type#BARRIERS} only
 * @param barrierVersion for a heartbeat the version of the barriers at that time, so that a
 *     listener that holds less knows that it must load them; {@code null} if it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokenEvent(
    int schema,
    UUID id,
    Type type,
    Instant at,
    long epoch,
    @Nullable TokenSnapshot snapshot,
    @Nullable String reason,
    @Nullable BarrierSet barriers,
    @Nullable Long barrierVersion) {

  public TokenEvent {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(at, "at");
  }

  /** The form this code writes. */
  public static final int SCHEMA = 1;

  /** A change of one token. */
  public TokenEvent(
      int schema,
      UUID id,
      Type type,
      Instant at,
      long epoch,
      @Nullable TokenSnapshot snapshot,
      @Nullable String reason) {
    this(schema, id, type, at, epoch, snapshot, reason, null, null);
  }

  /** A change of the barriers. */
  public static TokenEvent barriers(
      UUID id, Instant at, long epoch, BarrierSet barriers, @Nullable String reason) {
    return new TokenEvent(SCHEMA, id, Type.BARRIERS, at, epoch, null, reason, barriers, null);
  }

  /** A sign of life of one path: nothing newer than {@code epoch} has been sent down it. */
  public static TokenEvent heartbeat(UUID id, Instant at, long epoch, long barrierVersion) {
    return new TokenEvent(SCHEMA, id, Type.HEARTBEAT, at, epoch, null, null, null, barrierVersion);
  }

  /** What happened. A reader treats a type it does not know as a change of the snapshot. */
  public enum Type {
    HEARTBEAT,
    CREATED,
    UPDATED,
    SUSPENDED,
    REACTIVATED,
    REVOKED,
    ROTATED,
    EXPIRED,
    /** Barriers were put up or taken away; no token has changed. */
    BARRIERS,
    /** It will expire soon; the snapshot is the one that was sent before. */
    EXPIRING,
    /** It was reported as leaked and nothing was done; the snapshot is the one sent before. */
    LEAKED,
    /** A rotated token's overlap was ended before its time. */
    RETIRED,
    OTHER;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #wireName()}; a name of a later version becomes {@link #OTHER}. */
    @JsonCreator
    public static Type of(String wireName) {
      for (Type type : values()) {
        if (type.wireName().equals(wireName)) {
          return type;
        }
      }
      return OTHER;
    }
  }
}
