package io.doorward.gateway.extauthz;

import io.doorward.gateway.check.GatewayAnswer;
import io.doorward.gateway.edge.HeaderPassage;
import io.doorward.gateway.inquiry.Ruling;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * An {@code envoy.service.auth.v3.CheckResponse}; the numbers are those of external_auth.proto,
 * base.proto and google/rpc/code.proto.
 */
final class CheckAnswer {
  private static final int PERMISSION_DENIED = 7;
  private static final int UNAUTHENTICATED = 16;
  private static final int OVERWRITE_IF_EXISTS_OR_ADD = 2;

  /** The credential goes no further, whatever else does. */
  private static final Set<String> CREDENTIALS = Set.of("authorization", "x-api-key");

  private CheckAnswer() {}

  /**
   * Envoy sets fields first and removes some after (1.30): so what is set here is never removed.
   *
   * @param asked the fields of the request
   */
  static Buffer of(Ruling ruling, MultiMap asked) {
    WireWriter answer =
        ruling instanceof Ruling.Pass pass
            ? new WireWriter().message(1, new WireWriter()).message(3, ok(pass, asked))
            : denied(((Ruling.Deny) ruling).answer());
    return answer.written();
  }

  private static WireWriter ok(Ruling.Pass pass, MultiMap asked) {
    WireWriter ok = new WireWriter();
    for (Map.Entry<String, String> field : pass.identity()) {
      if (field.getValue().isEmpty() && isCredential(field.getKey())) {
        ok.text(5, field.getKey());
      } else {
        ok.message(2, option(field));
      }
    }
    for (String name : asked.names()) {
      if (HeaderPassage.isReserved(name) && !pass.identity().contains(name)) {
        ok.text(5, name);
      }
    }
    pass.forClient().forEach(field -> ok.message(6, option(field)));
    return ok;
  }

  private static boolean isCredential(String name) {
    return CREDENTIALS.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static WireWriter denied(GatewayAnswer answer) {
    WireWriter denied = new WireWriter().message(1, new WireWriter().number(1, answer.status()));
    answer.headers().forEach(field -> denied.message(2, option(field)));
    denied.text(3, answer.body().toString(StandardCharsets.UTF_8));
    int code = answer.status() == 401 ? UNAUTHENTICATED : PERMISSION_DENIED;
    return new WireWriter().message(1, new WireWriter().number(1, code)).message(2, denied);
  }

  /** Replaces what is there; an empty value is a value. */
  private static WireWriter option(Map.Entry<String, String> field) {
    return new WireWriter()
        .message(1, new WireWriter().text(1, field.getKey()).text(2, field.getValue()))
        .number(3, OVERWRITE_IF_EXISTS_OR_ADD)
        .number(4, 1);
  }
}
