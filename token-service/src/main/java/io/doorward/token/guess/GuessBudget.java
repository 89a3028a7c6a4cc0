package io.doorward.token.guess;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each source has presented in the minute under way. Kept in memory: a bound against guessing,
 * not a limit anybody is promised. Tokens have 178 bits; the bound spares the database.
 */
@ApplicationScoped
public class GuessBudget {
  /** Sources remembered; those not seen for longest are forgotten first. */
  private static final int MOST_SOURCES = 10_000;

  /** A site's prefix: whoever has one IPv6 address has all of its /64. */
  private static final int IPV6_PREFIX_BYTES = 8;

  private final Map<String, Spent> sources = new LinkedHashMap<>(64, 0.75f, true);
  private final CurrentVertxRequest request;
  private final GuessConfig config;
  private final Clock clock;

  @Inject
  GuessBudget(CurrentVertxRequest request, GuessConfig config, Clock clock) {
    this.request = request;
    this.config = config;
    this.clock = clock;
  }

  private record Spent(long minute, int count) {}

  /** The source of the request under way, for one operation. */
  public String source(String operation) {
    return operation + " " + network(request.getCurrent().request().remoteAddress().hostAddress());
  }

  /**
   * Goes on only if the source has something left.
   *
   * @throws ProblemException {@code rate_limited}
   */
  public synchronized void require(String source) {
    Spent spent = sources.get(source);
    if (spent != null && spent.minute() == minute() && spent.count() >= config.perMinute()) {
      long into = Math.floorMod(clock.millis(), Duration.ofMinutes(1).toMillis());
      throw ProblemException.of(
              ErrorCode.RATE_LIMITED, "Too many tokens presented from your address; wait a minute.")
          .retryAfter(Duration.ofMinutes(1).minusMillis(into));
    }
  }

  /** Counts one. */
  public synchronized void spend(String source) {
    long minute = minute();
    sources.merge(
        source,
        new Spent(minute, 1),
        (old, one) -> old.minute() == minute ? new Spent(minute, old.count() + 1) : one);
    if (sources.size() > MOST_SOURCES) {
      sources.remove(sources.keySet().iterator().next());
    }
  }

  private long minute() {
    return Math.floorDiv(clock.millis(), Duration.ofMinutes(1).toMillis());
  }

  static String network(@Nullable String address) {
    if (address == null) {
      return "unknown";
    }
    try {
      // An address in figures is only read, never looked up.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      int kept = bytes.length > 4 ? IPV6_PREFIX_BYTES : bytes.length;
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, kept));
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
