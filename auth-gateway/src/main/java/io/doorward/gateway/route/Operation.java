package io.doorward.gateway.route;

import io.doorward.contract.scope.Scope;
import java.util.List;
import java.util.Set;

/**
 * What one kind of request of a route needs.
 *
 * @param methods empty for every method
 * @param scopes all of them are needed
 */
record Operation(Set<String> methods, PathPattern path, List<Scope> scopes) {

  boolean accepts(String method) {
    return methods.isEmpty()
        || methods.contains(method)
        || (method.equals("HEAD") && methods.contains("GET"));
  }
}
