package io.doorward.kit.request;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what an operation would not heed: query parameters it does not declare, one that is given
 * twice, of which one would count, and a key against repetition where none is kept. A filter that
 * does not count shows, and a misspelt dry run does, more than was meant.
 *
 * <p>Comes after the question who calls: a stranger learns nothing of an operation's parameters.
 */
public final class DeclaredFilter {
  private static final int AFTER_ACCESS = Priorities.USER + 1_000;

  private static final String KEY = "Idempotency-Key";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  /** Further ones are not named; the caller has something to correct as it is. */
  private static final int MOST_NAMED = 20;

  private static final int LONGEST_NAME = 64;

  private final Map<Method, Declared> operations = new ConcurrentHashMap<>();

  private record Declared(boolean foreign, Set<String> parameters, boolean key) {
    static Declared of(Method operation) {
      List<Annotation> annotations =
          Arrays.stream(operation.getParameterAnnotations()).flatMap(Arrays::stream).toList();
      Set<String> parameters = new HashSet<>();
      boolean key = false;
      for (Annotation annotation : annotations) {
        if (annotation instanceof QueryParam parameter) {
          parameters.add(parameter.value());
        } else if (annotation instanceof HeaderParam header) {
          key |= header.value().equalsIgnoreCase(KEY);
        }
      }
      return new Declared(
          operation.isAnnotationPresent(ForeignProtocol.class)
              || operation.getDeclaringClass().isAnnotationPresent(ForeignProtocol.class),
          Set.copyOf(parameters),
          key);
    }
  }

  @ServerRequestFilter(priority = AFTER_ACCESS)
  public void check(ContainerRequestContext request, ResourceInfo operation) {
    Declared declared = operations.computeIfAbsent(operation.getResourceMethod(), Declared::of);
    if (declared.foreign()) {
      return;
    }
    List<Violation> violations = new ArrayList<>();
    request
        .getUriInfo()
        .getQueryParameters()
        .forEach((name, values) -> query(declared, name, values.size(), violations));
    if (request.getHeaderString(KEY) != null
        && !declared.key()
        && !SAFE.contains(request.getMethod().toUpperCase(Locale.ROOT))) {
      violations.add(
          new Violation(
              "header/" + KEY,
              "is not kept by this operation",
              "Leave it out; before repeating a lost request look whether it was done."));
    }
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(
          ErrorCode.VALIDATION_FAILED, violations.stream().limit(MOST_NAMED).toList());
    }
  }

  private static void query(Declared declared, String name, int times, List<Violation> violations) {
    if (!declared.parameters().contains(name)) {
      String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
      violations.add(
          new Violation("query/" + shown, "is not known here", "Remove it or check its spelling."));
    } else if (times > 1) {
      violations.add(new Violation("query/" + name, "is given more than once", "Give it once."));
    }
  }
}
