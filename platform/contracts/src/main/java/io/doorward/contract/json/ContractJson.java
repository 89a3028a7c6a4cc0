package io.doorward.contract.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * JSON between services. Instants are RFC 3339 in UTC, absent values are left out, unknown members
 * are ignored (records are additive), repeated members and deep nesting are refused.
 */
public final class ContractJson {
  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 32;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
  }

  private ContractJson() {}

  /** Writes a record of this module. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  /** As {@link #write}, as text. */
  public static String writeString(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  /**
   * Reads a record of this module.
   *
   * @throws UnreadableRecord if the bytes are not such a record; its message says why and holds
   *     none of the content
   */
  public static <T> T read(byte[] json, Class<T> type) throws UnreadableRecord {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new UnreadableRecord("the record is null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new UnreadableRecord(type.getSimpleName() + ": " + reason(e));
    } catch (IOException e) {
      throw new UnreadableRecord(type.getSimpleName() + ": not readable");
    }
  }

  private static String reason(JsonProcessingException e) {
    var at = e.getLocation();
    String kind = e.getClass().getSimpleName();
    return at == null ? kind : kind + " at line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
