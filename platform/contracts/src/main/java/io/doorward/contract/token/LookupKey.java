package io.doorward.contract.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The key under which a token is stored and found: {@code <pepper id>.<64 hex digits>}, the
 * HMAC-SHA-256 of the whole token under that pepper. Whoever holds it cannot get back to the token
 * and cannot authenticate with it.
 */
public record LookupKey(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,16}\\.[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if the value has another form
   */
  @JsonCreator
  public LookupKey {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a lookup key is <pepper id>.<64 hex digits>");
    }
  }

  /** Which pepper made it. */
  public String pepperId() {
    return value.substring(0, value.indexOf('.'));
  }

  @Override
  public String toString() {
    return value;
  }
}
