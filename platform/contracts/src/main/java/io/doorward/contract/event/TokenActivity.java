package io.doorward.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When, from where and with what a token was used last. Topic {@code token-activity}, key: the
 * token's id. Coalesced: a token that is used all the time has a record every few seconds. Newer
 * uses win, whatever order records come in; a repetition changes nothing.
 *
 * @param schema version of this record's form
 * @param accepted the last request with it that a gateway let through
 * @param refused the last one that a gateway refused, for whatever reason
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokenActivity(
    int schema, UUID tokenId, UUID organizationId, @Nullable Use accepted, @Nullable Use refused) {

  /** The form this code writes. */
  public static final int SCHEMA = 1;

  /**
   * One use.
   *
   * @param at when the request's head had arrived
   * @param ip the client's address, in its shortest written form
   * @param userAgent at most 256 characters; {@code null} if the client sent none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Use(Instant at, String ip, @Nullable String userAgent) {}
}
