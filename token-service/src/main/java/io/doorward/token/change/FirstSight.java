package io.doorward.token.change;

import io.doorward.contract.token.LookupKey;
import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;

/** Makes up for what could not be done to a token while its key was not known. */
public interface FirstSight {
  /**
   * The token as it is after that.
   *
   * @param token one whose row the transaction has locked
   * @param lookups all hashes that its key may have been known by
   */
  Uni<StoredToken> seen(SqlConnection sql, StoredToken token, List<LookupKey> lookups, Instant now);
}
