package io.doorward.monitor.signal;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.monitor.signal.UsageSignal.Outcome;
import io.doorward.monitor.signal.UsageSignal.Retired;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records of {@code usage-events} into signals. Pure, and total over any bytes. */
public final class SignalReader {
  private static final Set<String> DENIALS =
      Set.of(ErrorCode.INSUFFICIENT_SCOPE.code(), ErrorCode.IP_NOT_ALLOWED.code());

  /** No event is older; a time before it is an accident of its writing. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final Duration futureTolerance;
  private final Set<String> rotatedAt;

  /**
   * @param futureTolerance how far an event may be dated ahead of its arrival; beyond, it gets the
   *     time of arrival, so that one wrong clock cannot make all other events late
   * @param rotatedAt the path templates at which tokens are rotated
   */
  public SignalReader(Duration futureTolerance, Collection<String> rotatedAt) {
    this.futureTolerance = futureTolerance;
    this.rotatedAt = Set.copyOf(rotatedAt);
  }

  /** Reads a record that arrives now. */
  public Reading read(byte @Nullable [] value, Instant now) {
    if (value == null) {
      return new Reading.Unreadable("UsageEvent: no value");
    }
    try {
      UsageEvent event = ContractJson.read(value, UsageEvent.class);
      String fault = fault(event);
      return fault == null ? signal(event, now) : new Reading.Unreadable("UsageEvent: " + fault);
    } catch (UnreadableRecord e) {
      return new Reading.Unreadable(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Reading.Unreadable("UsageEvent: " + e.getClass().getSimpleName());
    }
  }

  @SuppressWarnings("ConstantValue") // JSON leaves members out whatever the types say.
  private static @Nullable String fault(UsageEvent event) {
    if (event.schema() != UsageEvent.SCHEMA) {
      return "unknown schema " + event.schema();
    }
    if (event.instance() == null
        || event.at() == null
        || event.credential() == null
        || event.path() == null) {
      return "a member is missing";
    }
    if (event.at().isBefore(EARLIEST)) {
      return "at is out of range";
    }
    return event.sequence() < 0 ? "sequence is negative" : null;
  }

  private Reading signal(UsageEvent event, Instant now) {
    UUID token = event.tokenId();
    UUID organization = event.organizationId();
    if (token == null || organization == null || event.credential() != CredentialKind.TOKEN) {
      return new Reading.NotWatched();
    }
    Instant at = event.at().isAfter(now.plus(futureTolerance)) ? now : event.at();
    return new Reading.Signal(
        new UsageSignal(
            token,
            organization,
            hash(event.instance()),
            event.sequence(),
            at,
            outcome(event),
            place(event),
            retired(event)));
  }

  @SuppressWarnings("ConstantValue") // JSON leaves members out whatever the types say.
  private @Nullable Retired retired(UsageEvent event) {
    Instant rotated = event.rotatedAt();
    if (rotated == null || event.refusal() == null) {
      return null;
    }
    String template = event.pathTemplate();
    return new Retired(
        rotated,
        template != null && rotatedAt.contains(template) && names(event.path(), event.tokenId()),
        event.clientIp() == null ? "unknown" : event.clientIp());
  }

  /** A client left behind that would rotate other tokens does not ask for its own successor. */
  private static boolean names(String path, @Nullable UUID token) {
    return (path + "/").toLowerCase(Locale.ROOT).contains("/" + token + "/");
  }

  private static Outcome outcome(UsageEvent event) {
    String refusal = event.refusal();
    if (refusal != null) {
      return DENIALS.contains(refusal) ? Outcome.DENIED : Outcome.OTHER;
    }
    return event.status() < 500 ? Outcome.ALLOWED : Outcome.OTHER;
  }

  /** The query is not part of it, and ids within a path are not where a template is known. */
  private static int place(UsageEvent event) {
    String template = event.pathTemplate();
    return Long.hashCode(
        hash(
            event.route()
                + " "
                + event.method()
                + " "
                + (template == null ? event.path() : template)));
  }

  /** FNV-1a, 64 bit: the same on every machine and in every release. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
