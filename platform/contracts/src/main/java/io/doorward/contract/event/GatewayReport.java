package io.doorward.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;

/**
 * What one gateway tells of itself: which changes are in force on it. Goes over Redis (key and
 * channel) and over the Kafka topic {@code gateway-reports} with the same content.
 *
 * @param schema version of this record's form
 * @param instance the instance's configured name; key on Kafka
 * @param startedAt when its process started: tells two runs under one name apart
 * @param sequence grows from report to report of one run, over both ways together
 * @param at when the report was made, on the instance's clock
 * @param epoch no copy older than this change is used for a request that begins after {@code at};
 *     -1 before the instance has heard anything
 * @param lease whether it held its freshness lease, so that it uses copies without asking
 * @param leaving the last report of a run: no request is answered any more
 * @param staleMillis for so long after its last report the instance may still use what it knew
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record GatewayReport(
    int schema,
    String instance,
    Instant startedAt,
    long sequence,
    Instant at,
    long epoch,
    boolean lease,
    boolean leaving,
    long staleMillis) {

  public GatewayReport {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(at, "at");
  }

  /** The form this code writes. */
  public static final int SCHEMA = 1;
}
