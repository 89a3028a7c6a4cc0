package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.json.ContractJson;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenBatch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tells what an order would come to for each of some tokens, and changes nothing. */
@ApplicationScoped
class Forecast {
  private static final int AT_ONCE = 500;

  private final TokenBatch tokens;
  private final Judges judges;

  @Inject
  Forecast(TokenBatch tokens, Judges judges) {
    this.tokens = tokens;
    this.judges = judges;
  }

  /** The items in the order of the ids, with what would come of each. */
  Uni<List<Item>> of(
      SqlConnection sql, Principal principal, JobOrder order, List<UUID> ids, Instant now) {
    return judges
        .of(sql, principal, order, now)
        .chain(
            judge ->
                Multi.createFrom()
                    .iterable(ids)
                    .group()
                    .intoLists()
                    .of(AT_ONCE)
                    .onItem()
                    .transformToUniAndConcatenate(
                        some ->
                            tokens
                                .find(sql, principal.organizationId(), some)
                                .chain(
                                    found ->
                                        judge
                                            .of(found)
                                            .map(each -> judged(principal, each, some, found))))
                    .collect()
                    .asList())
        .map(Forecast::numbered);
  }

  private static List<Item> judged(
      Principal principal,
      Function<StoredToken, Verdict> judge,
      List<UUID> ids,
      List<StoredToken> found) {
    Map<UUID, StoredToken> seen = seen(principal, found);
    return ids.stream()
        .map(
            id -> {
              StoredToken token = seen.get(id);
              return token == null
                  ? Item.pending(1, id, null).with(new Verdict.NotFound(), null)
                  : Item.pending(1, id, token.name()).with(judge.apply(token), null);
            })
        .toList();
  }

  /** By id, those that the principal sees. */
  static Map<UUID, StoredToken> seen(Principal principal, List<StoredToken> found) {
    return found.stream()
        .filter(principal::sees)
        .collect(Collectors.toMap(StoredToken::id, Function.identity()));
  }

  private static List<Item> numbered(List<List<Item>> groups) {
    List<Item> all = new ArrayList<>();
    groups.forEach(all::addAll);
    return IntStream.range(0, all.size()).mapToObj(i -> all.get(i).at(i + 1)).toList();
  }

  /** What is to be done to which tokens, as SHA-256 in hex; their order does not matter. */
  static String digest(JobOrder order, List<Item> items) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String what = order.action().wireName() + "\n" + order.json() + "\n";
      sha.update(what.getBytes(StandardCharsets.UTF_8));
      items.stream()
          .sorted(Comparator.comparing(Item::id))
          .map(item -> List.of(item.id(), item.outcome(), item.code() == null ? "" : item.code()))
          .forEach(
              line ->
                  sha.update(
                      (ContractJson.writeString(line) + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
