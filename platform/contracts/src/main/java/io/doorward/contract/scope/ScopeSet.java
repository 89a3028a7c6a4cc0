package io.doorward.contract.scope;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The scopes of one token, sorted and without repetition. */
public record ScopeSet(@JsonValue List<Scope> scopes) {
  /** Most scopes a set may hold. */
  public static final int MAX_SIZE = 100;

  /** Holds nothing, grants nothing. */
  public static final ScopeSet EMPTY = new ScopeSet(List.of());

  /**
   * @throws IllegalArgumentException if there are more than {@value #MAX_SIZE}, or one is null
   */
  @JsonCreator
  public ScopeSet {
    if (scopes.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("a scope is null");
    }
    scopes = scopes.stream().distinct().sorted().toList();
    if (scopes.size() > MAX_SIZE) {
      throw new IllegalArgumentException("a token has at most " + MAX_SIZE + " scopes");
    }
  }

  /** Reads scopes in their written form. */
  public static ScopeSet of(String... values) {
    return of(Arrays.asList(values));
  }

  /**
   * Reads scopes in their written form.
   *
   * @throws IllegalArgumentException if one of them is none
   */
  public static ScopeSet of(Collection<String> values) {
    return new ScopeSet(values.stream().map(Scope::new).toList());
  }

  /** Reads the space-separated form of RFC 6749, section 3.3. */
  public static ScopeSet ofSpaceSeparated(String value) {
    return value.isBlank() ? EMPTY : of(List.of(value.strip().split(" +")));
  }

  /** Whether one of the scopes implies the required one. */
  public boolean grants(Scope required) {
    for (Scope scope : scopes) {
      if (scope.implies(required)) {
        return true;
      }
    }
    return false;
  }

  /** Whether everything the other set grants is granted by this one. */
  public boolean covers(ScopeSet other) {
    return other.scopes.stream().allMatch(this::grants);
  }

  /** The space-separated form of RFC 6749, section 3.3. */
  public String spaceSeparated() {
    return scopes.stream().map(Scope::value).collect(Collectors.joining(" "));
  }
}
