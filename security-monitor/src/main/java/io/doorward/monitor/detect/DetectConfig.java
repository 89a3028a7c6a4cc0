package io.doorward.monitor.detect;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;

/** The rules' parameters. */
@ConfigMapping(prefix = "doorward.monitor.detect")
public interface DetectConfig {
  /** An event dated further ahead than this gets the time of its arrival. */
  @WithDefault("5m")
  Duration futureTolerance();

  /** An event further behind the token's newest one than this is not judged. */
  @WithDefault("10m")
  Duration lateness();

  /** Many more requests in a minute than this token's usual. */
  RateSpikeConfig rateSpike();

  /** Many refusals for lack of rights in a row. */
  RefusalBurstConfig refusalBurst();

  /** Secrets presented that have been rotated. */
  RetiredUseConfig retiredUse();

  /** Parameters of {@code retired_use}. */
  interface RetiredUseConfig {
    /** A token is reported once in so long a time, and once more if it gets grave. */
    @WithDefault("1h")
    Duration window();

    /**
     * Presented for rotation so soon after it was rotated, it is taken as the retry of a lost
     * answer: as long as token-service keeps answers ({@code doorward.rotation.replay}).
     */
    @WithDefault("10m")
    Duration grace();

    /** The path templates of the routes at which tokens are rotated. */
    @WithDefault("/api/v1/tokens/{id}/rotate")
    List<String> rotatedAt();
  }

  /** Parameters of {@code rate_spike}. */
  interface RateSpikeConfig {
    /** Nothing is found before the token is known for so long. */
    @WithDefault("1d")
    Duration learningPeriod();

    /** Nothing is found before the token was used in so many minutes. */
    @WithDefault("60")
    @Min(10)
    int learningMinutes();

    /** A minute's weight in the baseline halves after so long a time of use. */
    @WithDefault("7d")
    Duration halfLife();

    /** Fewer requests in a minute are never a spike. */
    @WithDefault("30")
    @Min(1)
    int floor();

    /** A spike is at least so many times the usual. */
    @WithDefault("5")
    @DecimalMin("1.5")
    double ratio();

    /** A spike is at least so unlikely; the exponent of ten, negated. */
    @WithDefault("6")
    @Min(1)
    double decades();

    /** So many times the usual, and at least {@code grave-floor}, is grave. */
    @WithDefault("10")
    double graveRatio();

    /** Fewer requests in a minute are never grave. */
    @WithDefault("300")
    int graveFloor();

    /** After a finding the token's rate is not reported again for so long, unless it gets grave. */
    @WithDefault("1h")
    Duration coolDown();
  }

  /** Parameters of {@code refusal_burst}. */
  interface RefusalBurstConfig {
    /** At least so many refusals. */
    @WithDefault("10")
    @Min(2)
    int refusals();

    /** At least so many different places were refused. */
    @WithDefault("2")
    @Min(1)
    int places();

    /** Refusals further apart than this do not belong together. */
    @WithDefault("1h")
    Duration window();

    /** The least share of refusals taken as usual. */
    @WithDefault("0.02")
    @DecimalMin("0.001")
    double usualAtLeast();

    /** The largest share of refusals that a habit makes usual. */
    @WithDefault("0.2")
    @DecimalMax("0.4")
    double usualAtMost();

    /** The share of refusals while somebody tries what the token cannot do. */
    @WithDefault("0.5")
    @DecimalMin("0.45")
    @DecimalMax("0.99")
    double attack();

    /** How likely a false alarm may be. */
    @WithDefault("0.000001")
    double falseAlarm();

    /** How likely a miss may be. */
    @WithDefault("0.01")
    double miss();

    /** After a finding the token's refusals are not watched for so long. */
    @WithDefault("10m")
    Duration coolDown();
  }
}
