package io.doorward.kit.description;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a service gives as examples of its values: the resource {@code openapi-samples.json}, an
 * object with the keys {@code <Schema>.<property>}, {@code *.<property>} for a property of that
 * name in any schema, {@code <Schema>} for a schema that is no object, and {@code <operationId>
 * <media type>} for a body that is not JSON. The value {@code null} leaves a property out.
 */
final class Samples {
  private static final String RESOURCE = "openapi-samples.json";

  private final Map<String, @Nullable Object> values;

  /**
   * A value to show, or the decision to show none.
   *
   * @param value {@code null}: leave it out
   */
  record Sample(@Nullable Object value) {}

  private Samples(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /** Those of the service whose document is being made; none if it has no such resource. */
  static Samples load() {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
      return new Samples(
          in == null ? Map.of() : new ObjectMapper().readValue(in, new TypeReference<>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  Optional<Sample> ofProperty(String schema, String property) {
    return of(schema + "." + property).or(() -> of("*." + property));
  }

  Optional<Sample> of(String key) {
    return values.containsKey(key) ? Optional.of(new Sample(values.get(key))) : Optional.empty();
  }
}
