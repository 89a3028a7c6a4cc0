package io.doorward.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How many permits a token may use, in requests of cost one. {@code null} means not limited.
 *
 * @param perSecond the burst: permits in any second
 * @param perMinute permits in any 60 seconds
 * @param perHour permits in any 60 minutes
 * @param perDay permits in any 24 hours
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Limits(
    @Nullable Integer perSecond,
    @Nullable Integer perMinute,
    @Nullable Integer perHour,
    @Nullable Integer perDay) {

  /** No limit at all. */
  public static final Limits NONE = new Limits(null, null, null, null);

  /** These limits, and the other's where these have none. */
  public Limits orElse(Limits other) {
    return new Limits(
        perSecond != null ? perSecond : other.perSecond,
        perMinute != null ? perMinute : other.perMinute,
        perHour != null ? perHour : other.perHour,
        perDay != null ? perDay : other.perDay);
  }
}
