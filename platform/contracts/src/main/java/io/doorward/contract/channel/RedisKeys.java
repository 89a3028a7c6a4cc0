package io.doorward.contract.channel;

import io.doorward.contract.token.LookupKey;
import java.util.UUID;

/**
 * Redis keys and channels. What comes from outside is never part of a key but as a UUID or a {@link
 * LookupKey}, so two tenants' keys cannot collide.
 */
public final class RedisKeys {
  /** Pub/sub channel of {@link io.doorward.contract.event.TokenEvent}s. */
  public static final String TOKEN_EVENTS = "dw:token-events";

  /** Pub/sub channel of {@link io.doorward.contract.event.GatewayReport}s. */
  public static final String GATEWAY_REPORTS = "dw:gateway-reports";

  /** Pub/sub channel on which gateways ask each other about decisions. */
  public static final String DECISIONS = "dw:decisions";

  /**
   * The gateways that have an entry under {@link #gateway}: a sorted set of instance names by the
   * milliseconds since 1970 at which the entry expires.
   */
  public static final String GATEWAYS = "dw:gateways";

  /**
   * All barriers: a hash with the fields {@code v} (version) and {@code s} (JSON of a {@link
   * io.doorward.contract.barrier.BarrierSet}). That it is missing does not mean that there are
   * none.
   */
  public static final String BARRIERS = "dw:barriers";

  /** The epoch of the last change that this Redis has been given. */
  public static final String SENT = "dw:sent";

  private static final String SNAPSHOT = "dw:snap:";

  private static final String LIMITS = "dw:lim:{";

  /** A pattern that every {@link #snapshot} matches, and nothing else. */
  public static final String ALL_SNAPSHOTS = SNAPSHOT + "*";

  private RedisKeys() {}

  /** The snapshot of one token: a hash with the fields {@code v} (version) and {@code s} (JSON). */
  public static String snapshot(LookupKey lookup) {
    return SNAPSHOT + lookup.value();
  }

  /**
   * What the keys of all limit windows of one token begin with; the window's name follows. They and
   * those of {@link #organizationLimits} share a hash tag, so that one script call updates them
   * together on a Redis Cluster.
   */
  public static String tokenLimits(UUID organizationId, UUID tokenId) {
    return LIMITS + organizationId + "}:" + tokenId + ":";
  }

  /** The same for what the tokens of an organization use together. */
  public static String organizationLimits(UUID organizationId) {
    return LIMITS + organizationId + "}:";
  }

  /**
   * A gateway's last {@link io.doorward.contract.event.GatewayReport}; expires when the instance
   * can no longer use what it knew then.
   */
  public static String gateway(String instance) {
    return "dw:gateway:" + instance;
  }
}
