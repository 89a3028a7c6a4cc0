package io.doorward.token.lifecycle.rotate;

import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.view.TokenView;
import io.doorward.token.store.Activity;
import io.doorward.token.store.ActivityStore;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads families, as far as the principal may see one of their tokens. */
@ApplicationScoped
class Families {
  private final Database database;
  private final TokenStore tokens;
  private final RotationHistory history;
  private final ActivityStore activity;
  private final Clock clock;

  @Inject
  Families(
      Database database,
      TokenStore tokens,
      RotationHistory history,
      ActivityStore activity,
      Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.history = history;
    this.activity = activity;
    this.clock = clock;
  }

  Uni<FamilyView> of(Principal principal, UUID id) {
    return database.connection(
        sql ->
            tokens
                .find(sql, principal.organizationId(), id)
                .map(found -> found.filter(principal::sees).orElseThrow(ProblemException::notFound))
                .chain(token -> family(sql, principal, token.lineage().family())));
  }

  private Uni<FamilyView> family(SqlConnection sql, Principal principal, UUID family) {
    Instant now = clock.instant();
    return tokens
        .family(sql, principal.organizationId(), family)
        .map(all -> all.stream().filter(principal::sees).toList())
        .chain(
            all ->
                activity
                    .of(sql, all.stream().map(StoredToken::id).toList())
                    .chain(
                        uses ->
                            history
                                .of(sql, principal.organizationId(), family)
                                .map(steps -> view(family, all, uses, steps, now))));
  }

  private static FamilyView view(
      UUID family,
      List<StoredToken> all,
      Map<UUID, Activity> uses,
      List<FamilyView.Step> steps,
      Instant now) {
    return new FamilyView(
        family,
        all.stream().map(t -> TokenView.of(t, now, uses.get(t.id()))).toList(),
        steps,
        all.stream().flatMap(t -> RetiredToken.of(t, uses.get(t.id()), now).stream()).toList());
  }
}
