package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.bulk.CreateTokenJob.Filter;
import io.doorward.token.lifecycle.bulk.CreateTokenJob.Selection;
import io.doorward.token.lifecycle.view.ListQuery;
import io.doorward.token.lifecycle.view.TokenId;
import io.doorward.token.store.TokenBatch;
import io.doorward.token.store.TokenFilter;
import io.doorward.token.store.TokenPage;
import io.doorward.token.store.TokenSort;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out which tokens are meant. */
@ApplicationScoped
class Selecting {
  private static final int MOST_IDS = 1000;

  private final TokenBatch tokens;
  private final JobConfig config;

  @Inject
  Selecting(TokenBatch tokens, JobConfig config) {
    this.tokens = tokens;
    this.config = config;
  }

  /** Which tokens are meant: by their ids, or by a filter. */
  sealed interface Chosen {}

  /** These, whether they are there or not; each once. */
  record Listed(List<UUID> ids) implements Chosen {
    public Listed {
      ids = List.copyOf(ids);
    }
  }

  /** All that the list shows under the filter. */
  record Filtered(TokenFilter filter) implements Chosen {}

  /**
   * Reads what was asked for.
   *
   * @throws ProblemException {@code validation_failed}
   */
  static Chosen chosen(@Nullable Selection asked) {
    Filter filter = asked == null ? null : asked.filter();
    List<@Nullable String> ids = asked == null ? null : asked.ids();
    if ((filter == null) == (ids == null)) {
      throw invalid(
          "/selection", "is not either filter or ids", "Give one of them; {} as filter for all.");
    }
    if (filter != null) {
      return new Filtered(
          ListQuery.filter(
              "/selection/filter/",
              filter.status(),
              filter.type(),
              filter.environment(),
              filter.owner(),
              filter.tag(),
              filter.q()));
    }
    return new Listed(List.copyOf(ids(ids == null ? List.of() : ids)));
  }

  private static Set<UUID> ids(List<@Nullable String> written) {
    if (written.isEmpty() || written.size() > MOST_IDS) {
      throw invalid(
          "/selection/ids", "has none or more than " + MOST_IDS, "Use a filter for more.");
    }
    Set<UUID> ids = new LinkedHashSet<>();
    for (int i = 0; i < written.size(); i++) {
      String id = written.get(i);
      try {
        ids.add(TokenId.parse(id == null ? "" : id));
      } catch (ProblemException notAnId) {
        throw invalid("/selection/ids/" + i, "is not an id", "Send the ids of the list.");
      }
    }
    return ids;
  }

  /**
   * The ids, all as of one instant. The token in use comes last: once it is ended, its job is.
   *
   * @return fails with {@code validation_failed} if they are too many for one job
   */
  Uni<List<UUID>> ids(SqlConnection sql, Principal principal, Chosen chosen, Instant now) {
    Uni<List<UUID>> found =
        chosen instanceof Filtered filtered
            ? filtered(sql, principal, filtered.filter(), now)
            : Uni.createFrom().item(((Listed) chosen).ids());
    return found.map(ids -> inUseLast(principal, ids));
  }

  private Uni<List<UUID>> filtered(
      SqlConnection sql, Principal principal, TokenFilter filter, Instant now) {
    int most = config.mostTokens();
    String visible = principal.administers() ? null : principal.subject();
    TokenPage page =
        new TokenPage(
            principal.organizationId(), visible, filter, TokenSort.CREATED, null, most + 1, now);
    return tokens
        .ids(sql, page)
        .invoke(
            ids -> {
              if (ids.size() > most) {
                throw invalid(
                    "/selection/filter",
                    "selects more than " + most + " tokens",
                    "Narrow it and make several jobs.");
              }
            });
  }

  private static List<UUID> inUseLast(Principal principal, List<UUID> ids) {
    UUID used = principal.token() == null ? null : principal.token().id();
    if (used == null || !ids.contains(used)) {
      return ids;
    }
    List<UUID> ordered = new ArrayList<>(ids);
    ordered.remove(used);
    ordered.add(used);
    return ordered;
  }

  private static ProblemException invalid(String location, String message, String fix) {
    return ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED, List.of(new Violation(location, message, fix)));
  }
}
