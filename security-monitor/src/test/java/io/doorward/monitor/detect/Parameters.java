package io.doorward.monitor.detect;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The rules' parameters as a deployment would have them that sets nothing, or little. */
public final class Parameters {
  private Parameters() {}

  public static DetectConfig defaults() {
    return with(Map.of());
  }

  public static DetectConfig with(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(DetectConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(source(settings))
        .build()
        .getConfigMapping(DetectConfig.class);
  }

  private static ConfigSource source(Map<String, String> settings) {
    return new PropertiesConfigSource(settings, "test", 100);
  }
}
