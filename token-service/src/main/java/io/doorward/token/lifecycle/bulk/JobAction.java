package io.doorward.token.lifecycle.bulk;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a job does to each of its tokens. */
public enum JobAction {
  REVOKE,
  ROTATE,
  SUSPEND,
  REACTIVATE,
  EDIT;

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such action
   */
  @JsonCreator
  public static JobAction of(String wireName) {
    for (JobAction action : values()) {
      if (action.wireName().equals(wireName)) {
        return action;
      }
    }
    throw new IllegalArgumentException(
        "an action is one of revoke, rotate, suspend, reactivate, edit");
  }
}
