package io.doorward.gateway.explain;

import io.doorward.contract.json.ContractJson;
import io.doorward.gateway.check.Caller;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.proxy.OwnOperation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /api/v1/decisions/{requestId}}. Found in this process or at another gateway, and shown
 * to nobody but who may see the token.
 */
@Singleton
class Decisions implements OwnOperation {
  private static final String PREFIX = "/api/v1/decisions/";
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  /** Request ids are told by proxies in front and may be used more than once. */
  private static final int MOST_TRIED = 3;

  private final OwnDecisions own;
  private final OtherGateways others;
  private final Sight sight;

  @Inject
  Decisions(OwnDecisions own, OtherGateways others, Sight sight) {
    this.own = own;
    this.others = others;
    this.sight = sight;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith(PREFIX);
  }

  @Override
  public Future<Optional<Buffer>> answer(EdgeRequest request, Decision.Admitted admitted) {
    String requestId = request.path().substring(PREFIX.length());
    Optional<String> organization = organization(admitted.who());
    if (organization.isEmpty() || !REQUEST_ID.matcher(requestId).matches()) {
      return Future.succeededFuture(Optional.empty());
    }
    return firstVisible(own.find(requestId, organization.get()), 0, admitted)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found)
                    : others
                        .find(requestId, organization.get())
                        .compose(elsewhere -> firstVisible(elsewhere, 0, admitted)))
        .map(found -> found.map(told -> Buffer.buffer(ContractJson.write(told))));
  }

  private Future<Optional<Explanation>> firstVisible(
      List<Explanation> found, int index, Decision.Admitted admitted) {
    if (index >= Math.min(found.size(), MOST_TRIED)) {
      return Future.succeededFuture(Optional.empty());
    }
    return sight
        .reaches(found.get(index).token().id(), admitted)
        .compose(
            visible ->
                visible
                    ? Future.succeededFuture(Optional.of(found.get(index)))
                    : firstVisible(found, index + 1, admitted));
  }

  private static Optional<String> organization(Caller caller) {
    if (caller instanceof Caller.TokenHolder holder) {
      return Optional.of(holder.token().organization());
    }
    return caller instanceof Caller.Person person
        ? person.principal().organization()
        : Optional.empty();
  }
}
