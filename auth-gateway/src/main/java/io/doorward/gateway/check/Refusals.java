package io.doorward.gateway.check;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.gateway.check.Decision.Refused;
import io.doorward.gateway.limit.LimitOutcome;
import io.doorward.gateway.limit.RateLimitFields;
import io.doorward.gateway.route.RouteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every refusal with its sentence. What is unknown, used up or withdrawn reads alike. */
final class Refusals {
  private static final String HALTED = "token_halted";
  private static final String AGENT_HIDDEN = "agent_not_visible";
  private static final Duration DEPENDENCY_PAUSE = Duration.ofSeconds(1);

  private Refusals() {}

  static Refused several() {
    return of(
        ErrorCode.MULTIPLE_CREDENTIALS,
        "Send exactly one credential: either Authorization: Bearer or X-API-Key.",
        Challenge.MALFORMED);
  }

  static Refused inTarget() {
    return of(
        ErrorCode.INVALID_REQUEST,
        "A token was sent in the URL, where it ends up in logs. Send it in the Authorization"
            + " header, and replace it: it must be taken as known to others.",
        Challenge.MALFORMED);
  }

  static Refused httpsRequired() {
    return of(
        ErrorCode.HTTPS_REQUIRED,
        "A credential was sent over plain HTTP, where others can read it. Use HTTPS, and replace the"
            + " credential: it must be taken as known to others.",
        null);
  }

  static Refused notFound() {
    return of(ErrorCode.NOT_FOUND, "Nothing is served at this path.", null);
  }

  /** As {@link #notFound} to the caller; usage events tell it apart. */
  static Refused agentHidden(RouteOutcome.Matched match, Caller caller) {
    return agentHidden(match, caller, Optional.empty());
  }

  /** As the other, after the limits were charged. */
  static Refused agentHidden(Decision.Admitted admitted) {
    return agentHidden(admitted.route(), admitted.who(), admitted.limits());
  }

  private static Refused agentHidden(
      RouteOutcome.Matched match, Caller caller, Optional<RateLimitFields> limits) {
    Refused r = notFound();
    return new Refused(
        r.code(),
        r.detail(),
        Optional.of(caller),
        Optional.of(match),
        limits,
        r.challenge(),
        r.needed(),
        r.retryAfter(),
        r.allowed(),
        Optional.of(AGENT_HIDDEN));
  }

  static Refused methodNotAllowed(Set<String> allowed) {
    return new Refused(
        ErrorCode.METHOD_NOT_ALLOWED,
        "This path serves " + String.join(", ", allowed) + ".",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        allowed,
        Optional.empty());
  }

  static Refused credentialsRequired(RouteOutcome.Matched match) {
    return at(
        match,
        of(
            ErrorCode.CREDENTIALS_REQUIRED,
            "Send a token or a session in the Authorization header.",
            Challenge.MISSING));
  }

  static Refused invalidToken(RouteOutcome.Matched match, @Nullable Caller caller) {
    return by(
        caller,
        at(
            match,
            of(
                ErrorCode.INVALID_TOKEN,
                "The credential is unknown, expired, suspended or revoked, or not accepted here.",
                Challenge.INVALID)));
  }

  /** As {@link #invalidToken} to the caller, octet for octet; usage events tell it apart. */
  static Refused halted(RouteOutcome.Matched match, Caller caller) {
    Refused r = invalidToken(match, caller);
    return new Refused(
        r.code(),
        r.detail(),
        r.caller(),
        r.match(),
        r.limits(),
        r.challenge(),
        r.needed(),
        r.retryAfter(),
        r.allowed(),
        Optional.of(HALTED));
  }

  static Refused turnedOff(RouteOutcome.Matched match, Caller caller) {
    return by(
        caller,
        at(
            match,
            of(
                ErrorCode.TOKENS_DISABLED,
                "API tokens are turned off. Nothing is wrong with this one.",
                null)));
  }

  static Refused addressNotAllowed(RouteOutcome.Matched match, Caller caller) {
    return by(
        caller,
        at(
            match,
            of(
                ErrorCode.IP_NOT_ALLOWED,
                "The token is restricted to certain addresses, and this is none of them.",
                null)));
  }

  static Refused insufficientScope(RouteOutcome.Matched match, Caller caller, List<Scope> needed) {
    return new Refused(
        ErrorCode.INSUFFICIENT_SCOPE,
        "The credential, or the role of its owner, does not include every scope this needs.",
        Optional.of(caller),
        Optional.of(match),
        Optional.empty(),
        Optional.of(Challenge.insufficient(needed)),
        needed,
        Optional.empty(),
        Set.of(),
        Optional.empty());
  }

  static Refused rateLimited(
      RouteOutcome.Matched match, Caller caller, LimitOutcome.Exhausted exhausted) {
    return new Refused(
        ErrorCode.RATE_LIMITED,
        "The limit per "
            + String.join(" and per ", exhausted.violated())
            + " is used up. Try again in "
            + exhausted.retryAfter().toSeconds()
            + " s.",
        Optional.of(caller),
        Optional.of(match),
        Optional.of(exhausted.fields()),
        Optional.empty(),
        List.of(),
        Optional.of(exhausted.retryAfter()),
        Set.of(),
        Optional.empty());
  }

  static Refused tooManyGuesses(RouteOutcome.Matched match, Duration pause) {
    return new Refused(
        ErrorCode.RATE_LIMITED,
        "Too many unknown credentials were presented from this address. Try again in a minute.",
        Optional.empty(),
        Optional.of(match),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(pause),
        Set.of(),
        Optional.empty());
  }

  static Refused unavailable(RouteOutcome.Matched match, @Nullable Caller caller) {
    return by(
        caller,
        new Refused(
            ErrorCode.DEPENDENCY_UNAVAILABLE,
            "The credential cannot be checked at the moment. Try again shortly.",
            Optional.empty(),
            Optional.of(match),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(DEPENDENCY_PAUSE),
            Set.of(),
            Optional.empty()));
  }

  private static Refused of(ErrorCode code, String detail, @Nullable String challenge) {
    return new Refused(
        code,
        detail,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(challenge),
        List.of(),
        Optional.empty(),
        Set.of(),
        Optional.empty());
  }

  private static Refused at(RouteOutcome.Matched match, Refused r) {
    return new Refused(
        r.code(),
        r.detail(),
        r.caller(),
        Optional.of(match),
        r.limits(),
        r.challenge(),
        r.needed(),
        r.retryAfter(),
        r.allowed(),
        r.recordedAs());
  }

  private static Refused by(@Nullable Caller caller, Refused r) {
    return new Refused(
        r.code(),
        r.detail(),
        Optional.ofNullable(caller),
        r.match(),
        r.limits(),
        r.challenge(),
        r.needed(),
        r.retryAfter(),
        r.allowed(),
        r.recordedAs());
  }
}
