package io.doorward.gateway.snapshot;

/** Says who the gateway is when it asks token-service. */
public interface ServiceCredential {

  /** The value of {@code Authorization}. */
  String authorization();
}
