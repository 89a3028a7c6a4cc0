package io.doorward.kit.description;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * The outer bounds of values whose schema names none. They are wide: an operation refuses much
 * earlier what it has no use for, and says which bound that was.
 */
final class Bounds {
  /** No body holds more; see {@code quarkus.http.limits.max-body-size}. */
  private static final int MOST_CHARACTERS = 65_536;

  private static final int MOST_ITEMS = 65_536;

  /** By format; an RFC 3339 timestamp has at most nine digits of a second. */
  private static final Map<String, Integer> LENGTHS =
      Map.of("uuid", 36, "date-time", 35, "date", 10, "uri", 2_048);

  private static final BigDecimal INT32 = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final BigDecimal INT64 = BigDecimal.valueOf(Long.MAX_VALUE);

  private Bounds() {}

  static Schema fill(Schema schema) {
    List<SchemaType> types = schema.getType();
    if (types == null) {
      return schema;
    }
    if (types.contains(SchemaType.STRING)) {
      fillText(schema);
    }
    if (types.contains(SchemaType.ARRAY) && schema.getMaxItems() == null) {
      schema.setMaxItems(MOST_ITEMS);
    }
    if (types.contains(SchemaType.INTEGER)) {
      fillWhole(schema);
    }
    return schema;
  }

  private static void fillText(Schema schema) {
    boolean closed = schema.getEnumeration() != null || schema.getConstValue() != null;
    if (!closed && schema.getMaxLength() == null) {
      String format = schema.getFormat();
      schema.setMaxLength(
          format == null ? MOST_CHARACTERS : LENGTHS.getOrDefault(format, MOST_CHARACTERS));
    }
  }

  /** Nothing that is counted or measured here is below nought. */
  private static void fillWhole(Schema schema) {
    if (schema.getFormat() == null) {
      schema.setFormat("int32");
    }
    if (schema.getMinimum() == null && schema.getExclusiveMinimum() == null) {
      schema.setMinimum(BigDecimal.ZERO);
    }
    if (schema.getMaximum() == null && schema.getExclusiveMaximum() == null) {
      schema.setMaximum(schema.getFormat().equals("int64") ? INT64 : INT32);
    }
  }
}
