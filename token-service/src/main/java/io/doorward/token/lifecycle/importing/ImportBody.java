package io.doorward.token.lifecycle.importing;

import io.doorward.kit.request.LargerBody;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** A file of keys is larger than other bodies. */
final class ImportBody {
  static final String PATH = "/api/v1/imports";

  /** Room for the most rows at 1000 bytes each. */
  static final long MOST_BYTES = 5L << 20;

  @Produces
  @Singleton
  LargerBody bound() {
    return new LargerBody(PATH, MOST_BYTES);
  }
}
