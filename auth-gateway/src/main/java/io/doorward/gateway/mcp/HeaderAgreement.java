package io.doorward.gateway.mcp;

import io.vertx.core.MultiMap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the header fields that repeat parts of the message say the same as the message (revision
 * 2026-07-28, Request Metadata). They must be there from that revision on; where they are there
 * before, they must be right all the same, because somebody may go by them.
 */
final class HeaderAgreement {
  private static final String METHOD = "Mcp-Method";
  private static final String NAME = "Mcp-Name";
  private static final String VERSION = "MCP-Protocol-Version";
  private static final String FIRST_WITH_FIELDS = "2026-07-28";
  private static final Set<String> NAMED = Set.of("tools/call", "prompts/get", "resources/read");
  private static final String ENCODED_BEGIN = "=?base64?";
  private static final String ENCODED_END = "?=";

  private HeaderAgreement() {}

  /** What does not agree, as a sentence; empty if everything does. */
  static Optional<String> fault(MultiMap headers, Message.Call call) {
    List<String> methods = headers.getAll(METHOD);
    List<String> names = headers.getAll(NAME);
    List<String> versions = headers.getAll(VERSION);
    if (methods.size() > 1 || names.size() > 1 || versions.size() > 1) {
      return Optional.of("Mcp-Method, Mcp-Name and MCP-Protocol-Version come once.");
    }
    if (!methods.isEmpty() && !methods.get(0).equals(call.method())) {
      return Optional.of("Mcp-Method does not match the method of the message.");
    }
    Optional<String> said = names.isEmpty() ? Optional.empty() : decoded(names.get(0));
    if (!names.isEmpty() && (said.isEmpty() || !said.equals(name(call)))) {
      return Optional.of("Mcp-Name does not match the name or URI in the message.");
    }
    if (!versions.isEmpty()
        && call.version().isPresent()
        && !versions.get(0).equals(call.version().get())) {
      return Optional.of("MCP-Protocol-Version does not match the version in the message.");
    }
    if (versions.isEmpty() || !hasFields(versions.get(0)) || call.id().isEmpty()) {
      return Optional.empty();
    }
    if (methods.isEmpty()) {
      return Optional.of("Mcp-Method is required from revision " + FIRST_WITH_FIELDS + " on.");
    }
    return names.isEmpty() && NAMED.contains(call.method())
        ? Optional.of("Mcp-Name is required from revision " + FIRST_WITH_FIELDS + " on.")
        : Optional.empty();
  }

  /** Revisions are dates, so that their order is that of their text. */
  private static boolean hasFields(String version) {
    return version.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
        && version.compareTo(FIRST_WITH_FIELDS) >= 0;
  }

  private static Optional<String> name(Message.Call call) {
    if (call.method().equals("resources/read")) {
      return call.uri();
    }
    return call.name().or(call::uri);
  }

  /** Empty if the field says nothing that can be read. */
  private static Optional<String> decoded(String value) {
    if (!value.startsWith(ENCODED_BEGIN) || !value.endsWith(ENCODED_END)) {
      return Optional.of(value).filter(plain -> plain.chars().allMatch(c -> c < 0x7f));
    }
    int end = value.length() - ENCODED_END.length();
    if (end < ENCODED_BEGIN.length()) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(value.substring(ENCODED_BEGIN.length(), end));
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
