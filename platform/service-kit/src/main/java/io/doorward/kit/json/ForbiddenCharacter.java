package io.doorward.kit.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/** A string in a body holds a character that cannot be kept. */
public final class ForbiddenCharacter extends JsonMappingException {
  private static final long serialVersionUID = 1L;

  ForbiddenCharacter(JsonParser json) {
    super(json, "holds the character U+0000");
  }
}
