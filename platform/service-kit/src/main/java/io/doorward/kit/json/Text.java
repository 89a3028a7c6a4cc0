package io.doorward.kit.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/** Strings without the character U+0000, which PostgreSQL cannot keep and nobody means. */
final class Text extends StdScalarDeserializer<String> {
  private static final long serialVersionUID = 1L;

  Text() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
    String value = StringDeserializer.instance.deserialize(json, context);
    if (value != null && value.indexOf('\0') >= 0) {
      throw new ForbiddenCharacter(json);
    }
    return value;
  }
}
