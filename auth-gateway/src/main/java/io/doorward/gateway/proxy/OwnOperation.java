package io.doorward.gateway.proxy;

import io.doorward.gateway.check.Decision;
import io.doorward.gateway.edge.EdgeRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * An operation that the gateway answers itself. There is a route for it like for any other, which
 * says who may use it; what the route names as its upstream is not asked.
 */
public interface OwnOperation {

  /** Whether a path is its own. Asked of every admitted request. */
  boolean takes(String path);

  /**
   * The answer's body, JSON. Empty if there is nothing, or nothing that the caller may see; fails
   * if that cannot be found out now.
   */
  Future<Optional<Buffer>> answer(EdgeRequest request, Decision.Admitted admitted);
}
