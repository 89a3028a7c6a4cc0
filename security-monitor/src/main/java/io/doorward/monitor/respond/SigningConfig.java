package io.doorward.monitor.respond;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** With what security events are signed. */
@ConfigMapping(prefix = "doorward.monitor")
public interface SigningConfig {
  /** A file with the Ed25519 private key: PEM, PKCS#8. The start is refused without it. */
  Optional<Path> signingKey();
}
