package io.doorward.token.secret;

import io.doorward.kit.startup.StartupCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Without good peppers the service does not start. */
@ApplicationScoped
class PepperCheck implements StartupCheck {
  private final PepperConfig config;

  @Inject
  PepperCheck(PepperConfig config) {
    this.config = config;
  }

  @Override
  public List<String> faults() {
    return new PepperFiles(config.directory(), config.current()).faults();
  }
}
