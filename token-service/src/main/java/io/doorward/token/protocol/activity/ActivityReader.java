package io.doorward.token.protocol.activity;

import io.doorward.contract.event.TokenActivity;
import io.doorward.contract.event.TokenActivity.Use;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.token.store.Activity;
import io.doorward.token.store.LastUse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Records of {@code token-activity} into reports that can be stored. Pure. */
final class ActivityReader {
  private static final int ADDRESS = 64;
  private static final int USER_AGENT = 256;

  /** No use is older; a time before it is an accident of its writing. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final Duration futureTolerance;

  ActivityReader(Duration futureTolerance) {
    this.futureTolerance = futureTolerance;
  }

  @SuppressWarnings("ConstantValue") // JSON leaves members out whatever the types say.
  Reading read(byte @Nullable [] value, Instant now) {
    if (value == null) {
      return new Reading.Unusable("TokenActivity: no value");
    }
    try {
      TokenActivity activity = ContractJson.read(value, TokenActivity.class);
      if (activity.schema() != TokenActivity.SCHEMA) {
        return new Reading.Unusable("TokenActivity: unknown schema " + activity.schema());
      }
      if (activity.tokenId() == null || activity.organizationId() == null) {
        return new Reading.Unusable("TokenActivity: a member is missing");
      }
      return new Reading.Report(
          new Activity(
              activity.tokenId(),
              activity.organizationId(),
              use(activity.accepted(), now),
              use(activity.refused(), now)));
    } catch (UnreadableRecord e) {
      return new Reading.Unusable(String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("ConstantValue") // As above.
  private @Nullable LastUse use(@Nullable Use use, Instant now) throws UnreadableRecord {
    if (use == null) {
      return null;
    }
    if (use.at() == null || use.ip() == null || use.ip().length() > ADDRESS) {
      throw new UnreadableRecord("TokenActivity: a use is incomplete or too long");
    }
    if (use.at().isBefore(EARLIEST) || use.at().isAfter(now.plus(futureTolerance))) {
      throw new UnreadableRecord("TokenActivity: a use is out of time");
    }
    String agent = use.userAgent();
    return new LastUse(
        use.at().truncatedTo(ChronoUnit.MICROS),
        storable(use.ip()),
        agent == null ? null : cut(agent));
  }

  private static String cut(String agent) {
    return storable(agent.substring(0, Math.min(agent.length(), USER_AGENT)));
  }

  /** PostgreSQL takes neither zeros nor half characters. */
  private static String storable(String text) {
    return text.replace('\u0000', '\uFFFD').replaceAll("\\p{Cs}", "\uFFFD");
  }
}
