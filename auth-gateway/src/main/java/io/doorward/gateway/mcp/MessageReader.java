package io.doorward.gateway.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message so that no server can read another one out of the same bytes: UTF-8 without a
 * byte order mark, one object, nothing after it, no name twice at any level, and none that differs
 * in case only from one that is looked at, because there are readers that ignore case. Batches are
 * no part of the protocol since 2025-06-18.
 */
final class MessageReader {
  /** Deeper ones are refused. */
  static final int DEPTH = 64;

  static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  private static final Set<String> MEMBERS =
      Set.of("jsonrpc", "id", "method", "params", "result", "error");
  private static final Set<String> PARAMS = Set.of("name", "uri", "ref", "notifications", "_meta");
  private static final Set<String> REFERENCE = Set.of("type", "name", "uri");
  private static final Set<String> META = Set.of(VERSION);
  private static final Set<String> NOTIFICATIONS = Set.of("resourceSubscriptions");

  private final JsonParser json;
  private @Nullable String id;
  private @Nullable String method;
  private @Nullable String name;
  private @Nullable String uri;
  private @Nullable String referenceType;
  private @Nullable String referenceName;
  private @Nullable String version;
  private boolean hasId;
  private boolean isVersion2;
  private boolean isAnswer;
  private boolean watchesResources;

  private MessageReader(JsonParser json) {
    this.json = json;
  }

  /** What is not a message; the text may be shown to whoever sent it. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message, null, false, false);
    }
  }

  static Message read(byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return new Message.Unreadable(Optional.empty(), false, "The body is not UTF-8.");
    }
    if (text.startsWith("\ufeff")) {
      return new Message.Unreadable(
          Optional.empty(), false, "The body begins with a byte order mark.");
    }
    try (JsonParser json = STRICT.createParser(text)) {
      return new MessageReader(json).message();
    } catch (JsonProcessingException e) {
      return new Message.Unreadable(
          Optional.empty(),
          false,
          "The body is not one JSON text, has a name twice in an object, or is nested too deep.");
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory can be read", e);
    }
  }

  private Message message() throws IOException {
    try {
      if (json.nextToken() == JsonToken.START_ARRAY) {
        throw new Fault("A batch is no message.");
      }
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new Fault("A message is a JSON object.");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        member(field(MEMBERS));
      }
      if (json.nextToken() != null) {
        throw new Fault("There is something after the message.");
      }
      return checked();
    } catch (Fault e) {
      return new Message.Unreadable(Optional.ofNullable(id), true, String.valueOf(e.getMessage()));
    }
  }

  private Message checked() throws Fault {
    if (!isVersion2) {
      throw new Fault("A message says \"jsonrpc\": \"2.0\".");
    }
    if (hasId && id == null) {
      throw new Fault("An id is a string or a number.");
    }
    if (method == null) {
      if (!isAnswer || id == null) {
        throw new Fault("A message has a method, or is an answer with an id.");
      }
      return new Message.Answer();
    }
    if (isAnswer) {
      throw new Fault("A message is a request or an answer, not both.");
    }
    boolean ofPrompt = "ref/prompt".equals(referenceType);
    return new Message.Call(
        Optional.ofNullable(id),
        method,
        Optional.ofNullable(name),
        Optional.ofNullable(uri),
        ofPrompt ? Optional.ofNullable(referenceName) : Optional.empty(),
        Optional.ofNullable(version),
        watchesResources);
  }

  /** The name of the member that comes next, and its value as the current token. */
  private String field(Set<String> known) throws IOException, Fault {
    String field = json.currentName();
    if (!known.contains(field)) {
      for (String one : known) {
        if (one.equalsIgnoreCase(field)) {
          throw new Fault("A name differs only in case from " + one + ".");
        }
      }
    }
    json.nextToken();
    return field;
  }

  private void member(String field) throws IOException, Fault {
    switch (field) {
      case "jsonrpc" -> isVersion2 = "2.0".equals(text("jsonrpc"));
      case "id" -> identify();
      case "method" -> method = text("method");
      case "params" -> params();
      case "result", "error" -> {
        isAnswer = true;
        json.skipChildren();
      }
      default -> json.skipChildren();
    }
  }

  private void identify() throws IOException {
    hasId = true;
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      id = "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(json.getText())) + "\"";
    } else if (token.isNumeric()) {
      id = json.getText();
    } else {
      json.skipChildren();
    }
  }

  private void params() throws IOException, Fault {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    object("params");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      switch (field(PARAMS)) {
        case "name" -> name = text("params.name");
        case "uri" -> uri = text("params.uri");
        case "ref" -> reference();
        case "_meta" -> meta();
        case "notifications" -> notifications();
        default -> json.skipChildren();
      }
    }
  }

  private void reference() throws IOException, Fault {
    object("params.ref");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      switch (field(REFERENCE)) {
        case "type" -> referenceType = text("params.ref.type");
        case "name" -> referenceName = text("params.ref.name");
        default -> json.skipChildren();
      }
    }
  }

  private void meta() throws IOException, Fault {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    object("params._meta");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      if (field(META).equals(VERSION)) {
        version = text(VERSION);
      } else {
        json.skipChildren();
      }
    }
  }

  private void notifications() throws IOException, Fault {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      watchesResources |= NOTIFICATIONS.contains(field(NOTIFICATIONS));
      json.skipChildren();
    }
  }

  private void object(String what) throws Fault {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new Fault(what + " is a JSON object.");
    }
  }

  /** Half of a pair of surrogates is a character to some readers and a question mark to others. */
  private String text(String what) throws IOException, Fault {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new Fault(what + " is a string.");
    }
    String text = json.getText();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new Fault(what + " is not well-formed Unicode.");
    }
    return text;
  }
}
