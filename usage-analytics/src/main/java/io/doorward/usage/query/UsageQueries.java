package io.doorward.usage.query;

import io.doorward.kit.problem.ProblemException;
import io.doorward.usage.query.UsageView.OfToken;
import io.doorward.usage.query.UsageView.Summary;
import io.doorward.usage.query.UsageView.Sums;
import io.doorward.usage.query.UsageView.TokenRequests;
import io.doorward.usage.rollup.Totals;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asks the tables and puts the answers together. */
@ApplicationScoped
class UsageQueries {
  private static final int TOP = 10;

  private final UsageTables tables;

  UsageQueries(UsageTables tables) {
    this.tables = tables;
  }

  /** Fails with {@code not_found} for a token that the viewer may not see, or nobody knows. */
  Uni<OfToken> ofToken(Viewer viewer, UUID token, Period period) {
    return tables
        .organizationOf(viewer, token)
        .map(organization -> organization.orElseThrow(ProblemException::notFound))
        .flatMap(organization -> figures(new Subject(List.of(organization), token, null), period))
        .map(found -> new OfToken(token, period.from(), period.to(), found.sums()));
  }

  /** The viewer's organization, or the viewer's own tokens in it. */
  Uni<Summary> summary(Viewer viewer, Period period) {
    return tables
        .organizations(viewer)
        .flatMap(ids -> figures(new Subject(ids, null, viewer.ownOnly()), period))
        .map(found -> new Summary(period.from(), period.to(), found.sums(), top(found.byToken())));
  }

  private record Found(Sums sums, Map<UUID, Long> byToken) {}

  private Uni<Found> figures(Subject subject, Period period) {
    return Uni.combine()
        .all()
        .unis(tables.usage(subject, period), tables.missing(period))
        .with(UsageQueries::found);
  }

  private static Found found(List<UsageTables.Row> rows, long missing) {
    Totals totals = new Totals();
    Map<UUID, Long> byToken = new HashMap<>();
    for (UsageTables.Row row : rows) {
      row.addTo(totals);
      UUID token = row.token();
      if (token != null) {
        byToken.merge(token, row.requests(), Long::sum);
      }
    }
    return new Found(Sums.of(totals, missing), byToken);
  }

  private static List<TokenRequests> top(Map<UUID, Long> byToken) {
    return byToken.entrySet().stream()
        .map(each -> new TokenRequests(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparingLong(TokenRequests::requests)
                .reversed()
                .thenComparing(TokenRequests::tokenId))
        .limit(TOP)
        .toList();
  }
}
