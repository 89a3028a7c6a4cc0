package io.doorward.gateway.mcp;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.gateway.check.Caller;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.check.McpAdmission;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.route.RouteOutcome;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges each message for an MCP server, after its sender was let in. */
@Singleton
public class McpGuard {
  private static final int PARSE_ERROR = -32_700;
  private static final int INVALID_REQUEST = -32_600;

  /** Of revision 2026-07-28; earlier ones have none for it. */
  private static final int HEADER_MISMATCH = -32_020;

  private static final String SESSION = "Mcp-Session-Id";
  private static final String LAST_EVENT = "Last-Event-ID";
  private static final Set<String> LISTS =
      Set.of("tools/list", "prompts/list", "resources/list", "resources/templates/list");

  private final SessionHandles handles;

  @Inject
  McpGuard(SessionHandles handles) {
    this.handles = handles;
  }

  /**
   * Judges a message, or a request for a stream or the end of a session where there is none.
   *
   * @param headers of the request
   * @param body the whole body of a POST
   */
  public McpOutcome judge(
      EdgeRequest request, Decision.Admitted admitted, MultiMap headers, @Nullable Buffer body) {
    List<String> shown = headers.getAll(SESSION);
    if (shown.size() > 1) {
      return invalid(Optional.empty(), "Mcp-Session-Id comes once.");
    }
    Optional<String> session =
        shown.isEmpty()
            ? Optional.empty()
            : handles.open(admitted.route().route(), admitted.who(), shown.get(0));
    if (!shown.isEmpty() && session.isEmpty()) {
      return new McpOutcome.Refused(McpAdmission.sessionUnknown(admitted), Optional.empty());
    }
    if (body == null) {
      return stream(request, admitted, headers, session);
    }
    Optional<McpOutcome.Faulty> form = form(headers);
    if (form.isPresent()) {
      return form.get();
    }
    Message message = MessageReader.read(body.getBytes());
    if (message instanceof Message.Unreadable unreadable) {
      return unreadable.parses()
          ? invalid(unreadable.id(), unreadable.fault())
          : new McpOutcome.Faulty(
              ErrorCode.MALFORMED_JSON, PARSE_ERROR, unreadable.id(), unreadable.fault());
    }
    if (!(message instanceof Message.Call call)) {
      return judged(request, admitted, session, body, List.of(), Optional.empty(), false);
    }
    Optional<String> mismatch = HeaderAgreement.fault(headers, call);
    if (mismatch.isPresent()) {
      return new McpOutcome.Faulty(
          ErrorCode.INVALID_REQUEST, HEADER_MISMATCH, call.id(), mismatch.get());
    }
    if (call.method().equals("tools/call") && call.name().isEmpty()) {
      return invalid(call.id(), "A tool is called by its name.");
    }
    return judged(
        request,
        admitted,
        session,
        body,
        Policy.needs(call),
        call.method().equals("tools/call") ? call.name() : Optional.empty(),
        LISTS.contains(call.method()));
  }

  /** An event's id is a handle, too: it is good only within a session, which has an owner. */
  private McpOutcome stream(
      EdgeRequest request, Decision.Admitted admitted, MultiMap headers, Optional<String> session) {
    if (headers.contains("Transfer-Encoding")
        || (headers.contains("Content-Length") && !"0".equals(headers.get("Content-Length")))) {
      return invalid(Optional.empty(), "Only POST carries a message.");
    }
    if (headers.contains(LAST_EVENT) && session.isEmpty()) {
      return invalid(Optional.empty(), "Last-Event-ID needs the Mcp-Session-Id of its stream.");
    }
    return judged(request, admitted, session, null, List.of(), Optional.empty(), true);
  }

  /** What is not plain JSON could be another message to the server. */
  private static Optional<McpOutcome.Faulty> form(MultiMap headers) {
    if (headers.contains("Content-Encoding")) {
      return Optional.of(invalid(Optional.empty(), "A message is not compressed."));
    }
    List<String> types = headers.getAll("Content-Type");
    String[] parts =
        types.size() == 1
            ? types.get(0).toLowerCase(Locale.ROOT).split(";", -1)
            : new String[] {""};
    if (!parts[0].strip().equals("application/json")) {
      return Optional.of(
          new McpOutcome.Faulty(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              INVALID_REQUEST,
              Optional.empty(),
              "A message is application/json."));
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset") && !parameter.equals("charset=utf-8")) {
        return Optional.of(invalid(Optional.empty(), "A message is UTF-8."));
      }
    }
    return Optional.empty();
  }

  private McpOutcome judged(
      EdgeRequest request,
      Decision.Admitted admitted,
      Optional<String> session,
      @Nullable Buffer body,
      List<Need> needs,
      Optional<String> tool,
      boolean hasLists) {
    RouteOutcome.Matched match = admitted.route();
    Permissions permissions = Permissions.of(admitted.who());
    List<Scope> asked = new ArrayList<>(match.scopes());
    List<Scope> met = new ArrayList<>(match.scopes());
    boolean all = match.scopes().stream().allMatch(permissions::may);
    for (Need need : needs) {
      Optional<Scope> by = need.metBy(permissions);
      asked.add(need.scope());
      by.ifPresent(met::add);
      all &= by.isPresent();
    }
    if (!all) {
      return new McpOutcome.Refused(
          McpAdmission.insufficientScope(request, admitted, List.copyOf(asked)), tool);
    }
    Decision.Admitted now =
        admitted.who() instanceof Caller.TokenHolder ? by(admitted, met) : admitted;
    return new McpOutcome.Passes(now, new McpPassage(handles, now, session, body, hasLists), tool);
  }

  /** What looks at a stream again, while it is open, looks at what its message took. */
  private static Decision.Admitted by(Decision.Admitted admitted, List<Scope> scopes) {
    RouteOutcome.Matched match = admitted.route();
    return new Decision.Admitted(
        new RouteOutcome.Matched(
            match.route(),
            match.template(),
            List.copyOf(scopes),
            match.target(),
            match.cost(),
            match.agent()),
        admitted.who(),
        admitted.limits(),
        admitted.identity());
  }

  private static McpOutcome.Faulty invalid(Optional<String> id, String detail) {
    return new McpOutcome.Faulty(ErrorCode.INVALID_REQUEST, INVALID_REQUEST, id, detail);
  }
}
