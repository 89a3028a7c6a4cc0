package io.doorward.token.protocol.respond;

import io.doorward.kit.startup.StartupCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Without the key no event could be believed, so the service does not start. */
@ApplicationScoped
class TrustedKeyCheck implements StartupCheck {
  private final SecurityEventsConfig config;

  @Inject
  TrustedKeyCheck(SecurityEventsConfig config) {
    this.config = config;
  }

  @Override
  public List<String> faults() {
    return !config.enabled() || TrustedKey.read(config.publicKey()).isPresent()
        ? List.of()
        : List.of(
            "doorward.security-events.public-key: the file is missing or holds no Ed25519 public"
                + " key in PEM.");
  }
}
