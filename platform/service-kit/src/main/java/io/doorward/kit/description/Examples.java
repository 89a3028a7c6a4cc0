package io.doorward.kit.description;

import io.doorward.kit.description.Samples.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Gives every body an example, put together from its schema and the service's {@link Samples}: an
 * answer with all that it can hold, a request with what is required and what has a sample.
 */
final class Examples {
  /** Deeper, a schema holds itself. */
  private static final int DEEPEST = 6;

  private static final Map<String, String> BY_FORMAT =
      Map.of(
          "uuid", "0193a1f2-7c44-7d6e-9a55-3f1b2c4d5e6f",
          "date-time", "2030-01-15T09:30:00Z",
          "date", "2030-01-15");

  private final Map<String, Schema> schemas;
  private final Samples samples;

  Examples(OpenAPI document, Samples samples) {
    this.schemas = document.getComponents().getSchemas();
    this.samples = samples;
  }

  void describe(Operation operation) {
    if (operation.getRequestBody() != null) {
      fill(operation, operation.getRequestBody().getContent(), false);
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, answer) -> {
              if (status.startsWith("2")) {
                fill(operation, answer.getContent(), true);
              }
            });
  }

  private void fill(Operation operation, @Nullable Content content, boolean whole) {
    if (content == null) {
      return;
    }
    content
        .getMediaTypes()
        .forEach(
            (name, type) -> {
              if (type.getExample() == null && type.getExamples() == null) {
                type.setExample(
                    samples
                        .of(operation.getOperationId() + " " + name)
                        .<@Nullable Object>map(Sample::value)
                        .orElseGet(() -> of("", type.getSchema(), whole, 0)));
              }
            });
  }

  private @Nullable Object of(String name, @Nullable Schema schema, boolean whole, int depth) {
    if (schema == null || depth > DEEPEST) {
      return null;
    }
    if (schema.getRef() != null) {
      String target = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
      return samples
          .of(target)
          .<@Nullable Object>map(Sample::value)
          .orElseGet(() -> of(target, schemas.get(target), whole, depth));
    }
    if (schema.getExamples() != null && !schema.getExamples().isEmpty()) {
      return schema.getExamples().get(0);
    }
    if (schema.getEnumeration() != null) {
      return schema.getEnumeration().get(0);
    }
    if (schema.getAllOf() != null || schema.getProperties() != null) {
      return object(name, schema, whole, depth);
    }
    Optional<Schema> choice = firstOf(schema);
    return choice.isPresent()
        ? of(name, choice.get(), whole, depth)
        : plain(name, schema, whole, depth);
  }

  /** What is one of several, or nothing, is shown as the first. */
  private static Optional<Schema> firstOf(Schema schema) {
    List<Schema> choices = schema.getAnyOf() != null ? schema.getAnyOf() : schema.getOneOf();
    return choices == null ? Optional.empty() : choices.stream().findFirst();
  }

  private Map<String, Object> object(String name, Schema schema, boolean whole, int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (schema.getAllOf() != null) {
      for (Schema part : schema.getAllOf()) {
        if (of(name, part, whole, depth) instanceof Map<?, ?> inherited) {
          inherited.forEach((key, value) -> members.put(String.valueOf(key), value));
        }
      }
    }
    if (schema.getProperties() != null) {
      List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
      schema
          .getProperties()
          .forEach(
              (property, form) -> {
                Optional<Sample> sample = samples.ofProperty(name, property);
                boolean shown = whole || required.contains(property);
                Object value =
                    sample.isPresent()
                        ? sample.get().value()
                        : shown ? of(property, form, whole, depth + 1) : null;
                if (value != null) {
                  members.put(property, value);
                }
              });
    }
    return members;
  }

  private @Nullable Object plain(String name, Schema schema, boolean whole, int depth) {
    List<SchemaType> types = schema.getType();
    if (types == null) {
      return null;
    }
    return switch (types.get(0)) {
      case STRING -> schema.getFormat() == null ? null : BY_FORMAT.get(schema.getFormat());
      case INTEGER, NUMBER -> 1;
      case BOOLEAN -> true;
      case ARRAY -> {
        Object item = of(name, schema.getItems(), whole, depth + 1);
        yield item == null ? null : List.of(item);
      }
      case OBJECT -> Map.of();
      case NULL -> null;
    };
  }
}
