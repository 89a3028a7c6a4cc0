package io.doorward.gateway.check;

import io.doorward.contract.barrier.BarrierIndex;
import io.doorward.contract.decision.AccessRule;
import io.doorward.contract.decision.AgentTarget;
import io.doorward.contract.decision.Requirement;
import io.doorward.contract.decision.Verdict;
import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.RawToken;
import io.doorward.gateway.credential.CredentialReader;
import io.doorward.gateway.credential.PresentedCredential;
import io.doorward.gateway.credential.SessionCredential;
import io.doorward.gateway.credential.SessionOutcome;
import io.doorward.gateway.credential.SessionVerifier;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.edge.HttpsRule;
import io.doorward.gateway.limit.Guesses;
import io.doorward.gateway.limit.LimitConfig;
import io.doorward.gateway.limit.LimitOutcome;
import io.doorward.gateway.limit.RateLimitFields;
import io.doorward.gateway.limit.RateLimits;
import io.doorward.gateway.route.IdentityForm;
import io.doorward.gateway.route.McpRoute;
import io.doorward.gateway.route.Route;
import io.doorward.gateway.route.RouteOutcome;
import io.doorward.gateway.route.Routes;
import io.doorward.gateway.snapshot.Barriers;
import io.doorward.gateway.snapshot.ImportedKeys;
import io.doorward.gateway.snapshot.SnapshotAnswer;
import io.doorward.gateway.snapshot.Snapshots;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a request: credential, route, snapshot, rule, limits, identity, in this order. Limits
 * come after the decision, so that a refused token costs its owner nothing.
 */
@Singleton
public class RequestCheck {
  private final CredentialReader credentials;
  private final HttpsRule https;
  private final Routes routes;
  private final Peppers peppers;
  private final Snapshots snapshots;
  private final Barriers barriers;
  private final ImportedKeys importedKeys;
  private final SessionVerifier sessions;
  private final RateLimits limits;
  private final Guesses guesses;
  private final Introduction introduction;
  private final AgentVisibility agents;

  @Inject
  RequestCheck(
      CredentialReader credentials,
      HttpsRule https,
      Routes routes,
      Peppers peppers,
      Snapshots snapshots,
      Barriers barriers,
      ImportedKeys importedKeys,
      SessionVerifier sessions,
      RateLimits limits,
      Guesses guesses,
      Introduction introduction,
      AgentVisibility agents) {
    this.credentials = credentials;
    this.https = https;
    this.routes = routes;
    this.peppers = peppers;
    this.snapshots = snapshots;
    this.barriers = barriers;
    this.importedKeys = importedKeys;
    this.sessions = sessions;
    this.limits = limits;
    this.guesses = guesses;
    this.introduction = introduction;
    this.agents = agents;
  }

  /**
   * Decides. Completes at once if nothing has to be asked for; never fails because of the request
   * or of a dependency that is gone. Nothing passes to an MCP server: what a message needs only its
   * body tells.
   */
  public Future<Decision> decide(EdgeRequest request, MultiMap headers) {
    return decide(request, headers, false);
  }

  /**
   * As the other, for whoever goes on to judge each message for an MCP server: what is admitted is
   * who sends it.
   */
  public Future<Decision> decideBeforeMessage(EdgeRequest request, MultiMap headers) {
    return decide(request, headers, true);
  }

  private Future<Decision> decide(EdgeRequest request, MultiMap headers, boolean readsMessages) {
    RouteOutcome outcome = routes.table().match(request.host(), request.method(), request.path());
    PresentedCredential credential =
        credentials.read(headers, request.path(), request.query(), queryKey(outcome));
    if (!(credential instanceof PresentedCredential.Absent) && !https.allowsCredential(request)) {
      return Future.succeededFuture(Refusals.httpsRequired());
    }
    if (credential instanceof PresentedCredential.Several) {
      return Future.succeededFuture(Refusals.several());
    }
    if (credential instanceof PresentedCredential.InTarget) {
      return Future.succeededFuture(Refusals.inTarget());
    }
    if (outcome instanceof RouteOutcome.MethodNotAllowed other) {
      return Future.succeededFuture(Refusals.methodNotAllowed(other.allowed()));
    }
    if (!(outcome instanceof RouteOutcome.Matched match)) {
      return Future.succeededFuture(Refusals.notFound());
    }
    return match.route().mcp().isEmpty()
        ? agents.hold(match, decide(request, match, credential))
        : decideMcp(request, match, match.route().mcp().get(), credential, headers, readsMessages);
  }

  private Future<Decision> decideMcp(
      EdgeRequest request,
      RouteOutcome.Matched match,
      McpRoute mcp,
      PresentedCredential credential,
      MultiMap headers,
      boolean readsMessages) {
    if (!readsMessages) {
      return Future.succeededFuture(Refusals.notFound());
    }
    if (!McpAdmission.allowsOrigin(mcp, request, headers)) {
      return Future.succeededFuture(McpAdmission.originNotAllowed(match));
    }
    if (mcp.fixed().isPresent()) {
      return Future.succeededFuture(byFixedToken(request, match, mcp, headers));
    }
    return decide(request, match, credential)
        .map(decision -> McpAdmission.challenged(request, decision));
  }

  private Decision byFixedToken(
      EdgeRequest request, RouteOutcome.Matched match, McpRoute mcp, MultiMap headers) {
    if (McpAdmission.showsFixedToken(mcp, headers)) {
      return admitted(match, new Caller.Anonymous(), Optional.empty());
    }
    return headers.contains("Authorization")
        ? guessed(request, match)
        : Refusals.credentialsRequired(match);
  }

  private static Optional<String> queryKey(RouteOutcome outcome) {
    return outcome instanceof RouteOutcome.Matched match
        ? match.route().queryKey()
        : Optional.empty();
  }

  private Future<Decision> decide(
      EdgeRequest request, RouteOutcome.Matched match, PresentedCredential credential) {
    Route route = match.route();
    if (credential instanceof PresentedCredential.Absent) {
      return Future.succeededFuture(
          route.credentials().contains(CredentialKind.NONE)
              ? admitted(match, new Caller.Anonymous(), Optional.empty())
              : Refusals.credentialsRequired(match));
    }
    if (credential instanceof PresentedCredential.ApiToken presented
        && route.credentials().contains(CredentialKind.TOKEN)) {
      return byToken(request, match, presented.token());
    }
    if (credential instanceof PresentedCredential.Foreign presented
        && route.credentials().contains(CredentialKind.TOKEN)) {
      return importedKeys
          .find(presented.key(), request.client().site())
          .compose(answer -> answered(request, match, answer));
    }
    if (credential instanceof PresentedCredential.Session presented
        && route.credentials().contains(CredentialKind.SESSION)) {
      return bySession(request, match, presented.credential());
    }
    return Future.succeededFuture(
        credential instanceof PresentedCredential.Malformed
            ? guessed(request, match)
            : Refusals.invalidToken(match, null));
  }

  /** The credential is none: its source may present so many. */
  private Decision guessed(EdgeRequest request, RouteOutcome.Matched match) {
    Duration pause = guesses.pause(request.client());
    if (!pause.isZero()) {
      return Refusals.tooManyGuesses(match, pause);
    }
    guesses.count(request.client());
    return Refusals.invalidToken(match, null);
  }

  private Future<Decision> byToken(
      EdgeRequest request, RouteOutcome.Matched match, RawToken token) {
    List<LookupKey> candidates = peppers.candidates(token);
    Duration pause =
        guesses.areBounded() && !snapshots.remembers(candidates)
            ? guesses.pause(request.client())
            : Duration.ZERO;
    return pause.isZero()
        ? snapshots.find(candidates).compose(answer -> answered(request, match, answer))
        : Future.succeededFuture(Refusals.tooManyGuesses(match, pause));
  }

  private Future<Decision> answered(
      EdgeRequest request, RouteOutcome.Matched match, SnapshotAnswer answer) {
    if (answer instanceof SnapshotAnswer.Known known) {
      return withBarriers(request, match, new Caller.TokenHolder(known.snapshot(), known.level()));
    }
    if (answer instanceof SnapshotAnswer.TooManyGuesses guesses) {
      return Future.succeededFuture(Refusals.tooManyGuesses(match, guesses.pause()));
    }
    return Future.succeededFuture(
        answer instanceof SnapshotAnswer.Unknown
            ? guessed(request, match)
            : Refusals.unavailable(match, null));
  }

  /** A token alone is no yes: what stands in its way must be known as well as the token. */
  private Future<Decision> withBarriers(
      EdgeRequest request, RouteOutcome.Matched match, Caller.TokenHolder caller) {
    BarrierIndex known = barriers.known();
    if (known != null) {
      return judged(request, match, caller, known);
    }
    return barriers
        .load()
        .compose(
            loaded ->
                loaded.isPresent()
                    ? judged(request, match, caller, loaded.get())
                    : Future.succeededFuture(Refusals.unavailable(match, caller)));
  }

  private Future<Decision> judged(
      EdgeRequest request,
      RouteOutcome.Matched match,
      Caller.TokenHolder caller,
      BarrierIndex standing) {
    TokenSnapshot token = caller.token();
    Optional<McpRoute> mcp = match.route().mcp();
    if (mcp.isPresent() && !mcp.get().isMeantBy(token.scopes())) {
      return Future.succeededFuture(McpAdmission.ofAnotherServer(match, caller));
    }
    Requirement requirement =
        new Requirement(
            match.route().environments(),
            match.scopes(),
            match.agent().map(agent -> new AgentTarget(agent.id())));
    Verdict verdict =
        AccessRule.judge(token, standing, requirement, request.client(), request.at());
    if (verdict instanceof Verdict.Allowed) {
      return limits
          .charge(token, match.cost(), withoutRedis(match.route()))
          .map(outcome -> limited(match, caller, outcome));
    }
    return Future.succeededFuture(refused(match, caller, verdict));
  }

  private static LimitConfig.@Nullable WithoutRedis withoutRedis(Route route) {
    return switch (route.failure().limits()) {
      case AS_CONFIGURED -> null;
      case LOCAL -> LimitConfig.WithoutRedis.LOCAL;
      case DENY -> LimitConfig.WithoutRedis.DENY;
      case ALLOW -> LimitConfig.WithoutRedis.ALLOW;
    };
  }

  private Decision limited(RouteOutcome.Matched match, Caller caller, LimitOutcome outcome) {
    if (outcome instanceof LimitOutcome.Exhausted exhausted) {
      return Refusals.rateLimited(match, caller, exhausted);
    }
    if (outcome instanceof LimitOutcome.Undecided) {
      return Refusals.unavailable(match, caller);
    }
    return admitted(
        match,
        caller,
        outcome instanceof LimitOutcome.Admitted charged
            ? Optional.of(charged.fields())
            : Optional.empty());
  }

  /** To verify one asks nobody, so a session that is good is never kept out. */
  private Future<Decision> bySession(
      EdgeRequest request, RouteOutcome.Matched match, SessionCredential credential) {
    return match
        .route()
        .mcp()
        .flatMap(McpRoute::publicUrl)
        .map(audience -> sessions.verify(credential, audience))
        .orElseGet(() -> sessions.verify(credential))
        .map(
            outcome -> {
              if (outcome instanceof SessionOutcome.Genuine genuine) {
                return judged(match, new Caller.Person(genuine.principal(), credential));
              }
              return outcome instanceof SessionOutcome.Rejected
                  ? guessed(request, match)
                  : Refusals.unavailable(match, null);
            });
  }

  private Decision judged(RouteOutcome.Matched match, Caller.Person person) {
    Route route = match.route();
    // Our own services are shown the session itself and go by their directory's role, not by it.
    // For MCP servers whoever judges the message goes by the JWT's own scopes as well.
    boolean judgedLater = route.passes(IdentityForm.SESSION) || route.mcp().isPresent();
    Requirement requirement =
        new Requirement(route.environments(), judgedLater ? List.of() : match.scopes());
    Verdict verdict = AccessRule.judge(person.principal().role(), requirement);
    return verdict instanceof Verdict.Allowed
        ? admitted(match, person, Optional.empty())
        : refused(match, person, verdict);
  }

  static Decision.Refused refused(RouteOutcome.Matched match, Caller caller, Verdict verdict) {
    if (verdict instanceof Verdict.ScopeMissing missing) {
      return Refusals.insufficientScope(match, caller, missing.needed());
    }
    if (verdict instanceof Verdict.Halted) {
      return Refusals.halted(match, caller);
    }
    if (verdict instanceof Verdict.AgentHidden) {
      return Refusals.agentHidden(match, caller);
    }
    if (verdict instanceof Verdict.TurnedOff) {
      return Refusals.turnedOff(match, caller);
    }
    return verdict instanceof Verdict.AddressNotAllowed
        ? Refusals.addressNotAllowed(match, caller)
        : Refusals.invalidToken(match, caller);
  }

  private Decision admitted(
      RouteOutcome.Matched match, Caller caller, Optional<RateLimitFields> fields) {
    return new Decision.Admitted(match, caller, fields, introduction.of(caller, match.route()));
  }
}
