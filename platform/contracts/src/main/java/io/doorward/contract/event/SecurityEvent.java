package io.doorward.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A detection and the response its policy asks for. Topic {@code security-events}, key: the token's
 * id. The record's bytes carry a signature ({@link EventSignature}) in a header: a response is not
 * taken on trust.
 *
 * @param schema version of this record's form
 * @param id identifies the detection: derived from what was detected, so that a detection that is
 *     made again after a crash has the same id
 * @param at event time of the request that completed the detection
 * @param detection the rule's name, such as {@code refusal_burst}
 * @param score how sure the rule is, 0 to 100
 * @param summary one sentence for people
 * @param evidence the figures behind it, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecurityEvent(
    int schema,
    UUID id,
    Instant at,
    String detection,
    UUID tokenId,
    UUID organizationId,
    double score,
    Response response,
    String summary,
    SortedMap<String, String> evidence) {

  /** The form this code writes. */
  public static final int SCHEMA = 1;

  public SecurityEvent {
    evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
  }

  /** What the policy asks for, mildest first. */
  public enum Response {
    OBSERVE,
    ALERT,
    THROTTLE,
    SUSPEND,
    /** The token's whole rotation family, as far as it still works. */
    SUSPEND_FAMILY,
    REVOKE;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #wireName()}.
     *
     * @throws IllegalArgumentException if there is no such response
     */
    @JsonCreator
    public static Response of(@Nullable String wireName) {
      for (Response response : values()) {
        if (response.wireName().equals(wireName)) {
          return response;
        }
      }
      throw new IllegalArgumentException(
          "a response is one of observe, alert, throttle, suspend, suspend_family, revoke");
    }
  }
}
