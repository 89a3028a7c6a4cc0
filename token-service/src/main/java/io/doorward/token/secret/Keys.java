package io.doorward.token.secret;

import io.doorward.contract.token.Peppers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Makes what the keys on disk are good for; read once, at first use. */
@ApplicationScoped
class Keys {
  private final PepperFiles files;

  @Inject
  Keys(PepperConfig config) {
    this.files = new PepperFiles(config.directory(), config.current());
  }

  @Produces
  @Singleton
  Peppers peppers() {
    return Peppers.of(files.currentId(), files.keys());
  }

  @Produces
  @Singleton
  Strongbox strongbox() {
    return Strongbox.of(files.currentId(), files.keys());
  }

  @Produces
  @Singleton
  Seal seal() {
    return Seal.of(files.currentId(), files.keys());
  }
}
