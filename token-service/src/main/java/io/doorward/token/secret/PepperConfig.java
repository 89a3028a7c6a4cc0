package io.doorward.token.secret;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where the peppers of the token hash are. */
@ConfigMapping(prefix = "doorward.peppers")
public interface PepperConfig {
  /** Folder with one file per pepper: the name is the pepper's id, the content base64. */
  Path directory();

  /** The id of the pepper that hashes new tokens; the others still recognise older ones. */
  String current();
}
