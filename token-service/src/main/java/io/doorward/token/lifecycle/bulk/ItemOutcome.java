package io.doorward.token.lifecycle.bulk;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What came of one token of a job; in a dry run: what would. */
public enum ItemOutcome {
  /** Not dealt with yet; or never, if the job has ended before. */
  PENDING,
  CHANGED,
  /** It was so already. */
  UNCHANGED,
  /** The single operation would have refused it; the token is as it was. */
  REFUSED,
  /** Not there, or not the initiator's to see. */
  NOT_FOUND,
  /** It could not be dealt with; the token is as it was. */
  FAILED;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such outcome
   */
  @JsonCreator
  public static ItemOutcome of(String wireName) {
    for (ItemOutcome outcome : values()) {
      if (outcome.wireName().equals(wireName)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("no such outcome");
  }
}
