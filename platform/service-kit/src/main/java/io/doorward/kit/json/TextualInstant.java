package io.doorward.kit.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.Instant;

/**
 * Times are RFC 3339 strings. A number is refused: whether it means seconds or milliseconds nobody
 * knows, and jackson-datatype-jsr310 2.20 heeds no coercion setting for it.
 */
final class TextualInstant extends StdDeserializer<Instant> {
  private static final long serialVersionUID = 1L;

  TextualInstant() {
    super(Instant.class);
  }

  @Override
  public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
    if (!json.hasToken(JsonToken.VALUE_STRING)) {
      return (Instant) context.handleUnexpectedToken(Instant.class, json);
    }
    return InstantDeserializer.INSTANT.deserialize(json, context);
  }
}
