package io.doorward.token.directory;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.identity.Caller;
import io.doorward.kit.identity.CurrentCaller;
import io.doorward.kit.problem.ProblemException;
import io.doorward.kit.request.RequestId;
import io.doorward.token.audit.Actor;
import io.doorward.token.database.Database;
import io.doorward.token.store.Halt;
import io.doorward.token.store.StoredToken;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The principal of the request under way. */
@RequestScoped
public class Principals {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** As long as {@code sub} may be by OpenID Connect Core, section 2. */
  private static final int MAX_SUBJECT = 255;

  private final CurrentCaller caller;
  private final RequestId requestId;
  private final CurrentVertxRequest request;
  private final SignIn signIn;
  private final Database database;
  private final Initiators initiators;

  @Inject
  Principals(
      CurrentCaller caller,
      RequestId requestId,
      CurrentVertxRequest request,
      SignIn signIn,
      Database database,
      Initiators initiators) {
    this.caller = caller;
    this.requestId = requestId;
    this.request = request;
    this.signIn = signIn;
    this.database = database;
    this.initiators = initiators;
  }

  /** Whom the request acts for; fails with {@code invalid_token} if that is nobody. */
  public Uni<Principal> current() {
    Caller who = caller.get();
    String id = requestId.value();
    String ip = request.getCurrent().request().remoteAddress().hostAddress();
    if (who instanceof Caller.Session session) {
      return session(session, id, ip);
    }
    if (who instanceof Caller.Token token) {
      return token(token, id, ip);
    }
    throw ProblemException.notFound();
  }

  private Uni<Principal> session(Caller.Session session, String id, @Nullable String ip) {
    if (!SLUG.matcher(session.organization()).matches()
        || session.subject().length() > MAX_SUBJECT) {
      throw refused();
    }
    Actor actor = new Actor(Actor.Kind.USER, session.subject(), null, id, ip);
    return signIn
        .member(session, actor)
        .map(
            member ->
                new Principal(
                    member.organization.id,
                    member.organization.slug,
                    member.subject,
                    member.role,
                    null,
                    actor));
  }

  private Uni<Principal> token(Caller.Token token, String id, @Nullable String ip) {
    Actor actor = new Actor(Actor.Kind.TOKEN, token.ownerId(), token.tokenId(), id, ip);
    return database
        .connection(sql -> initiators.token(sql, token.organizationId(), actor))
        .map(found -> found.filter(Principals::isFree).orElseThrow(Principals::refused));
  }

  /**
   * The gateway's word is up to a minute old; barriers count at once. That tokens are turned off,
   * their holders may know, as the gateway tells them too.
   */
  private static boolean isFree(Principal principal) {
    StoredToken token = principal.token();
    Halt halt = token == null ? null : token.halt();
    if (halt != null && halt.kind() == Barrier.Kind.FEATURE_FLAG) {
      throw ProblemException.of(
          ErrorCode.TOKENS_DISABLED, "API tokens are turned off. Nothing is wrong with this one.");
    }
    return halt == null;
  }

  private static ProblemException refused() {
    return ProblemException.of(
        ErrorCode.INVALID_TOKEN, "The credential is unknown, expired, revoked or not for us.");
  }
}
