package io.doorward.gateway.credential;

import io.smallrye.config.ConfigMapping;

/** The keys of the token hash, the same ones that token-service has. */
@ConfigMapping(prefix = "doorward.peppers")
interface PepperConfig {

  /** Directory with one file for each pepper: the file's name is its id, the content base64. */
  String directory();

  /** Id of the pepper that new tokens are stored under. */
  String current();
}
