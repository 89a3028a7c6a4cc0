package io.doorward.kit.request;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of the request under way. The gateway's id is taken over if it is clean (so it cannot
 * break a log line); otherwise a new one is made.
 */
@RequestScoped
public class RequestId {
  private static final Pattern CLEAN = Pattern.compile("[A-Za-z0-9-]{8,64}");

  private String value = UUID.randomUUID().toString();

  /** The id. */
  public String value() {
    return value;
  }

  void adopt(String candidate) {
    if (CLEAN.matcher(candidate).matches()) {
      value = candidate;
    }
  }
}
