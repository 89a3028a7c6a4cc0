package io.doorward.gateway.mcp;

import io.doorward.gateway.check.Decision;
import io.doorward.gateway.route.McpRoute;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done to a request for an MCP server, and to the answer, on their way. */
public final class McpPassage {
  private static final String SESSION = "Mcp-Session-Id";
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";

  /** Fields that a server might read under another spelling than the gateway did. */
  private static final Set<String> JUDGED =
      Set.of("mcp-session-id", "mcp-method", "mcp-name", "mcp-protocol-version", "last-event-id");

  /** They make an answer something else than what the server says: a part of it, or packed. */
  private static final List<String> ALTERING =
      List.of("Accept-Encoding", "Range", "If-Range", "If-None-Match", "If-Modified-Since");

  /** They speak of the answer as it was. */
  private static final List<String> OF_THE_BODY =
      List.of("Content-Length", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "ETag");

  private final SessionHandles handles;
  private final Decision.Admitted admitted;
  private final Optional<String> session;
  private final @Nullable Buffer body;
  private final boolean hasLists;
  private final Permissions permissions;

  /**
   * @param session the server's id of the session it belongs to
   * @param body the message; none for streams and ends of sessions
   * @param hasLists whether the answer may hold a list
   */
  McpPassage(
      SessionHandles handles,
      Decision.Admitted admitted,
      Optional<String> session,
      @Nullable Buffer body,
      boolean hasLists) {
    this.handles = handles;
    this.admitted = admitted;
    this.session = session;
    this.body = body;
    this.hasLists = hasLists;
    this.permissions = Permissions.of(admitted.who());
  }

  /** The very bytes that were judged. */
  public @Nullable Buffer body() {
    return body;
  }

  /** Changes the fields for the server. */
  public void toServer(MultiMap headers) {
    ALTERING.forEach(headers::remove);
    for (String name : List.copyOf(headers.names())) {
      String plain = name.toLowerCase(Locale.ROOT);
      if (!JUDGED.contains(plain) && JUDGED.contains(plain.replaceAll("[^a-z0-9]", "-"))) {
        headers.remove(name);
      }
    }
    headers.remove(SESSION);
    session.ifPresent(id -> headers.set(SESSION, id));
  }

  /** Changes the fields for the client. */
  public void toClient(MultiMap headers) {
    String id = headers.get(SESSION);
    if (id != null) {
      headers.set(SESSION, handles.close(admitted.route().route(), admitted.who(), id));
    }
  }

  /**
   * What the body of the answer has to go through; empty if nothing. Removes the fields that would
   * not be true of it any more.
   *
   * @param headers of the answer, as they are for the client
   * @throws UnfitAnswer if it cannot be looked into
   */
  public Optional<AnswerFilter> filter(int status, MultiMap headers) throws UnfitAnswer {
    if (!hasLists || permissions.everything() || status < 200 || status > 299) {
      return Optional.empty();
    }
    String type = headers.contains("Content-Type") ? headers.get("Content-Type") : "";
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (media.isEmpty() && "0".equals(headers.get("Content-Length"))) {
      return Optional.empty();
    }
    String coding = headers.get("Content-Encoding");
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw new UnfitAnswer("The server packed its answer, which it was not asked to.");
    }
    OF_THE_BODY.forEach(headers::remove);
    Lists lists = new Lists(permissions);
    int most = mcp().maxAnswer();
    return Optional.of(
        switch (media) {
          case JSON -> new JsonFilter(lists, most);
          case EVENTS -> new EventFilter(lists, most);
          default -> throw new UnfitAnswer("The server's list is neither JSON nor events.");
        });
  }

  private McpRoute mcp() {
    return admitted.route().route().mcp().orElseThrow();
  }
}
