package io.doorward.bench.gateway.suite;

import io.doorward.contract.token.RawToken;

/** A token that was made for the benchmark. */
public record BenchToken(String id, RawToken secret) {

  /** As a caller presents it. */
  public String credential() {
    return secret.reveal();
  }
}
