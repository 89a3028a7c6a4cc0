package io.doorward.token.store;

import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the parts that a list is merged from: the tokens of one standing, type and environment,
 * which the database keeps in order. Standing is status as far as time cannot change it.
 *
 * @param number as the column {@code token.facet} has it
 * @param bound leaves out what only the present moment can tell
 */
record TokenFacet(int number, Bound bound) {

  /** Which of a facet's tokens, by their expiry. */
  enum Bound {
    ALL,
    /** Over already, though not noted yet. */
    OVER,
    /** Noted as over by a clock that is ahead of ours. */
    NOT_OVER
  }

  /** In the order of the column's numbers. */
  private enum Standing {
    PLAIN,
    ROTATED,
    SUSPENDED,
    SUSPENDED_FOR_A_TIME,
    EXPIRED,
    REVOKED
  }

  /** A standing's types, each in both environments. */
  private static final int TYPES = 3;

  private static final int ENVIRONMENTS = 2;

  /** Those in which a token that the filter asks for can be; it may ask for less than all. */
  static List<TokenFacet> of(TokenFilter filter) {
    List<TokenFacet> facets = new ArrayList<>();
    standings(filter.status())
        .forEach(
            (standing, bound) -> {
              for (int type = 0; type < TYPES; type++) {
                for (int environment = 0; environment < ENVIRONMENTS; environment++) {
                  if (asked(filter, type, environment)) {
                    int number = (standing.ordinal() * TYPES + type) * ENVIRONMENTS + environment;
                    facets.add(new TokenFacet(number, bound));
                  }
                }
              }
            });
    return facets;
  }

  private static Map<Standing, Bound> standings(@Nullable TokenStatus status) {
    if (status == null) {
      return inOrder(
          Map.of(
              Standing.PLAIN, Bound.ALL,
              Standing.ROTATED, Bound.ALL,
              Standing.SUSPENDED, Bound.ALL,
              Standing.SUSPENDED_FOR_A_TIME, Bound.ALL,
              Standing.EXPIRED, Bound.ALL,
              Standing.REVOKED, Bound.ALL));
    }
    return switch (status) {
      case ACTIVE -> unlessOver(Standing.PLAIN);
      case ROTATED -> unlessOver(Standing.ROTATED);
      case SUSPENDED -> unlessOver(Standing.SUSPENDED);
      case EXPIRED ->
          inOrder(
              Map.of(
                  Standing.EXPIRED, Bound.ALL,
                  Standing.PLAIN, Bound.OVER,
                  Standing.ROTATED, Bound.OVER,
                  Standing.SUSPENDED, Bound.OVER,
                  Standing.SUSPENDED_FOR_A_TIME, Bound.OVER));
      case REVOKED -> Map.of(Standing.REVOKED, Bound.ALL);
    };
  }

  /** A suspension for a time may be over, or not; so may, for a moment, what is noted as over. */
  private static Map<Standing, Bound> unlessOver(Standing standing) {
    return inOrder(
        Map.of(
            standing,
            Bound.ALL,
            Standing.SUSPENDED_FOR_A_TIME,
            Bound.ALL,
            Standing.EXPIRED,
            Bound.NOT_OVER));
  }

  /** One statement for one filter, however the map was made: statements are prepared once. */
  private static Map<Standing, Bound> inOrder(Map<Standing, Bound> standings) {
    return new EnumMap<>(standings);
  }

  private static boolean asked(TokenFilter filter, int type, int environment) {
    return (filter.type() == null || number(filter.type()) == type)
        && (filter.environment() == null || number(filter.environment()) == environment);
  }

  private static int number(TokenType type) {
    return switch (type) {
      case PERSONAL -> 0;
      case SERVICE -> 1;
      case AGENT -> 2;
    };
  }

  private static int number(TokenEnvironment environment) {
    return switch (environment) {
      case LIVE -> 0;
      case TEST -> 1;
    };
  }
}
