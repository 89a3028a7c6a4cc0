package io.doorward.token.protocol.leak;

import io.doorward.kit.startup.StartupCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** A file of keys that is named must be usable. */
@ApplicationScoped
class PartnerKeysCheck implements StartupCheck {
  private final LeakConfig config;

  @Inject
  PartnerKeysCheck(LeakConfig config) {
    this.config = config;
  }

  @Override
  public List<String> faults() {
    return config.githubKeys().isEmpty()
            || config.githubKeys().flatMap(PartnerKeys::read).isPresent()
        ? List.of()
        : List.of("doorward.leaks.github-keys: the file is missing or holds no EC P-256 keys.");
  }
}
